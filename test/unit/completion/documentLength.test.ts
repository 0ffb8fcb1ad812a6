import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { DocumentText } from "../../../src/core/documentText.ts";
import { Desk } from "./simulation.ts";
import { watching } from "./watching.ts";

/** Texts longer than this are documents. */
const leastDocument = 100_000;

/** How many characters of a text a method went through: what it gave back, what it passed over in a search, else all of it. */
function charactersOf(text: string, name: string, [what, from]: readonly unknown[], result: unknown): number {
  if (typeof result === "string" && (name === "slice" || name === "substring")) return result.length;
  if (typeof result !== "number") return text.length;
  const needle = String(what).length;
  if (name === "indexOf") return (result < 0 ? text.length : result + needle) - (typeof from === "number" ? from : 0);
  const start = typeof from === "number" ? Math.min(from, text.length) : text.length;
  return start - Math.max(0, result) + needle;
}

/** Counts the characters of documents that are looked at while something runs. */
async function charactersSeenIn(work: () => Promise<void>): Promise<number> {
  let seen = 0;
  const ofString = (self: unknown, given: readonly unknown[], result: unknown, name: string): void => {
    const text = String(self);
    if (text.length >= leastDocument) seen += charactersOf(text, name, given, result);
  };
  const ofPattern = (_self: unknown, given: readonly unknown[]): void => {
    const text = String(given[0]);
    if (text.length >= leastDocument) seen += text.length;
  };
  const searches = ["slice", "substring", "indexOf", "lastIndexOf", "split", "match", "matchAll", "replace"] as const;
  const others = ["replaceAll", "includes", "startsWith", "endsWith", "trim", "trimEnd", "trimStart"] as const;
  const ofMirror = (_self: unknown, _given: readonly unknown[], result: unknown): void => {
    if (typeof result === "string") seen += result.length;
  };
  await watching(String.prototype, [...searches, ...others], ofString, () =>
    watching(RegExp.prototype, ["exec", "test"], ofPattern, () =>
      watching(DocumentText.prototype, ["slice", "charAt"], ofMirror, work),
    ),
  );
  return seen;
}

suite("what is looked at of a document", () => {
  /** The characters seen at a key that a stream answers, and at one that asks anew, in a document of so many lines. */
  async function seenAt(lines: number): Promise<{ readonly hit: number; readonly anew: number }> {
    const half = "export const value = compute(1, 2);\n".repeat(lines / 2);
    const desk = new Desk(`${half}export const answer = |\n${half}`);
    assert.equal(await desk.offered("compute(40, 2);\n"), "compute(40, 2);");
    desk.type("com");
    const hit = await charactersSeenIn(async () => {
      assert.equal((await desk.atOnce())?.offer.text, "pute(40, 2);");
    });
    assert.equal(desk.daemon.requests.length, 1);
    desk.type("X");
    const anew = await charactersSeenIn(async () => {
      assert.equal(await desk.offered("Y(1);\n"), "Y(1);");
    });
    assert.equal(desk.daemon.requests.length, 2);
    return { hit, anew };
  }

  test("does not grow with it, neither where a stream answers nor where one is begun", async () => {
    const small = await seenAt(10_000);
    assert.ok(small.hit > 0 && small.anew > 0, "what is looked at is counted");
    assert.deepEqual(await seenAt(100_000), small);
    assert.ok(small.hit < 100_000, `${small.hit} characters at one key`);
  });
});
