import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { DocumentSettings } from "../../../src/server/documentSettings.ts";

/** A connection whose editor answers each question about settings as it is told to, in order. */
function editorThat(...answers: readonly unknown[]): ConstructorParameters<typeof DocumentSettings>[0] {
  const left = [...answers];
  const getConfiguration = (): Promise<unknown> => {
    const answer = left.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { workspace: { getConfiguration } } as unknown as ConstructorParameters<typeof DocumentSettings>[0];
}

suite("settings of a document", () => {
  test("are asked for once", async () => {
    const settings = new DocumentSettings(editorThat({ maxLines: 3 }), (line) => assert.fail(line));
    settings.begin({}, true);
    for (let times = 0; times < 2; times++) assert.equal((await settings.completionOf("file:///a.ts")).maxLines, 3);
  });

  test("are those of the whole while the editor cannot say, which is traced once, and its own as soon as it can", async () => {
    const traced: string[] = [];
    const lost = new Error("the connection is lost");
    const settings = new DocumentSettings(editorThat(lost, lost, { maxLines: 3 }), (line) => traced.push(line));
    settings.begin({ completion: { maxLines: 7 } }, true);
    const seen: number[] = [];
    for (let times = 0; times < 4; times++) seen.push((await settings.completionOf("file:///a.ts")).maxLines);
    assert.deepEqual(seen, [7, 7, 3, 3]);
    assert.deepEqual(traced, ["settings: the editor could not say those of a document: the connection is lost"]);
  });
});
