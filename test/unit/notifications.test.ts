import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const source = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "src");

/** Whatever draws a message over the editor, and what stands before the dot where the name alone says too little. */
const callers: Readonly<Record<string, RegExp>> = {
  showInformationMessage: /./,
  showWarningMessage: /./,
  showErrorMessage: /./,
  withProgress: /./,
  notify: /^$/,
  askFirst: /^$/,
  ask: /\bui$/i,
  confirm: /\bui$/i,
  askModal: /\bui$/i,
  progress: /\bui$/i,
  show: /\btold$/,
  run: /\btold$/,
  tell: /\bui$/i,
  tellFailure: /\bui$/i,
  tellDaemonFailure: /\bui$/i,
};

/** Every place that draws one, and the person's own act that it answers. */
const acts: Readonly<Record<string, string>> = {
  "host/commitUi.ts: mayReword": "asked for another message for the last commit",
  "host/commitUi.ts: tell": "asked for a commit message",
  "host/commitUi.ts: tellDaemonFailure": "asked for a commit message",
  "host/commitUi.ts: tellFailure": "asked for a commit message",
  "host/commitUi.ts: whileWriting": "asked for a commit message; in the source control view and the status bar only",
  "host/notifications.ts: askFirst": "whatever its callers, which are listed here, answer",
  "host/notifications.ts: notify": "whatever its callers, which are listed here, answer",
  "host/setUpUi.ts: ask": "whatever its callers, which are listed here, answer",
  "host/setUpUi.ts: askModal": "whatever its callers, which are listed here, answer",
  "host/setUpUi.ts: confirm": "whatever its callers, which are listed here, answer",
  "host/setUpUi.ts: progress": "whatever its callers, which are listed here, answer",
  "providers/answerPanels.ts: ask": "asked for an explanation or a summary",
  "providers/chat/chatCommands.ts: openEditorsChat": "opened the chat",
  "providers/commitMessages.ts: #tell": "asked for a commit message",
  "providers/commitSamples.ts: show": "asked for the sample of a staged change",
  "providers/diagnosis.ts: show": "asked for a diagnosis",
  "providers/remoteDaemons.ts: #forward": "chose in the set-up to reach the daemon of another machine",
  "providers/remoteDaemons.ts: #lookOnHost": "chose in the set-up to look for a daemon on the host",
  "providers/remoteDaemons.ts: #write": "chose in the set-up to have the SSH configuration changed",
  "providers/sample.ts: show": "asked for the sample of ghost text",
  "providers/setUp.ts: #afterFailure": "the next question of the set-up, which a click began",
  "providers/setUp.ts: #consent": "the next question of the set-up, which a click began",
  "providers/setUp.ts: #look": "began the set-up",
  "providers/setUp.ts: #sayReady": "began the set-up, and there is nothing left to do",
  "providers/setUp.ts: #start": "clicked to start the daemon",
  "providers/setUp.ts: #startOrReach": "the next question of the set-up, which a click began",
  "providers/setUp.ts: offerToResume":
    "began a download in an earlier window, which was cut off: the only question at a start, and only then",
  "providers/setUp/gateFlow.ts: #showKey": "chose to download a model that wants a key",
  "providers/setUp/gateFlow.ts: #showPage": "chose to download a model that wants its licence accepted",
  "providers/setUp/installFlow.ts: #runInstaller": "chose to install Ollama",
  "providers/setUp/installFlow.ts: #untilInstalled": "chose to install Ollama",
  "providers/setUp/installFlow.ts: run": "the next question of the set-up, which a click began",
  "providers/setUp/modelFlow.ts: #despite": "chose to download a model for which there is little room",
  "providers/setUp/modelFlow.ts: #fetching": "chose to download a model",
  "providers/setUp/modelFlow.ts: #proposeSmallFor": "began a download that turns out to take long; once for each model",
  "providers/setUp/modelFlow.ts: importFile": "chose to import a file",
  "providers/setUp/toldWork.ts: run": "stopped what a click began",
  "providers/setUp/toldWork.ts: show": "clicked on what this tells the progress of",
  "providers/statisticsPage.ts: #reset": "pressed the button that forgets the figures",
  "server/ownProvisioning.ts: #askFor":
    "configured, in an editor without our extension, an endpoint or a model that needs consent; once for each",
};

/** The places as `file: function`. */
async function placesIn(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((one) => one.endsWith(".ts"));
  const found = new Set<string>();
  for (const file of files) {
    const tree = ts.createSourceFile(
      file,
      await readFile(path.join(folder, file), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node, within: string): void => {
      const name = nameOf(node) ?? within;
      if (ts.isCallExpression(node) && isCaller(node.expression)) {
        found.add(`${file.split(path.sep).join("/")}: ${name}`);
      }
      node.forEachChild((child) => visit(child, name));
    };
    visit(tree, "");
  }
  return [...found].sort();
}

function nameOf(node: ts.Node): string | undefined {
  const isNamed = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node);
  return isNamed ? node.name?.getText() : undefined;
}

function isCaller(callee: ts.Expression): boolean {
  const [name, before] = ts.isPropertyAccessExpression(callee)
    ? [callee.name.text, callee.expression.getText().replace(/#/g, "")]
    : [callee.getText(), ""];
  return Object.hasOwn(callers, name) && (callers[name]?.test(before) ?? false);
}

suite("a message over the editor", () => {
  test("is shown only where it answers what a person did, each place with that act", async () => {
    const places = await placesIn(source);
    assert.deepEqual(
      places.filter((one) => !Object.hasOwn(acts, one)),
      [],
      "name the act that this answers, or say it in the status bar",
    );
    assert.deepEqual(
      Object.keys(acts).filter((one) => !places.includes(one)),
      [],
      "these show nothing any more",
    );
  });
});
