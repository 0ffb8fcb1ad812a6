import assert from "node:assert/strict";
import { test } from "node:test";
import { DocumentText } from "../../../src/core/documentText.ts";
import { DefinitionCache } from "../../../src/server/definitionCache.ts";
import { SimulatedClock } from "../completion/simulation.ts";

const text = 'import { areaOf } from "./shapes";\nconst a = areaOf(';
const document = { uri: "file:///uses.ts", languageId: "typescript", version: 1, text: DocumentText.of(text) };

function snippet(uri: string, line: string) {
  return { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } }, text: line };
}

test("a name's import is soon asked about again, its definition elsewhere is believed for longer", async () => {
  const clock = new SimulatedClock();
  let asked = 0;
  let answer = [snippet(document.uri, 'import { areaOf } from "./shapes";')];
  const definitions = (): Promise<typeof answer> => {
    asked++;
    return Promise.resolve(answer);
  };
  const cache = new DefinitionCache({ definitions, mayRead: () => Promise.resolve([]) }, clock);
  const near = () => cache.near(document, text.length, new AbortController().signal);

  await near();
  const once = asked;
  assert.ok(once > 0);
  await near();
  assert.equal(asked, once, "asked twice at once");
  await clock.pass(6_000);
  answer = [snippet("file:///shapes.ts", "export function areaOf(side: number): number {")];
  assert.ok((await near()).some(({ uri }) => uri === "file:///shapes.ts"));
  assert.equal(asked, 2 * once);
  await clock.pass(6_000);
  await near();
  assert.equal(asked, 2 * once, "what stands elsewhere is believed");
});
