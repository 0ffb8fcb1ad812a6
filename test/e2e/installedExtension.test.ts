import assert from "node:assert/strict";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import {
  editorText,
  goToLineEnd,
  openFile,
  runCommand,
  waitForFacetReady,
  waitForGhostText,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { packExtension, stage } from "../../scripts/packaging/packExtension.ts";
import { browserEditor } from "../../scripts/parts/editor.ts";
import { runProcess } from "../../src/shared/process/runProcess.ts";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";
import { ChatPage } from "./chatPage.ts";

let root: string;
let daemon: ScriptedDaemon;
let editor: OpenedEditor;

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stderr, stdout } = await runProcess({ command, args, cwd }, new AbortController().signal);
  assert.equal(exitCode, 0, stderr + stdout);
}

/** Packs the extension as `npm run package` does and has the editor install the file; what is installed is all there is of it. */
async function installPackage(userDataDir: string, extensionsDir: string): Promise<void> {
  const staged = path.join(root, "staged");
  const file = path.join(root, "facet.vsix");
  await mkdir(staged);
  await stage(repository, staged);
  await packExtension(staged, file);
  await rm(staged, { recursive: true });
  const { node, server } = await browserEditor();
  const places = ["--server-data-dir", userDataDir, "--user-data-dir", userDataDir, "--extensions-dir", extensionsDir];
  const main = path.join(server, "out", "server-main.js");
  await run(node, [main, "--accept-server-license-terms", "--install-extension", file, ...places], root);
}

before(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "facet-installed-"));
  const folder = path.join(root, "workspace");
  const userDataDir = path.join(root, "data");
  const extensionsDir = path.join(root, "extensions");
  for (const one of [folder, userDataDir, extensionsDir]) await mkdir(one);
  await installPackage(userDataDir, extensionsDir);
  await writeFile(path.join(folder, "sums.ts"), "export const one = 1;\n\n\n");
  await run("git", ["init", "--quiet"], folder);
  await run("git", ["add", "--all"], folder);
  daemon = await ScriptedDaemon.start();
  daemon.ghostText = () => " = 1 + 2 + 3;\n";
  const settings = { "facet.endpoint": daemon.url, "facet.completion.trigger": "typing" };
  editor = await openEditor({ folder, userDataDir, extensionsDir, settings, extensionPaths: [] });
  await openFile(editor.page, "sums.ts");
  await waitForFacetReady(editor.page);
});

after(async () => {
  await editor.close();
  await daemon.stop();
  await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test("the packed file, installed, gives ghost text, a chat answer and a commit message", async () => {
  const { page } = editor;
  const installed = await readFile(path.join(root, "extensions", "extensions.json"), "utf8");
  assert.match(installed, /"id":"facet-code\.facet"/);
  await assert.rejects(access(path.join(root, "staged")));

  await goToLineEnd(page, 2);
  await page.keyboard.type("export const two");
  assert.match(await waitForGhostText(page), /= 1 \+ 2 \+ 3;/);
  await page.keyboard.press("Tab");
  await waitForNoGhostText(page);
  assert.match(await editorText(page), /export const two = 1 \+ 2 \+ 3;/);

  const chat = new ChatPage(page);
  await chat.open();
  daemon.will(saying("Three sums, all of them right."));
  await chat.ask("What is this?");
  await chat.answers.filter({ hasText: "Three sums, all of them right." }).waitFor();
  await chat.waitForEnd();

  daemon.will(saying("Add the first sum"));
  // Its badge, the number of changes, covers the middle of the icon.
  await page
    .locator('.activitybar .action-item[aria-label^="Source Control"], .activitybar a[aria-label^="Source Control"]')
    .first()
    .click({ position: { x: 6, y: 6 } });
  await runCommand(page, "Facet: Write Commit Message");
  await page.locator(".scm-editor .view-line", { hasText: "Add the first sum" }).waitFor();
});
