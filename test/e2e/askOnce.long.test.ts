import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import type { Page } from "playwright-core";
import {
  goToLineEnd,
  openFile,
  runCommand,
  waitForFacetStatus,
  waitForGhostText,
} from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { FaultyDaemon } from "../faults/faultyDaemon.ts";
import { ScriptedDaemon } from "../scriptedDaemon.ts";
import { changeSettings } from "./changeSettings.ts";

const status = '.statusbar-item[id$="facet.status"]';

let home: string;
let far: FaultyDaemon;
let cloud: ScriptedDaemon;
let editor: OpenedEditor;
let page: Page;
/** The far daemon's address: this machine by a number that counts as another one. */
let farUrl: string;

before(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "facet-ask-"));
  const folder = path.join(home, "workspace");
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  far = await FaultyDaemon.start();
  far.willSay("total + tax;\n");
  farUrl = `http://[::ffff:7f00:1]:${new URL(far.url).port}`;
  cloud = await ScriptedDaemon.start({ remoteHost: "https://ollama.com:443" });
  editor = await openEditor({
    folder,
    settings: {
      "facet.endpoint": farUrl,
      "facet.daemon.autoStart": false,
      "facet.completion.trigger": "typing",
      "facet.licenceAccepted": true,
    },
    env: { HOME: home },
  });
  page = editor.page;
  await openFile(page, "cart.ts");
});

after(async () => {
  await editor.close();
  await Promise.all([far.stop(), cloud.stop()]);
  await rm(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

/** What the status bar says while something waits for the person's word. */
async function waits(subject: string): Promise<void> {
  const words = await waitForFacetStatus(page, /waits for your consent/);
  assert.ok(words.includes(subject), words);
}

/** Answers the question behind the status bar, which is where it is asked. */
async function answer(button: "Allow" | "Cancel", question: RegExp): Promise<void> {
  await page.locator(`${status} a`).first().click();
  const dialog = page.locator(".monaco-dialog-box", { hasText: question });
  await dialog.waitFor();
  await dialog.locator(".monaco-button", { hasText: button }).click();
  await dialog.waitFor({ state: "detached" });
}

/** As a person would: a page that is merely loaded again may have forgotten the editor's own tabs. */
async function reload(): Promise<void> {
  const isLoadedAgain = page.waitForEvent("load");
  await runCommand(page, "Developer: Reload Window");
  await isLoadedAgain;
  await page.locator(status).first().waitFor();
}

async function nobodyIsAsked(): Promise<void> {
  assert.equal(await page.locator(".monaco-dialog-box, .notification-toast").count(), 0);
}

suite("a daemon on another machine", () => {
  test("is sent nothing before the person's word, nor after a no, which is kept over a reload", async () => {
    await waits(farUrl);
    await answer("Cancel", /Send your code to/);
    await waits(farUrl);
    await reload();
    await waits(farUrl);
    await nobodyIsAsked();
    await goToLineEnd(page, 1);
    await page.keyboard.press("Enter");
    await page.keyboard.type("const dear = ");
    await waits(farUrl);
    assert.equal(far.asked.length, 0, "not even whether it is there");
  });

  test("works after a yes, which is kept over a reload", async () => {
    await answer("Allow", /Send your code to/);
    await waitForFacetStatus(page, /is ready/);
    await reload();
    await waitForFacetStatus(page, /is ready/);
    await nobodyIsAsked();
    await goToLineEnd(page, 1);
    await page.keyboard.press("Enter");
    await page.keyboard.type("const sum = ");
    assert.match(await waitForGhostText(page), /total/);
  });
});

suite("a model that runs elsewhere behind a daemon of this machine", () => {
  const sent = (): readonly string[] => cloud.questions.map((one) => one.path);

  test("is asked nothing before the person's word, nor after a no, which is kept over a reload", async () => {
    await changeSettings(editor, { "facet.endpoint": cloud.url });
    await waits("gemma-3-4b");
    await answer("Cancel", /runs on somebody else's machine/);
    await waits("gemma-3-4b");
    await reload();
    await waits("gemma-3-4b");
    await nobodyIsAsked();
    assert.deepEqual(sent(), []);
  });

  test("works after a yes, which is kept over a reload, and never gets what is typed", async () => {
    await answer("Allow", /runs on somebody else's machine/);
    await waitForFacetStatus(page, /ollama\.com/);
    await reload();
    await waitForFacetStatus(page, /ollama\.com/);
    await nobodyIsAsked();
    await goToLineEnd(page, 1);
    await page.keyboard.press("Enter");
    await page.keyboard.type("const secret = ");
    await waitForFacetStatus(page, /ollama\.com/);
    assert.deepEqual(sent(), []);
  });
});
