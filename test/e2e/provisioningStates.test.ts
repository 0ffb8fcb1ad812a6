import assert from "node:assert/strict";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { openFile, runCommand, waitForFacetStatus } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { freePort } from "../../scripts/parts/ownDaemon.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import { ScriptedDaemon } from "../scriptedDaemon.ts";
import { changeSettings } from "./changeSettings.ts";
import { followSystemTheme, pictures, showIn, statePicture, statusItem } from "./statePicture.ts";

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
    settings: { ...followSystemTheme, "facet.endpoint": "ftp://somewhere", "facet.daemon.autoStart": false },
    env: { HOME: home, OLLAMA_HOST: "", OLLAMA_MODELS: path.join(home, "models") },
  });
  page = editor.page;
  await page.locator(statusItem).first().waitFor();
  await openFile(page, "cart.ts");
});

after(async () => {
  await editor.close();
  await Promise.all([daemon.stop(), oldDaemon.stop(), cloud.stop()]);
  stranger.close();
  await rm(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

test("each thing that is wrong has a sentence in the status bar that names it", { timeout: 600_000 }, async () => {
  const { port } = stranger.address() as { port: number };
  const nothingThere = `http://127.0.0.1:${await freePort()}`;
  const cases: readonly (readonly [name: string, endpoint: string, says: RegExp])[] = [
    ["bad-address", "ftp://somewhere", /“ftp:\/\/somewhere” is not an address/],
    ["not-ollama", `http://127.0.0.1:${port}`, new RegExp(`127\\.0\\.0\\.1:${port} is not Ollama`)],
    ["too-old", oldDaemon.url, /Ollama 0\.5\.13 is too old/],
    ["elsewhere", "http://192.0.2.1:11434", /consent to send your code to http:\/\/192\.0\.2\.1/],
    ["remote-model", cloud.url, /gemma-3-4b\S* which runs on another machine/],
    ["ready-or-not-loaded", daemon.url, /cannot write ghost text|is ready/],
    ["nothing-there", nothingThere, /not installed|does not run/],
  ];
  for (const [name, endpoint, says] of cases) {
    await changeSettings(editor, { "facet.endpoint": endpoint });
    const status = await waitForFacetStatus(page, says);
    assert.doesNotMatch(status, /undefined|\[object|Error:/);
    await statePicture(editor, name);
  }
});

/** What a daemon without the model answers a path with, in a way of its own. */
type Answers = Readonly<Record<string, (response: ServerResponse) => void>>;

async function withoutModel(instead: Answers): Promise<ScriptedDaemon> {
  const one = await ScriptedDaemon.start();
  one.instead.set("/api/tags", (_, response) => response.end('{"models":[]}'));
  one.instead.set("/api/show", (_, response) => {
    response.statusCode = 404;
    response.end(`{"error":"model '${gemmaModel}' not found"}`);
  });
  for (const [at, answer] of Object.entries(instead)) one.instead.set(at, (_, response) => answer(response));
  return one;
}

/** What a pull says up to some point, where it stays until the daemon ends. */
function pulled(share: number, ...then: readonly object[]): (response: ServerResponse) => void {
  const total = 3.2e9;
  const layer = { digest: "sha256:0cbd93d4a4a7", total, completed: Math.round(share * total) };
  return (response) => {
    for (const line of [{ status: "pulling manifest" }, { status: "pulling 0cbd93d4a4a7", ...layer }, ...then]) {
      response.write(`${JSON.stringify(line)}\n`);
    }
  };
}

/** A pull that ends with what the hub says. */
function refused(error: string): (response: ServerResponse) => void {
  return (response) => {
    response.write('{"status":"pulling manifest"}\n');
    response.end(`${JSON.stringify({ error })}\n`);
  };
}

const noSpace = { error: "write /models/blobs/sha256-a5-partial: no space left on device" };
const noKey = 'pull model manifest: 401: {"error":"Invalid username or password."}';
const noLicence =
  'pull model manifest: 403: {"error":"Access to this model is restricted, you are not in the authorized list."}';

test("each stage of the way to a model is said, with how far it is", { timeout: 600_000 }, async () => {
  const stages: readonly (readonly [name: string, pull: Answers[string] | undefined, says: RegExp])[] = [
    ["model-missing", undefined, /is not on this machine yet/],
    ["pulling", pulled(0.34), /34 %/],
    ["verifying", pulled(1, { status: "verifying sha256 digest" }), /Checking the model/],
    ["failed", (response) => (pulled(0.6, noSpace)(response), response.end()), /The disk is full/],
    ["gated-key", refused(noKey), /one step of yours/],
    ["gated-licence", refused(noLicence), /one step of yours/],
  ];
  for (const [name, pull, says] of stages) {
    const without = await withoutModel(pull === undefined ? {} : { "/api/pull": pull });
    try {
      await changeSettings(editor, { "facet.endpoint": without.url });
      await waitForFacetStatus(page, /is not on this machine yet/);
      if (pull !== undefined) {
        await runCommand(page, "Facet: Get the Model");
        await page.locator(".quick-input-list .monaco-list-row", { hasText: "Get Gemma 3 4B (" }).first().click();
      }
      if (name.startsWith("gated")) await closeGate(name);
      const status = await waitForFacetStatus(page, says);
      assert.doesNotMatch(status, /undefined|\[object|Error:/);
      await statePicture(editor, name);
    } finally {
      await without.stop();
    }
  }
});

/** The guided step that a gate asks for: looked at, and sent away. */
async function closeGate(name: string): Promise<void> {
  const dialog = page.locator(".monaco-dialog-box");
  await dialog.waitFor();
  for (const colorScheme of ["light", "dark"] as const) {
    await showIn(page, colorScheme);
    await page.screenshot({ path: path.join(pictures, `state-${name}-dialog-${colorScheme}.png`) });
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

test("a model that is being loaded and a daemon that is being started are said", { timeout: 600_000 }, async () => {
  const loading = await ScriptedDaemon.start();
  loading.instead.set("/api/generate", () => undefined);
  try {
    await changeSettings(editor, { "facet.endpoint": loading.url });
    await waitForFacetStatus(page, /is being loaded into memory, for/);
    await statePicture(editor, "loading");
  } finally {
    await loading.stop();
  }
  // Runs, and never answers.
  const mute = path.join(home, "ollama");
  await writeFile(mute, "#!/bin/sh\nexec sleep 600\n");
  await chmod(mute, 0o755);
  await changeSettings(editor, {
    "facet.endpoint": `http://127.0.0.1:${await freePort()}`,
    "facet.daemon.autoStart": true,
    "facet.daemon.path": mute,
  });
  await waitForFacetStatus(page, /Starting Ollama/);
  await statePicture(editor, "starting");
  await changeSettings(editor, { "facet.daemon.autoStart": false, "facet.daemon.path": "" });
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
