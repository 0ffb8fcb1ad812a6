import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { suite, test } from "node:test";
import { type OutcomeRow, StatisticsStore } from "../../../src/host/statisticsStore.ts";
import { noCost, OfferLog } from "../../../src/server/offerLog.ts";
import { OutcomeFile } from "../../../src/server/outcomeFile.ts";
import type { OutcomeParams } from "../../../src/shared/lsp/messages.ts";

const uri = "file:///a.ts";

/** A document with the cursor at 100, and what is learnt of the offers in it. */
class Watch {
  readonly outcomes: OutcomeParams[] = [];
  readonly log = new OfferLog((one) => this.outcomes.push(one));
  #ids = 0;

  show(text: string, offset = 100, source: OutcomeParams["source"] = "new"): number {
    const id = ++this.#ids;
    const cost = () => ({ ...noCost, promptTokens: 7 });
    this.log.noteShown({ uri, languageId: "typescript", source, toOfferMs: 50, offset, text, ids: [id], cost });
    return id;
  }

  change(from: number, to: number, text: string): void {
    this.log.noteEdit(uri, { from, to, inserted: text.length, text });
  }

  get told(): string[] {
    return this.outcomes.map(({ outcome, isEstimate }) => outcome + (isEstimate ? "?" : ""));
  }
}

suite("what became of an offer", () => {
  test("the editor's word counts as accepted", () => {
    const watch = new Watch();
    const id = watch.show("return a + b;");
    watch.change(100, 100, "return a + b;");
    watch.log.noteAccepted(id);
    assert.deepEqual(watch.outcomes, [
      {
        languageId: "typescript",
        source: "new",
        toOfferMs: 50,
        promptTokens: 7,
        promptEvaluationMs: 0,
        generatedTokens: 0,
        shownCharacters: 13,
        outcome: "accepted",
        isEstimate: false,
      },
    ]);
  });

  test("all of it in one change, without the editor's word, is an estimate", () => {
    const watch = new Watch();
    watch.show("return a;");
    watch.change(100, 100, "return a;");
    assert.deepEqual(watch.told, []);
    watch.change(109, 109, "\n");
    assert.deepEqual(watch.told, ["accepted?"]);
  });

  test("a word of it is partly accepted, however it goes on", () => {
    const watch = new Watch();
    watch.show("return a;");
    watch.change(100, 100, "return");
    watch.show(" a;", 106, "hit");
    watch.change(106, 106, "x");
    assert.deepEqual(watch.told, ["partly?"]);
    assert.equal(watch.outcomes[0]?.source, "new");
    assert.equal(watch.outcomes[0].shownCharacters, 9);
  });

  test("letters typed along and taken back are one offer, and accept it in the end", () => {
    const watch = new Watch();
    watch.show("return a;");
    watch.change(100, 100, "r");
    watch.show("eturn a;", 101, "hit");
    watch.change(101, 101, "e");
    watch.change(101, 102, "");
    const id = watch.show("eturn a;", 101, "hit");
    watch.change(101, 101, "eturn a;");
    watch.log.noteAccepted(id);
    assert.deepEqual(watch.told, ["accepted"]);
  });

  test("letters, brackets that close themselves and an indented line end are typed, not accepted", () => {
    for (const text of ["(", "()", "\n    "]) {
      const watch = new Watch();
      watch.show(`${text}next = now;`);
      watch.change(100, 100, text);
      watch.change(100 + text.length, 100 + text.length, "x");
      assert.deepEqual(watch.told, ["dismissed?"], text);
    }
  });

  test("Escape, another offer elsewhere and a closed document dismiss it", () => {
    const watch = new Watch();
    watch.show("one();");
    watch.show("two();", 500);
    watch.log.noteGone(uri);
    watch.log.noteGone(uri);
    assert.deepEqual(watch.told, ["dismissed?", "dismissed?"]);
  });

  test("edits above move it, edits below leave it", () => {
    const watch = new Watch();
    watch.show("one();");
    watch.change(0, 0, "import x;\n");
    watch.change(500, 510, "");
    watch.change(110, 110, "one();");
    watch.log.noteGone(uri);
    assert.deepEqual(watch.told, ["accepted?"]);
  });

  test("typing something else dismisses it, and an unknown id means nothing", () => {
    const watch = new Watch();
    watch.show("one();");
    watch.log.noteAccepted(99);
    watch.log.noteAccepted(undefined);
    watch.change(100, 100, "t");
    assert.deepEqual(watch.told, ["dismissed?"]);
  });
});

const outcome: OutcomeParams = {
  languageId: "go",
  source: "hit",
  toOfferMs: 10,
  ...noCost,
  shownCharacters: 5,
  outcome: "accepted",
  isEstimate: false,
};

suite("figures that are kept", () => {
  test("a file of them stays bounded, and loses the oldest whole lines", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "facet-outcomes-"));
    try {
      const file = path.join(folder, "outcomes.jsonl");
      const line = `${JSON.stringify({ at: "old", ...outcome })}\n`;
      await writeFile(file, line.repeat(Math.ceil(1_000_000 / line.length)));
      const outcomes = new OutcomeFile(folder);
      await Promise.all([outcomes.add(outcome, new Date(0)), outcomes.add(outcome, new Date(1))]);
      assert.ok((await stat(file)).size < 600_000);
      const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
      for (const one of lines) assert.equal(typeof (JSON.parse(one) as { at: unknown }).at, "string");
      assert.ok(lines.at(-1)?.includes("1970-01-01T00:00:00.001Z"));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("are summed by day, language and source, across windows, and can be forgotten", async () => {
    const kept = new Map<string, unknown>([["facet.statistics", [{ day: "broken" }]]]);
    const memory = {
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    };
    let day = "2026-03-02";
    const one = new StatisticsStore(memory, () => day);
    const other = new StatisticsStore(memory, () => day);
    one.record(outcome);
    one.record({ ...outcome, outcome: "dismissed" });
    other.record(outcome);
    await one.flush();
    await other.flush();
    day = "2026-03-01";
    one.record({ ...outcome, source: "new" });
    const pick = ({ day: on, shown, accepted, dismissed, toOfferMs }: OutcomeRow): unknown[] => [
      on,
      shown,
      accepted,
      dismissed,
      toOfferMs,
    ];
    assert.deepEqual(one.summary().map(pick), [
      ["2026-03-01", 1, 1, 0, 10],
      ["2026-03-02", 3, 2, 1, 30],
    ]);
    await one.reset();
    assert.deepEqual(one.summary(), []);
  });
});
