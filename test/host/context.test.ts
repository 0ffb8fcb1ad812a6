import assert from "node:assert/strict";
import { commands, type Location, type LocationLink, Position, Uri, window, workspace } from "vscode";
import { answerDefinitions } from "../../src/host/definitions.ts";
import { answerMayRead } from "../../src/host/mayRead.ts";
import { test } from "./suite.ts";

const folder = (): Uri => workspace.workspaceFolders?.[0]?.uri ?? assert.fail("no folder");
const uriOf = (name: string): Uri => Uri.joinPath(folder(), name);

/** Writes files into the workspace, and takes them away again. */
async function withFiles(files: Readonly<Record<string, string>>, body: () => Promise<void>): Promise<void> {
  try {
    for (const [name, text] of Object.entries(files)) {
      await workspace.fs.writeFile(uriOf(name), new TextEncoder().encode(text));
    }
    await body();
  } finally {
    for (const name of Object.keys(files)) await workspace.fs.delete(uriOf(name));
  }
}

/** Whether the editor finds the definition of what stands there in a document. */
async function leadsTo(target: string, uri: Uri, position: Position): Promise<boolean> {
  const found = await commands.executeCommand<(Location | LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    uri,
    position,
  );
  return found.some((one) => ("targetUri" in one ? one.targetUri : one.uri).toString() === target);
}

test("tells what the editor finds behind a name in another file", () =>
  withFiles(
    {
      "shapes.ts": "/** A side. */\nexport function areaOf(side: number): number {\n  return side * side;\n}\n",
      "uses.ts": 'import { areaOf } from "./shapes";\nconst a = areaOf(2);\n',
    },
    async () => {
      const uri = uriOf("uses.ts");
      await window.showTextDocument(uri);
      const place = { line: 1, character: 12 };
      const shapes = uriOf("shapes.ts").toString();
      const position = new Position(place.line, place.character);
      // Until the whole project is read, TypeScript knows a name's import and no more.
      for (let looks = 0; !(await leadsTo(shapes, uri, position)); looks++)
        assert.ok(looks < 2_000, "TypeScript reads on");
      const [found, ...more] = await answerDefinitions({ uri: uri.toString(), positions: [place] }, () => undefined);
      assert.deepEqual(more, []);
      assert.equal(found?.uri, shapes);
      assert.equal(found.text, "export function areaOf(side: number): number {\n  return side * side;\n}");
    },
  ));

test("lets only files of the workspace be read that are neither secret nor excluded", () =>
  withFiles({ "plain.ts": "a", ".env.local": "KEY=1", id_rsa: "-" }, async () => {
    const names = ["plain.ts", ".env.local", "id_rsa", "node_modules/a/index.js"];
    const uris = [...names.map(uriOf), Uri.file("/etc/hostname")].map(String);
    assert.deepEqual(await answerMayRead({ uris }, () => undefined), [true, false, false, false, false]);
  }));
