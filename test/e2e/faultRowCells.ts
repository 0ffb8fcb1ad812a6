import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { waitForFacetStatus } from "../../scripts/editor/facetPage.ts";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";
import type { FaultyDaemon } from "../faults/faultyDaemon.ts";
import { changeSettings } from "./changeSettings.ts";

/** What a person reads of the faults that differ most; of the others, that it is something. */
const says: Readonly<Record<string, RegExp>> = {
  "connection reset": /went away/,
  "500 memory": /memory/,
  garbage: /not Ollama/,
  "HTML with 200": /not Ollama/,
  "no last line": /went away/,
  "503 busy": /too many requests/,
};

/** What must never reach a person's eyes. */
export const machineWords = /undefined|\[object|Error:|\{"/;

/** Whatever the status bar says between settings that have changed and what is wrong with what they lead to. */
const onTheWay = /^(?!.*(?:is ready|Looking for|Loading|being loaded|starts with))/;

let minutes = 30;

/** Has the daemon and its model looked at anew, as they are where a setting has changed, and waits until that has begun. */
export async function lookAnew(editor: OpenedEditor, daemon: FaultyDaemon): Promise<void> {
  const asked = daemon.asked.length;
  await changeSettings(editor, { "facet.keepAlive": `${++minutes}m` });
  await daemon.until(() => daemon.asked.slice(asked).some(({ path }) => path === "/api/version"));
}

/** What the status bar says of what is wrong. */
export async function wordsOfStatus(page: Page): Promise<string> {
  const words = (await waitForFacetStatus(page, onTheWay)).replace(/^Facet[:,.]?\s*/, "");
  assert.doesNotMatch(words, machineWords);
  return words;
}

/** Throws unless words are what a person should read of a fault; they are for people in any case. */
export function assertSaid(words: string, fault: string, isFirst: boolean): void {
  assert.doesNotMatch(words, machineWords);
  assert.match(words, (isFirst ? says[fault] : undefined) ?? /\w/);
}

/** Waits for a message in the notification centre, since the harness shows no toasts, and takes it away. */
export async function takeNotification(page: Page): Promise<string> {
  const bell = page.locator('.statusbar-item[id="status.notifications"]');
  await bell.locator(".codicon-bell-dot").waitFor();
  await bell.click();
  // What is being done stands there too, for a moment longer than it is done.
  const said = page.locator(".notification-list-item-message").filter({ hasNotText: /…\s*$/ });
  const words = await said.first().innerText();
  await page.locator('.notifications-center a[aria-label^="Clear All"]').click();
  await bell.locator(".codicon-bell-dot").waitFor({ state: "detached" });
  return words.trim();
}
