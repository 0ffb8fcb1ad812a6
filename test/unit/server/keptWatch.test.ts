import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { KeptOutcome } from "../../../src/core/statistics/outcome.ts";
import { KeptWatch } from "../../../src/server/keptWatch.ts";

const uri = "file:///a.ts";

/** Text accepted at 100 to 120, and a minute that the test ends. */
class Minute {
  readonly told: KeptOutcome[] = [];
  #end: () => void = () => undefined;
  #ended = Promise.resolve();
  readonly watch = new KeptWatch(
    {
      now: () => 0,
      pause: (_, signal) => {
        this.#ended = new Promise((resolve) => {
          this.#end = resolve;
          signal.addEventListener("abort", () => resolve());
        });
        return this.#ended;
      },
    },
    (kept) => this.told.push(kept),
  );

  constructor() {
    this.watch.watch({ uri, languageId: "go", source: "hit", start: 100, end: 120 });
  }

  change(from: number, to: number, text: string): void {
    this.watch.noteEdit(uri, { from, to, inserted: text.length, text });
  }

  async passes(): Promise<boolean | undefined> {
    this.#end();
    await this.#ended;
    return this.told[0]?.isKept;
  }
}

suite("accepted text a minute later", () => {
  test("is kept where nothing or little of it went", async () => {
    const minute = new Minute();
    minute.change(0, 50, "x");
    minute.change(51, 51, "typed right before it");
    minute.change(72, 77, "");
    minute.change(90, 200, "what follows it");
    assert.equal(await minute.passes(), true);
    assert.deepEqual(minute.told, [{ languageId: "go", source: "hit", isKept: true }]);
  });

  test("is not kept once it is undone, rewritten, or lost in pieces", async () => {
    const changes: readonly (readonly [number, number, string])[][] = [
      [[100, 120, ""]],
      [[95, 125, "something else of the same length"]],
      [[110, 130, "else"]],
      [[90, 106, ""]],
      [
        [100, 102, ""],
        [110, 112, ""],
        [110, 112, ""],
      ],
    ];
    for (const edits of changes) {
      const minute = new Minute();
      for (const [from, to, text] of edits) minute.change(from, to, text);
      assert.equal(await minute.passes(), false, JSON.stringify(edits));
    }
  });

  test("follows what is typed into it and before it", async () => {
    const minute = new Minute();
    minute.change(0, 0, "1234567890");
    minute.change(115, 115, "a name in the middle of it");
    // What stood at 100 to 110 stands there no more.
    minute.change(100, 110, "");
    assert.equal(await minute.passes(), true);
    const other = new Minute();
    other.change(0, 0, "1234567890");
    other.change(110, 120, "");
    assert.equal(await other.passes(), false);
  });

  test("is judged when its document is closed, and other documents' edits are nothing to it", async () => {
    const minute = new Minute();
    minute.watch.noteEdit("file:///b.ts", { from: 0, to: 500, inserted: 0, text: "" });
    minute.watch.noteClosed("file:///b.ts");
    assert.deepEqual(minute.told, []);
    minute.watch.noteClosed(uri);
    assert.equal(await minute.passes(), true);
    assert.equal(minute.told.length, 1);
  });
});
