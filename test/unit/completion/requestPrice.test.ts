import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Desk, type ScriptedAnswer } from "./simulation.ts";
import { randomFrom, typescript } from "./typists.ts";

const python = `from dataclasses import dataclass


@dataclass
class Item:
    name: str
    count: int
    price: float


def total(items: list[Item]) -> float:
    """Adds up what is in stock."""
    amount = 0.0
    for item in items:
        if item.count > 0:
            amount += item.count * item.price
    return round(amount, 2)
`;

const go = `package stock

import "fmt"

// Item is one thing that is sold.
type Item struct {
	Name  string
	Count int
	Price float64
}

// Total adds up what is in stock.
func Total(items []Item) (float64, error) {
	sum := 0.0
	for at, item := range items {
		if item.Count < 0 {
			return 0, fmt.Errorf("item %d: count %d", at, item.Count)
		}
		sum += float64(item.Count) * item.Price
	}
	return sum, nil
}
`;

const documents = [
  { languageId: "typescript", code: typescript },
  { languageId: "python", code: python },
  { languageId: "go", code: go },
] as const;

const seeds = [1, 7, 42, 1_001, 65_537];

/** The times between keys of a person who types fluently and stops to think, ms. */
function gapFrom(random: () => number): number {
  return random() < 0.08 ? 400 + 900 * random() : 70 + 160 * random();
}

/** Answers like a model that is right about the rest of the line as often as that, 25 ms a token. */
function modelOf(desk: Desk, code: string, random: () => number, rightness: number) {
  return async (answer: ScriptedAnswer): Promise<void> => {
    const rest = code.slice(desk.cursor, code.indexOf("\n", desk.cursor) + 1);
    const text = random() < rightness ? rest : " wrong;\n";
    await desk.clock.pause(60, new AbortController().signal);
    for (const piece of text.match(/.{1,4}|\n/g) ?? []) {
      if (!answer.isOpen) return;
      void answer.say(piece);
      await desk.clock.pause(25, new AbortController().signal);
    }
    await answer.end();
  };
}

/**
 * Requests for each of an ideal client's, at most. That one knows which gap will be a pause; we wait 150 ms at most, and of the gaps
 * that are longer most are none. Streams that come true make up for that, so that a model which is mostly wrong must cost more.
 */
function mostTimesIdeal(rightness: number): number {
  return rightness < 0.5 ? 2.5 : 2;
}

suite("requests of a person who types and stops to think", () => {
  for (const { languageId, code } of documents) {
    for (const rightness of [0.2, 0.5, 0.8]) {
      const most = mostTimesIdeal(rightness);
      test(`are at most ${most} times those of an ideal client: ${languageId}, right ${rightness * 100} times in 100`, async () => {
        let allAsked = 0;
        let allPauses = 0;
        for (const seed of seeds) {
          const random = randomFrom(seed);
          const desk = new Desk("|");
          desk.languageId = languageId;
          desk.daemon.script = modelOf(desk, code, random, rightness);
          let pauses = 0;
          let typing = new AbortController();
          for (const letter of code) {
            typing.abort();
            typing = new AbortController();
            desk.type(letter);
            void desk.ask({ signal: typing.signal });
            const gapMs = gapFrom(random);
            if (gapMs >= 400) pauses += 1;
            await desk.clock.pass(gapMs);
          }
          const asked = desk.daemon.requests.length;
          assert.ok(pauses > 10, `seed ${seed}: ${pauses} pauses`);
          assert.ok(asked > 0, `seed ${seed}`);
          assert.equal(desk.daemon.mostOpen, 1);
          allAsked += asked;
          allPauses += pauses;
        }
        // Over all of them: a single one may be as unlucky as its model.
        assert.ok(allAsked <= most * allPauses, `${allAsked} requests in ${allPauses} pauses`);
      });
    }
  }
});
