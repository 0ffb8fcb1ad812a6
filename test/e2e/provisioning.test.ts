import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import {
  facetStatus,
  goToLineEnd,
  openFile,
  runCommand,
  waitForFacetReady,
  waitForGhostText,
} from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { daemonProgram } from "../../scripts/parts/daemon.ts";
import { modelFile } from "../../scripts/parts/model.ts";
import { freePort } from "../../scripts/parts/ownDaemon.ts";
import { gemmaNotice, gemmaTemplate } from "../../src/core/provisioning/gemmaTemplate.ts";
import { isAlive } from "../../src/shared/process/isAlive.ts";
import { hubModel } from "../hub/hubModel.ts";
import { startHub, type StandInHub } from "../hub/standInHub.ts";
import { untilGone } from "../untilGone.ts";

const gatedRepository = "google/gemma-3-4b-it-qat-q4_0-gguf";
const pictures = path.join(repository, "out", "screenshots");

let hub: StandInHub;
let smallBytes: number;
let home: string;
let editor: OpenedEditor;
let page: Page;

before(async () => {
  hub = await startHub();
  const weights = await readFile(await modelFile());
  const parts = {
    template: gemmaTemplate,
    license: gemmaNotice,
    parameters: { stop: ["<end_of_turn>", "<start_of_turn>"] },
  };
  hub.models.set(`huggingface.co/${gatedRepository}`, hubModel(weights, parts));
  // Other bytes, or the daemon would take both for one.
  const small = Buffer.concat([weights, Buffer.alloc(64)]);
  smallBytes = small.length;
  hub.models.set("registry.ollama.ai/library/gemma3", hubModel(small, parts));
  hub.state.gated.add(gatedRepository);
  home = await mkdtemp(path.join(os.tmpdir(), "facet-newcomer-"));
  const folder = path.join(home, "workspace");
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  await mkdir(pictures, { recursive: true });
  editor = await openEditor({
    folder,
    settings: {
      "facet.daemon.path": await daemonProgram(),
      "facet.completion.trigger": "typing",
      "facet.contextLength": 2048,
    },
    env: {
      ...hub.environment,
      HOME: home,
      OLLAMA_MODELS: path.join(home, "models"),
      OLLAMA_HOST: `127.0.0.1:${await freePort()}`,
    },
  });
  page = editor.page;
  // The palette lists what is known when it opens.
  await page.locator('.statusbar-item[id$="facet.status"]').first().waitFor();
});

after(async () => {
  await editor.close();
  await hub.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

afterEach(async () => {
  if (!page.isClosed()) await page.screenshot({ path: path.join(pictures, "set-up-last.png") });
});

/** Clicks a button of a dialog. */
async function press(label: string): Promise<void> {
  await page.locator(".monaco-dialog-box .monaco-button", { hasText: label }).first().click();
}

/** A message in the notification centre, which is opened for it: the harness shows no toasts. */
async function message(words: string | RegExp): Promise<Locator> {
  const centre = page.locator(".notifications-center.visible");
  if ((await centre.count()) === 0) await page.locator('.statusbar-item[id="status.notifications"]').click();
  const item = page.locator(".notification-list-item", { hasText: words }).first();
  await item.waitFor({ timeout: 90_000 });
  return item;
}

async function openWalkthrough(): Promise<void> {
  await runCommand(page, "Welcome: Open Walkthrough...");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Get started with Facet" }).first().click();
  await page.locator(".getting-started-step", { hasText: "Ollama runs" }).first().waitFor();
}

async function picture(name: string): Promise<void> {
  await page.screenshot({ path: path.join(pictures, `set-up-${name}.png`) });
}

/** Waits until the set-up has come to some place, named by words on the page, and takes its picture. */
async function at(words: string, name: string): Promise<void> {
  await page.getByText(words).first().waitFor({ timeout: 90_000 });
  await picture(name);
}

/** The window loses the focus and gets it back, as when somebody was in the browser meanwhile. */
async function leaveAndComeBack(): Promise<void> {
  for (const hasFocus of [false, true]) {
    await page.evaluate(`document.hasFocus = () => ${hasFocus}; document.dispatchEvent(new Event("visibilitychange"))`);
  }
}

async function clickStatus(): Promise<void> {
  await page.locator('.statusbar-item[id$="facet.status"] a').first().click();
}

async function pick(label: string): Promise<void> {
  await page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
}

/** The editor in the browser asks before it opens a page; nobody is there to read it. */
async function turnAwayFromPage(): Promise<void> {
  const dialog = page.locator(".monaco-dialog-box", { hasText: "external website" });
  await dialog.waitFor();
  await dialog.locator(".monaco-button", { hasText: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
}

test("from no model to ghost text, only by what is clickable", { timeout: 400_000 }, async () => {
  // VS Code opens the walkthrough of an extension after its installation; its steps are ticked from then on.
  await openWalkthrough();
  await page.locator(".getting-started-step .monaco-button", { hasText: "Set up" }).first().click();

  await at("Which model shall Facet work with?", "model");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Get Gemma 3 4B (" }).first().click();

  await at("The hub wants to know this Ollama", "gate-key");
  // Every step has other ways; whoever turns away comes back by the status bar.
  await press("Other ways");
  await at("Gemma 3 4B from Ollama's own library", "gate-other-ways");
  await page.getByText("Import a GGUF file from disk").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await clickStatus();

  await at("The hub wants to know this Ollama", "gate-key");
  const key = (await page.locator(".monaco-dialog-box").innerText()).match(/ssh-ed25519 \S+/)?.[0];
  assert.ok(key !== undefined, "the dialog shows the key");
  await press("Copy key and open page");
  await turnAwayFromPage();
  hub.state.isKeyRegistered = true;
  await at("Facet tries again when you are back", "gate-waiting");
  // No click: coming back is enough.
  await leaveAndComeBack();

  await at("The model's licence must be accepted once", "gate-licence");
  await press("Open page");
  await turnAwayFromPage();
  hub.state.isLicenceAccepted = true;
  const stalledAt = hub.sentBytes() + 90_000_000;
  hub.state.stallAfterBytes = stalledAt;
  await page.getByText("Facet tries again when you are back").first().waitFor();
  await leaveAndComeBack();
  await hub.afterBytes(stalledAt);

  await page
    .getByText(/\d\d % \(/)
    .first()
    .waitFor();
  assert.match(await facetStatus(page), /Getting the model: \d+ %/);
  await picture("pulling");

  // One click, and the small one works while the other waits; the licence is the same, so it is asked for once.
  hub.state.stallAfterBytes = hub.sentBytes() + smallBytes + 40_000_000;
  await clickStatus();
  await at("Use the small one meanwhile", "menu-while-pulling");
  await pick("Use the small one meanwhile");
  await at("do you accept the licence of gemma3:1b", "licence");
  await press("Accept");
  await waitForFacetReady(page);
  await page
    .locator(
      '.statusbar-item[id$="facet.status"] [aria-label*="takes over by itself"], .statusbar-item[id$="facet.status"][aria-label*="takes over by itself"]',
    )
    .first()
    .waitFor();
  assert.match(await facetStatus(page), /ready with gemma3:1b/);
  await picture("meanwhile");
  hub.state.stallAfterBytes = undefined;
  hub.dropAll();

  await message("Facet is ready: gemma-3-4b");
  assert.match(await facetStatus(page), /ready with gemma-3-4b/);
  await picture("ready");

  await openFile(page, "cart.ts");
  await goToLineEnd(page, 1);
  await page.keyboard.press("Enter");
  await page.keyboard.type("export const one = ");
  assert.notEqual(await waitForGhostText(page, 120_000), "");
  await page.screenshot({ path: path.join(pictures, "set-up-ghost-text.png") });
});

test("the diagnosis tells how things stand", { timeout: 120_000 }, async () => {
  await runCommand(page, "Facet: Diagnose");
  await page.getByText("Local only: yes").first().waitFor();
  await page.screenshot({ path: path.join(pictures, "diagnosis.png") });
});

test("the walkthrough has ticked its steps, in light and dark", { timeout: 120_000 }, async () => {
  for (const look of ["one", "other"]) {
    if (look === "other") {
      await runCommand(page, "Preferences: Toggle between Light/Dark Themes");
      await page.locator(".monaco-workbench.vs-dark, .monaco-workbench:not(.vs)").first().waitFor();
    } else {
      await openWalkthrough();
    }
    await page.locator('.getting-started-step [data-done-step-id][aria-checked="true"]').nth(3).waitFor();
    await picture(`walkthrough-${look}`);
  }
});

test("the daemon ends with the window", { timeout: 60_000 }, async () => {
  const record = path.join(editor.userDataDir, "User", "globalStorage", "facet-code.facet", "daemon.json");
  const { daemonPid } = JSON.parse(await readFile(record, "utf8")) as { daemonPid: number };
  assert.ok(isAlive(daemonPid));
  await editor.close();
  await untilGone(daemonPid);
});
