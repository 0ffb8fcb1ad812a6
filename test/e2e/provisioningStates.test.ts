import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { openFile, runCommand, waitForFacetStatus } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { freePort } from "../../scripts/parts/ownDaemon.ts";
import { ScriptedDaemon } from "../scriptedDaemon.ts";
import { changeSettings } from "./changeSettings.ts";

/** Where the pictures go; `FACET_PICTURES` names another folder. */
const pictures = process.env["FACET_PICTURES"] ?? path.join(repository, "out", "screenshots");
const item = '.statusbar-item[id$="facet.status"]';

let editor: OpenedEditor;
let page: Page;
let home: string;
let stranger: Server;
let daemon: ScriptedDaemon;
let oldDaemon: ScriptedDaemon;
let cloud: ScriptedDaemon;

before(async () => {
  await mkdir(pictures, { recursive: true });
  home = await mkdtemp(path.join(os.tmpdir(), "facet-states-"));
  const folder = path.join(home, "workspace");
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  stranger = createServer((_, response) =>
    response.setHeader("content-type", "text/html").end("<!doctype html>Sign in"),
  );
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  [daemon, oldDaemon, cloud] = await Promise.all([
    ScriptedDaemon.start(),
    ScriptedDaemon.start(),
    ScriptedDaemon.start({ remoteHost: "https://ollama.com:443" }),
  ]);
  oldDaemon.version = "0.5.13";
  // Nothing that is installed here may be found.
  editor = await openEditor({
    folder,
    settings: { "facet.endpoint": "ftp://somewhere", "facet.daemon.autoStart": false },
    env: { HOME: home, OLLAMA_HOST: "", OLLAMA_MODELS: path.join(home, "models") },
  });
  page = editor.page;
  await page.locator(item).first().waitFor();
  await openFile(page, "cart.ts");
});

after(async () => {
  await editor.close();
  await Promise.all([daemon.stop(), oldDaemon.stop(), cloud.stop()]);
  stranger.close();
  await rm(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

/** The status bar with its tooltip, in the light and in the dark. */
async function picture(name: string): Promise<void> {
  for (let looks = 0; looks < 2; looks++) {
    const isDark = (await page.locator(".monaco-workbench.vs-dark").count()) > 0;
    await page.locator(item).first().hover();
    await page.locator(".monaco-hover:visible, .workbench-hover:visible").first().waitFor();
    const file = path.join(pictures, `state-${name}-${isDark ? "dark" : "light"}.png`);
    await page.screenshot({ path: file, clip: corner() });
    await page.mouse.move(400, 300);
    await runCommand(page, "Preferences: Toggle between Light/Dark Themes");
    await page
      .locator(isDark ? ".monaco-workbench:not(.vs-dark)" : ".monaco-workbench.vs-dark")
      .first()
      .waitFor();
  }
}

/** The lower right of the window, where the status bar's tooltip stands. */
function corner(): { x: number; y: number; width: number; height: number } {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  return { x: width - 700, y: height - 260, width: 700, height: 260 };
}

test("each thing that is wrong has a sentence in the status bar that names it", { timeout: 600_000 }, async () => {
  const { port } = stranger.address() as { port: number };
  const nothingThere = `http://127.0.0.1:${await freePort()}`;
  const cases: readonly (readonly [name: string, endpoint: string, says: RegExp])[] = [
    ["bad-address", "ftp://somewhere", /“ftp:\/\/somewhere” is not an address/],
    ["not-ollama", `http://127.0.0.1:${port}`, new RegExp(`127\\.0\\.0\\.1:${port} is not Ollama`)],
    ["too-old", oldDaemon.url, /Ollama 0\.5\.13 is too old/],
    ["elsewhere", "http://192.0.2.1:11434", /192\.0\.2\.1/],
    ["remote-model", cloud.url, /gemma-3-4b/],
    ["ready-or-not-loaded", daemon.url, /cannot write ghost text|is ready/],
    ["nothing-there", nothingThere, /not installed|does not run/],
  ];
  for (const [name, endpoint, says] of cases) {
    await changeSettings(editor, { "facet.endpoint": endpoint });
    const status = await waitForFacetStatus(page, says);
    assert.doesNotMatch(status, /undefined|\[object|Error:/);
    await picture(name);
  }
});

test("the sample leads to the set-up where the model is not to be had, and opens nothing", async () => {
  await changeSettings(editor, { "facet.endpoint": "ftp://somewhere" });
  await waitForFacetStatus(page, /“ftp:\/\/somewhere” is not an address/);
  await runCommand(page, "Facet: Try It on a Sample");
  await page.locator('.statusbar-item[id="status.notifications"] .codicon-bell-dot').waitFor();
  await page.locator('.statusbar-item[id="status.notifications"]').click();
  await page.locator(".notification-list-item", { hasText: "is not an address" }).first().waitFor();
  assert.equal(await page.locator('.tab[data-resource-name^="Untitled"]').count(), 0);
});
