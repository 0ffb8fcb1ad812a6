import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { suite, test } from "node:test";
import type { OfferOutcome, Outcome } from "../../../src/core/statistics/outcome.ts";
import { type AcceptedText, noCost, OfferLog } from "../../../src/server/offerLog.ts";
import { OutcomeFile } from "../../../src/server/outcomeFile.ts";

const uri = "file:///a.ts";

/** A document with the cursor at 100, and what is learnt of the offers in it. */
class Watch {
  readonly outcomes: OfferOutcome[] = [];
  readonly accepted: AcceptedText[] = [];
  readonly log = new OfferLog(
    (one) => this.outcomes.push(one),
    (one) => this.accepted.push(one),
  );
  #ids = 0;

  show(text: string, offset = 100, source: OfferOutcome["source"] = "new"): number {
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
        acceptedCharacters: 13,
        outcome: "accepted",
        isEstimate: false,
      },
    ]);
    assert.deepEqual(watch.accepted, [{ uri, languageId: "typescript", source: "new", start: 100, end: 113 }]);
  });

  test("all of it in one change, without the editor's word, is an estimate", () => {
    const watch = new Watch();
    watch.show("return a;");
    watch.change(100, 100, "return a;");
    assert.deepEqual(watch.told, []);
    watch.change(109, 109, "\n");
    assert.deepEqual(watch.told, ["accepted?"]);
  });

  test("a line of it is more than a word, and keys are not counted as accepted", () => {
    const watch = new Watch();
    watch.show("one();\n  two();\n  three();");
    watch.change(100, 100, "one");
    watch.show("();\n  two();\n  three();", 103, "hit");
    watch.change(103, 103, "();\n");
    watch.change(107, 107, " ");
    watch.change(108, 108, "x");
    assert.deepEqual(watch.told, ["line?"]);
    assert.equal(watch.outcomes[0]?.acceptedCharacters, 7);
    assert.deepEqual(
      watch.accepted.map(({ start, end }) => [start, end]),
      [[100, 108]],
    );
  });

  test("a word of it is partly accepted, however it goes on", () => {
    const watch = new Watch();
    watch.show("return a;");
    watch.change(100, 100, "return");
    watch.show(" a;", 106, "hit");
    watch.change(106, 106, "x");
    assert.deepEqual(watch.told, ["word?"]);
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
    assert.deepEqual(watch.accepted, []);
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

const outcome: Outcome = {
  languageId: "go",
  source: "hit",
  toOfferMs: 10,
  ...noCost,
  shownCharacters: 5,
  acceptedCharacters: 5,
  outcome: "accepted",
  isEstimate: false,
  work: { requests: 1, promptTokens: 100, cachedTokens: 90, generatedTokens: 4 },
  speeds: { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 },
};

suite("figures that are kept", () => {
  test("a file of them stays bounded, and loses the oldest whole lines", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "facet-outcomes-"));
    try {
      const file = path.join(folder, "outcomes.jsonl");
      const line = `${JSON.stringify({ at: "old", ...outcome })}\n`;
      await writeFile(file, line.repeat(Math.ceil(1_000_000 / line.length)));
      const outcomes = new OutcomeFile(folder, (line) => assert.equal(line, "", "nothing is to be said"));
      await Promise.all([outcomes.add(outcome, new Date(0)), outcomes.add(outcome, new Date(1))]);
      assert.ok((await stat(file)).size < 600_000);
      const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
      for (const one of lines) assert.equal(typeof (JSON.parse(one) as { at: unknown }).at, "string");
      assert.ok(lines.at(-1)?.includes("1970-01-01T00:00:00.001Z"));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("a disk that takes none is said once in the log", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "facet-outcomes-"));
    try {
      await writeFile(path.join(folder, "file"), "");
      const logged: string[] = [];
      const outcomes = new OutcomeFile(path.join(folder, "file"), (line) => logged.push(line));
      for (let turn = 0; turn < 3; turn++) await outcomes.add(outcome, new Date(turn));
      assert.equal(logged.length, 1);
      assert.match(logged[0] ?? "", /^figures were not written: .*(EEXIST|ENOTDIR)/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
