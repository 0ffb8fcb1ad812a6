import assert from "node:assert/strict";
import { chmod, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import {
  goToLineEnd,
  openFile,
  runCommand,
  waitForFacetReady,
  waitForGhostText,
} from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { freePort } from "../../scripts/parts/ownDaemon.ts";
import { runProcess } from "../../src/shared/process/runProcess.ts";
import { ConnectionRecord } from "../connections/connectionRecord.ts";
import { farEndsOf, isOfThisMachine } from "../connections/openSockets.ts";
import { descendantsOf } from "../processTree.ts";
import { AnswerPage } from "./answerPage.ts";
import { ChatPage } from "./chatPage.ts";

const never = new AbortController().signal;
/** The extension host and the language server; the editor itself is not ours. */
const ourPrograms = /--type=extensionHost|dist[\\/]server\.js/;

let home: string;
let endpoint: string;
let record: ConnectionRecord;
let editor: OpenedEditor;
let chat: ChatPage;

before(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "facet-local-"));
  const folder = path.join(home, "workspace");
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  for (const args of [
    ["init", "--quiet"],
    ["add", "--all"],
  ]) {
    await runProcess({ command: "git", args, cwd: folder }, never);
  }
  const program = path.join(home, "ollama");
  const tsx = new URL(import.meta.resolve("tsx")).href;
  const fake = path.join(repository, "test", "faults", "fakeOllama.ts");
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" --import "${tsx}" "${fake}" "$@"\n`);
  await chmod(program, 0o755);
  record = await ConnectionRecord.begin();
  endpoint = `127.0.0.1:${await freePort()}`;
  editor = await openEditor({
    folder,
    settings: {
      "facet.endpoint": `http://${endpoint}`,
      "facet.daemon.path": program,
      "facet.completion.trigger": "typing",
      "facet.licenceAccepted": true,
    },
    nodeArguments: record.nodeArguments,
    env: { ...record.environment, HOME: home },
  });
  chat = new ChatPage(editor.page, false);
  await openFile(editor.page, "cart.ts");
});

after(async () => {
  await editor.close();
  await record.end();
  await rm(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

/** The connections of the daemon and its supervisor that are open now, looked up in the kernel, since neither is hooked. */
function farEndsOfDaemon(): readonly string[] {
  return descendantsOf(process.pid)
    .filter(({ command }) => /dist\/supervisor\.js|fakeOllama/.test(command))
    .flatMap(({ pid }) => farEndsOf(pid));
}

/** Asks for ghost text behind the last line, as a person does who types. */
async function typeForGhostText(text: string): Promise<void> {
  const { page } = editor;
  await page.locator(".editor-instance .monaco-editor").first().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type(text);
}

async function chatAnswers(question: string): Promise<void> {
  await chat.open();
  await chat.ask(question);
  await chat.waitForEnd();
}

suite("from ghost text to commit message", () => {
  test("nothing of ours reaches for anybody but the daemon of this machine", async () => {
    const { page } = editor;
    await waitForFacetReady(page);
    await typeForGhostText("const dearest = ");
    await waitForGhostText(page);
    assert.deepEqual(
      farEndsOfDaemon().filter((one) => !isOfThisMachine(one)),
      [],
    );

    await page.locator('.activitybar .action-item:has(a[aria-label^="Source Control"])').click();
    await page.locator(".scm-editor").first().waitFor();
    await runCommand(page, "Facet: Write Commit Message");
    await page.locator(".scm-editor .view-line", { hasText: /price/ }).waitFor();

    await chatAnswers("What is a cart?");
    await chat.answers.filter({ hasText: "Add one more price" }).waitFor();

    await page.locator(".editor-instance .monaco-editor").first().click();
    await goToLineEnd(page, 4);
    await page.keyboard.press("Shift+ArrowUp");
    await runCommand(page, "Facet: Explain");
    const answers = new AnswerPage(page, true);
    await answers.answer.filter({ hasText: "Add one more price" }).waitFor();
    assert.deepEqual(
      farEndsOfDaemon().filter((one) => !isOfThisMachine(one)),
      [],
    );

    const seen = await record.of(ourPrograms);
    const byHost = seen.filter((one) => one.program.includes("--type=extensionHost"));
    const byServer = seen.filter((one) => one.program.includes("server.js"));
    assert.ok(byHost.length > 0 && byServer.length > 0, "both are seen, or this would prove nothing");
    assert.deepEqual([...new Set(seen.map(({ kind, where }) => `${kind} ${where}`))], [`connection ${endpoint}`]);
  });

  test("the record misses neither an address nor a name", async () => {
    const code = `
      const { connect } = require("node:net");
      fetch("http://127.0.0.1:2/").catch(() => undefined);
      connect({ host: "nowhere.invalid", port: 3 }).on("error", () => undefined);
    `;
    const env = { ...process.env, ...record.environment };
    await runProcess(
      { command: process.execPath, args: [...record.nodeArguments, "-e", code, "a-stranger"], env },
      never,
    );
    const seen = (await record.of(/a-stranger$/)).map(({ kind, where }) => `${kind} ${where}`);
    assert.deepEqual(
      new Set(seen),
      new Set(["connection 127.0.0.1:2", "connection nowhere.invalid:3", "name nowhere.invalid"]),
    );
  });
});
