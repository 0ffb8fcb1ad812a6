import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import {
  editorText,
  ghostText,
  goToLineEnd,
  openFile,
  runCommand,
  waitForFacetStatus,
  waitForGhostText,
  waitForGhostTextWith,
  waitForLine,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { type Silence, wordsOfSilence } from "../../src/core/completion/silence.ts";
import { answerInTwoParts, openScriptedEditor, type ScriptedEditor } from "./scriptedEditor.ts";

const cell = (type: "markdown" | "code", source: string): object =>
  type === "code"
    ? { cell_type: type, metadata: {}, execution_count: null, outputs: [], source: [source] }
    : { cell_type: type, metadata: {}, source: [source] };
const notebook = {
  cells: [
    cell("markdown", "# Prices\nAll of them are in cents."),
    cell("code", "prices = [120, 80]"),
    cell("code", "total ="),
    cell("code", "below = 1"),
  ],
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
  nbformat_minor: 5,
};

const files = {
  "sums.ts": "export const one = 1;\n\nexport const last = 9;\n",
  "prices.ipynb": JSON.stringify(notebook),
  "slow.ts": "export function sum(items: readonly number[]): number {\n}\n",
  "grow.py": "def total(items):\n    amount\n",
};
const settings = { "[python]": { "facet.completion.grow": true }, "files.autoSave": "off" };
let editor: ScriptedEditor;

before(async () => {
  editor = await openScriptedEditor(files, settings);
});

after(() => editor.close());

/** What the daemon was asked for ghost text, the last one last. */
function prompts(): readonly string[] {
  return editor.daemon.asked
    .filter(({ path }) => path === "/api/generate")
    .map(({ body }) => (JSON.parse(body) as { prompt: string }).prompt);
}

/** Does something after which the editor asks, and sees that it is answered with nothing, for this reason. */
async function expectSilence(reason: Silence, work: () => Promise<void>): Promise<void> {
  const from = await editor.log.length();
  await work();
  await editor.log.line(new RegExp(wordsOfSilence(reason)), from);
  await waitForNoGhostText(editor.page);
}

/** Begins a line below the first where ghost text is shown, and waits for it. */
async function offerAfter(begun: string): Promise<void> {
  const { page } = editor;
  await openFile(page, "sums.ts");
  await goToLineEnd(page, 1);
  await page.keyboard.press("Enter");
  await page.keyboard.type(begun);
  assert.equal(await waitForGhostText(page), "1 + 2;");
}

// In front of all others, for how much is written ahead depends on what has been accepted before.
suite("a first line that is shown before its block is there", () => {
  test("stays as it is, and the rest is there the moment it is accepted", async () => {
    const { page, daemon } = editor;
    await openFile(page, "slow.ts");
    const answer = answerInTwoParts(
      daemon,
      "  let total = 0;\n  for ",
      "(const item of items) total += item;\n  return total;\n",
    );
    try {
      await goToLineEnd(page, 1);
      await page.keyboard.press("Enter");
      assert.equal(await waitForGhostText(page), "let total = 0;");
      const from = await editor.log.length();
      answer.goOn();
      await editor.log.line(/first text after/, from);
      assert.equal(await ghostText(page), "let total = 0;");
      await page.keyboard.press("Tab");
      await waitForLine(page, "    let total = 0;");
      assert.match(await waitForGhostText(page), /for \(const item of items\) total \+= item;\n {4}return total;/);
      assert.ok(!prompts().some((one) => one.endsWith("let total = 0;")), "nothing was asked for that");
    } finally {
      answer.goOn();
      daemon.heal();
    }
  });

  test("grows where the setting wants it, and is accepted whole", async () => {
    const { page, daemon } = editor;
    await openFile(page, "grow.py");
    const answer = answerInTwoParts(
      daemon,
      " = 0\n    for",
      " item in items:\n        amount += item\n    return amount\n",
    );
    try {
      await goToLineEnd(page, 2);
      // Behind no letter of a word the editor has suggestions of its own to show.
      await page.keyboard.type(" ");
      assert.equal(await waitForGhostText(page), "= 0");
      answer.goOn();
      assert.match(
        await waitForGhostTextWith(page, "return amount"),
        /^= 0\n {4}for item in items:\n {8}amount \+= item\n {4}return amount$/,
      );
      await page.keyboard.press("Tab");
      await waitForNoGhostText(page);
      assert.match(
        await editorText(page),
        /amount = 0\n {4}for item in items:\n {8}amount \+= item\n {4}return amount/,
      );
    } finally {
      answer.goOn();
      daemon.heal();
    }
  });
});

suite("ghost text does not come back", () => {
  test("after Escape, when a letter is taken away there", async () => {
    const { page } = editor;
    await offerAfter("const a = ");
    await page.keyboard.press("Escape");
    await waitForNoGhostText(page);
    await expectSilence("muted", () => page.keyboard.press("Backspace"));
    await page.keyboard.type(" ");
    assert.equal(await waitForGhostText(page), "1 + 2;", "typing ends the silence");
  });

  test("after undo of what was accepted", async () => {
    const { page } = editor;
    await offerAfter("const b = ");
    await page.keyboard.press("Tab");
    await waitForLine(page, "const b = 1 + 2;");
    await page.keyboard.press("Control+Z");
    await waitForLine(page, "const b = ");
    await expectSilence("muted", () => page.keyboard.press("Backspace"));
  });

  test("after deleting what was accepted, by letters and by selection", async () => {
    const { page } = editor;
    await offerAfter("const c = ");
    await page.keyboard.press("Tab");
    await waitForLine(page, "const c = 1 + 2;");
    await expectSilence("muted", () => page.keyboard.press("Backspace"));
    await waitForLine(page, "const c = 1 + 2");
    await page.keyboard.press("Control+Shift+ArrowLeft");
    await page.keyboard.press("Control+Shift+ArrowLeft");
    await expectSilence("muted", () => page.keyboard.press("Backspace"));
    await waitForLine(page, "const c = 1 ");
  });
});

suite("ghost text keeps away", () => {
  test("from a Tab that has just indented: the next one indents too", async () => {
    const { page, daemon } = editor;
    daemon.willSay("");
    try {
      await openFile(page, "sums.ts");
      await goToLineEnd(page, 1);
      await page.keyboard.press("Enter");
      await expectSilence("muted", () => page.keyboard.press("Tab"));
      daemon.willSay("1 + 2;\n");
      await expectSilence("muted", () => page.keyboard.press("Tab"));
      await page.keyboard.type("d = ");
      assert.equal(await waitForGhostText(page), "1 + 2;", "a letter ends the silence");
      await waitForLine(page, "        d = ");
    } finally {
      daemon.willSay("1 + 2;\n");
    }
  });

  test("from several cursors, and is back at one", async () => {
    const { page } = editor;
    await openFile(page, "sums.ts");
    await goToLineEnd(page, 1);
    await runCommand(page, "Add Cursor Below");
    await page.locator(".cursors-layer .cursor-secondary").first().waitFor({ state: "attached" });
    await expectSilence("selection", () => page.keyboard.type("x"));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await page.keyboard.type("const e = ");
    assert.equal(await waitForGhostText(page), "1 + 2;");
  });
});

suite("the sample", () => {
  test("opens with the cursor in a hole, and ghost text stands there without a key", async () => {
    const { page } = editor;
    await runCommand(page, "Facet: Show Menu");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Try it on a sample" }).click();
    await page.locator('.tab.active[data-resource-name^="Untitled"]').waitFor();
    assert.equal(await waitForGhostText(page), "1 + 2;");
    assert.match(prompts().at(-1) ?? "", /export function totalQuantity\(lines\) \{\n {2}return$/);
    await page.keyboard.press("Tab");
    await waitForLine(page, "  return 1 + 2;");
  });

  test("ends a pause, for whoever asks for it wants to see ghost text", async () => {
    const { page } = editor;
    await runCommand(page, "Facet: Switch Ghost Text On or Off");
    await waitForFacetStatus(page, /switched off in this window/);
    await runCommand(page, "Facet: Try It on a Sample");
    assert.equal(await waitForGhostText(page), "1 + 2;");
  });
});

test("a cell of a notebook goes on from the code above, with Markdown as comments", async () => {
  const { page, daemon } = editor;
  daemon.willSay("sum(prices)\n");
  try {
    await openFile(page, "prices.ipynb");
    await page.locator(".notebookOverlay .code-cell-row .view-lines", { hasText: "total" }).click();
    await page.keyboard.press("End");
    await page.keyboard.type(" ");
    assert.equal(await waitForGhostText(page), "sum(prices)");
    const prompt = prompts().at(-1) ?? "";
    assert.match(prompt, /# # Prices\n# All of them are in cents\.\n\nprices = \[120, 80\]\n\ntotal =$/);
    await page.keyboard.press("Tab");
    await waitForLine(page, "total = sum(prices)");
  } finally {
    daemon.willSay("1 + 2;\n");
  }
});
