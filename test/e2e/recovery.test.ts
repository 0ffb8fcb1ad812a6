import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  goToLineEnd,
  openFile,
  untilReadyAgain,
  waitForFacetReady,
  waitForFacetStatus,
  waitForGhostText,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { descendantsOf, type SeenProcess } from "../processTree.ts";
import { type EditorWithDaemon, openEditorWithDaemon } from "./editorWithDaemon.ts";

let editor: EditorWithDaemon;

before(async () => {
  editor = await openEditorWithDaemon();
  await openFile(editor.page, "months.ts");
  await waitForFacetReady(editor.page);
});

after(() => editor.close());

/** Types where the small model surely goes on, takes it, and begins a new line. */
async function typeMonth(name: string): Promise<void> {
  const { page } = editor;
  await page.keyboard.type(`export const ${name}`);
  assert.match(await waitForGhostText(page), /^ = /);
  await page.keyboard.press("Tab");
  await waitForNoGhostText(page);
  await page.keyboard.press("Enter");
}

function servers(): readonly SeenProcess[] {
  return descendantsOf(process.pid).filter((one) => one.command.includes("dist/server.js"));
}

/** Kills the language server as a crash would. */
function killServer(): void {
  const [server, ...more] = servers();
  assert.ok(server !== undefined && more.length === 0, "there is one language server");
  process.kill(server.pid, "SIGKILL");
}

test("a language server that is killed starts again, and ghost text is back", async () => {
  await goToLineEnd(editor.page, 7);
  await typeMonth("june");
  const before = servers()[0]?.pid;
  await untilReadyAgain(editor.page, killServer);
  await typeMonth("july");
  assert.notEqual(servers()[0]?.pid, before);
});

test("one that dies again and again is started again each time, and nobody is interrupted", async () => {
  const { page } = editor;
  for (let deaths = 0; deaths < 5; deaths++) await untilReadyAgain(page, killServer);
  await page.keyboard.type("export const august");
  assert.match(await waitForGhostText(page), /^ = /);
  assert.equal(await page.locator(".notification-toast").count(), 0);
  await page.keyboard.press("Tab");
  await waitForNoGhostText(page);
  await page.keyboard.press("Enter");
});

test("a daemon that is killed is said calmly in the status bar, and all is well once it is back", async () => {
  const { page, daemon } = editor;
  await untilReadyAgain(page, async () => {
    daemon.kill();
    await page.keyboard.type("export const september");
    assert.match(await waitForFacetStatus(page, /^(?!.*is ready)/), /Ollama/);
    assert.equal(await page.locator(".notification-toast").count(), 0, "nobody is interrupted by a message");
    await daemon.restart();
  });
  await page.keyboard.press("Backspace");
  await page.keyboard.type("r");
  assert.match(await waitForGhostText(page), /^ = /);
});
