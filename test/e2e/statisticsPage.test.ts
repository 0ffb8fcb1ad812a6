import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import {
  goToLineEnd,
  openFile,
  runCommand,
  waitForFacetReady,
  waitForGhostText,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { ScriptedDaemon } from "../scriptedDaemon.ts";
import { Access } from "./access.ts";

let daemon: ScriptedDaemon;
let editor: OpenedEditor;
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "facet-workspace-"));
  await writeFile(path.join(folder, "sums.ts"), "export const one = 1;\n\n\n\n");
  daemon = await ScriptedDaemon.start();
  // Only what is typed to its end is gone on with: on a busy machine the keys come one by one, and each suggestion would count.
  daemon.ghostText = (prompt) => (/export const (?:two|three)$/.test(prompt) ? " = 1 + 2 + 3;\n" : "");
  const settings = { "facet.endpoint": daemon.url, "facet.completion.trigger": "typing" };
  editor = await openEditor({ folder, settings });
  await openFile(editor.page, "sums.ts");
  await waitForFacetReady(editor.page);
});

after(async () => {
  await editor.close();
  await daemon.stop();
  await rm(folder, { recursive: true, force: true });
});

function frame(page: Page): FrameLocator {
  return page
    .frameLocator('iframe.webview.ready:not([src*="purpose=webviewView"])')
    .frameLocator("iframe#active-frame");
}

async function innerFrame(page: Page): Promise<Frame> {
  const inner = await frame(page).locator("main").elementHandle();
  const found = await inner.ownerFrame();
  if (found === null) throw new Error("The statistics page is not there");
  return found;
}

/** A large figure by its name. */
function tile(page: Page, name: string): Locator {
  return frame(page).locator(".tile", { has: page.getByText(name, { exact: true }) });
}

/** Types a line and waits for its suggestion. */
async function suggestAt(page: Page, line: number, code: string): Promise<void> {
  await goToLineEnd(page, line);
  await page.keyboard.type(code);
  await waitForGhostText(page);
}

test("the page counts what was shown and accepted, follows, survives a reload, exports, and forgets", async () => {
  const { page } = editor;
  await suggestAt(page, 2, "export const two");
  await page.keyboard.press("Tab");
  await waitForNoGhostText(page);
  await suggestAt(page, 4, "export const three");
  await page.keyboard.press("Escape");
  await waitForNoGhostText(page);

  await runCommand(page, "Facet: Show Statistics");
  await tile(page, "Shown").locator(".value", { hasText: /^2$/ }).waitFor();
  await tile(page, "Accepted").locator(".note", { hasText: "1 whole, 0 by line, 0 by word" }).waitFor();
  assert.equal(await tile(page, "Accepted").locator(".value").innerText(), "50%");
  assert.equal(await tile(page, "Characters not typed").locator(".value").innerText(), "13");

  const languages = frame(page).locator(".figure", { hasText: "By language" });
  await languages.locator("summary").click();
  await languages.getByRole("row", { name: /typescript 2 1 0 0/ }).waitFor();

  const access = new Access(editor, () => innerFrame(page), "--vscode-editor-background");
  assert.deepEqual(await access.barriers("statistics"), []);

  await frame(page).getByText("7 days", { exact: true }).click();
  await frame(page).locator("main[data-period=week]").waitFor();
  // As a person would: a page that is merely loaded again may have forgotten the editor's own tabs.
  const isLoadedAgain = page.waitForEvent("load");
  await runCommand(page, "Developer: Reload Window");
  await isLoadedAgain;
  await frame(page).locator("main[data-period=week]").waitFor();
  await tile(page, "Shown").locator(".value", { hasText: /^2$/ }).waitFor();

  await frame(page).getByRole("button", { name: "Export as JSON…" }).click();
  // The dialog proposes a file in the folder, once it has read that.
  await page.waitForFunction("document.querySelector('.quick-input-widget input')?.value.endsWith('.json')");
  const input = page.locator(".quick-input-widget input");
  const target = await input.inputValue();
  assert.equal(path.dirname(target), folder);
  await input.press("Enter");
  await frame(page).locator(".notice", { hasText: target }).waitFor();
  const exported = JSON.parse(await readFile(target, "utf8")) as {
    readonly rows: readonly { readonly shown?: number }[];
  };
  assert.equal(
    exported.rows.reduce((sum, row) => sum + (row.shown ?? 0), 0),
    2,
  );

  await frame(page).getByRole("button", { name: "Forget all figures…" }).click();
  await page.locator(".monaco-dialog-box").getByRole("button", { name: "Forget" }).click();
  await frame(page).getByText("Nothing has been counted in this period.").waitFor();
});
