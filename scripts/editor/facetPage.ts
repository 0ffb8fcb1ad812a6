import type { Page } from "playwright-core";

const item = '.statusbar-item[id$="facet.status"]';

/** Waits until the status bar says that Facet is ready; throws with what it says instead. */
export async function waitForFacetReady(page: Page): Promise<void> {
  const ready = page.locator(`${item}[aria-label*="is ready"], ${item} [aria-label*="is ready"]`).first();
  try {
    await ready.waitFor({ timeout: 120_000 });
  } catch (cause) {
    const status = (await page.locator(item).count()) === 0 ? "nothing" : await facetStatus(page);
    throw new Error(`Facet did not become ready; its place in the status bar says: ${status}`, { cause });
  }
}

/** What the status bar says of Facet, for a screen reader. */
export async function facetStatus(page: Page): Promise<string> {
  const label = await page.locator(item).first().getAttribute("aria-label");
  return label ?? (await page.locator(`${item} [aria-label]`).first().getAttribute("aria-label")) ?? "";
}

/** Runs in the page: whether the status bar says of Facet what a pattern wants. */
const statusOnPage = `([source, flags]) => {
  const item = document.querySelector(${JSON.stringify(item)});
  const label = item?.getAttribute("aria-label") ?? item?.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "";
  return new RegExp(source, flags).test(label) ? label : undefined;
}`;

/** Waits until the status bar says something of Facet, and returns it; throws with what it says instead. */
export async function waitForFacetStatus(page: Page, says: RegExp): Promise<string> {
  try {
    const found = await page.waitForFunction(`(${statusOnPage})(${JSON.stringify([says.source, says.flags])})`);
    return String(await found.jsonValue());
  } catch (cause) {
    throw new Error(`the status bar says: ${await facetStatus(page)}`, { cause });
  }
}

/** Runs in the page: from now on remembers whether the status bar has said of Facet anything else than that it is ready. */
const watchOnPage = `(() => {
  const label = () => {
    const item = document.querySelector(${JSON.stringify(item)});
    return item?.getAttribute("aria-label") ?? item?.querySelector("[aria-label]")?.getAttribute("aria-label") ?? "";
  };
  window.facetWasInTrouble = false;
  window.isFacetReadyAgain = () => window.facetWasInTrouble && label().includes("is ready");
  window.facetWatch?.disconnect();
  window.facetWatch = new MutationObserver(() => { window.facetWasInTrouble ||= !label().includes("is ready"); });
  window.facetWatch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
})()`;

/** Does something that takes Facet's readiness for however short a time, and waits until it is back. */
export async function untilReadyAgain(page: Page, disturb: () => void | Promise<void>): Promise<void> {
  await page.evaluate(watchOnPage);
  await disturb();
  try {
    await page.waitForFunction("isFacetReadyAgain()", undefined, { timeout: 120_000 });
  } catch (cause) {
    throw new Error(`the status bar says: ${await facetStatus(page)}`, { cause });
  }
}

/**
 * Loads the window anew and waits until Facet runs in it. That alone takes most of a minute on a busy machine, so what is to be seen
 * behind it gets a patience of its own.
 */
export async function reloadWindow(page: Page): Promise<void> {
  const loaded = page.waitForEvent("domcontentloaded");
  await runCommand(page, "Developer: Reload Window");
  await loaded;
  await waitForFacet(page);
}

/** Waits until Facet has its place in the status bar, whatever it says there. */
export async function waitForFacet(page: Page): Promise<void> {
  await page.locator(item).first().waitFor({ timeout: 120_000 });
}

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await askQuickly(page, "Control+P", name);
  // Files that were open last are listed until the name has been looked up.
  await page.locator(".quick-input-list .monaco-list-row").first().filter({ hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator(".monaco-editor .view-lines").first().waitFor();
}

/** Puts the cursor at the end of a line, counted from 1. */
export async function goToLineEnd(page: Page, line: number): Promise<void> {
  await page.keyboard.press("Control+G");
  await page.locator(".quick-input-widget input").fill(`:${line}`);
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await page.keyboard.press("End");
}

/** Runs a command by its title, as a person does in the palette; looks again where the palette was open before the command was known. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
  for (let tries = 1; ; tries++) {
    await askQuickly(page, "F1", `>${title}`);
    try {
      await row.waitFor({ timeout: 12_000 });
      break;
    } catch (error) {
      if (tries === 5) throw error;
      await page.keyboard.press("Escape");
    }
  }
  await page.keyboard.press("Enter");
}

/** Opens the field at the top by a key and fills it; opens it again where something else took the focus from it. */
async function askQuickly(page: Page, key: string, text: string): Promise<void> {
  const input = page.locator(".quick-input-widget input");
  for (let tries = 1; ; tries++) {
    await page.keyboard.press(key);
    try {
      await input.fill(text, { timeout: 8_000 });
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Goes to the first problem of the file that has the keys, once one is known, and chooses among its quick fixes. */
export async function chooseQuickFix(page: Page, title: string): Promise<void> {
  await page.locator(".editor-instance .squiggly-error").first().waitFor();
  await page.keyboard.press("F8");
  // What tells of the problem takes the first Escape; a key that is pressed before it is drawn goes to the text.
  const teller = page.locator(".marker-widget");
  await teller.waitFor();
  await page.keyboard.press("Escape");
  await teller.waitFor({ state: "detached" });
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row", { hasText: title }).click();
}

/** Chooses an entry of the context menu that is open; the editor takes no click in the first moment of a menu. */
export async function chooseFromMenu(page: Page, name: string): Promise<void> {
  const entry = page.getByRole("menuitem", { name, exact: true });
  await entry.hover();
  await page.locator(".monaco-menu .action-item.focused", { hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await entry.waitFor({ state: "detached" });
}

/** Pieces of ghost text: within a line the editor draws them in the line itself, further lines between its own; not those that it hides. A notebook's cells lie above the editor's own place. */
const pieces = [".ghost-text", ".ghost-text-decoration", ".ghost-text-decoration-preview"]
  .flatMap((one) => [`.editor-instance ${one}`, `.notebookOverlay ${one}`])
  .join(", ");

/** Runs in the page: the pieces of one line joined, line below line. */
export const ghostTextOnPage = `(() => {
  const lines = new Map();
  for (const piece of document.querySelectorAll(${JSON.stringify(pieces)})) {
    const line = piece.closest(".view-line") ?? piece.parentElement;
    lines.set(line, (lines.get(line) ?? "") + piece.textContent);
  }
  const top = (line) => line.getBoundingClientRect().top;
  return [...lines.keys()].sort((a, b) => top(a) - top(b)).map((line) => lines.get(line)).join("\\n");
})()`;

/** The ghost text on the page; empty if there is none. */
export async function ghostText(page: Page): Promise<string> {
  return (await page.evaluate<string>(ghostTextOnPage)).replaceAll("\u00a0", " ");
}

/** Waits for ghost text and returns it. */
export async function waitForGhostText(page: Page, timeoutMs = 60_000): Promise<string> {
  await page.locator(pieces).first().waitFor({ timeout: timeoutMs });
  return ghostText(page);
}

/** Waits until ghost text holds some words, and returns all of it; pieces of the page hold a token each. */
export async function waitForGhostTextWith(page: Page, words: string): Promise<string> {
  await page.waitForFunction(`${ghostTextOnPage}.replaceAll("\\u00a0", " ").includes(${JSON.stringify(words)})`);
  return ghostText(page);
}

/** Waits until there is no ghost text. */
export async function waitForNoGhostText(page: Page): Promise<void> {
  await page.locator(pieces).first().waitFor({ state: "detached" });
}

/** Runs in the page: the drawn lines from top to bottom, which need not be their order in the document. */
const linesOnPage = `[...document.querySelectorAll(".editor-instance .view-lines .view-line")]
  .sort((a, b) => Number.parseFloat(a.style.top) - Number.parseFloat(b.style.top))
  .map((line) => line.textContent)
  .join("\\n")`;

/** The text of the visible lines of the editor, ghost text included. */
export async function editorText(page: Page): Promise<string> {
  const text = await page.evaluate<string>(linesOnPage);
  return text.replaceAll("\u00a0", " ");
}

/** Runs in the page: whether a line of the document, ghost text apart, is just this. */
const hasLineOnPage = `(wanted) =>
  [...document.querySelectorAll(".editor-instance .view-line, .notebookOverlay .view-line")].some((line) => {
    const own = line.cloneNode(true);
    for (const piece of own.querySelectorAll("[class*=ghost-text]")) piece.remove();
    return own.textContent.replaceAll("\\u00a0", " ").replaceAll("\\u200b", "") === wanted;
  })`;

/** Waits until a visible line of the document, ghost text apart, is just this. */
export async function waitForLine(page: Page, line: string): Promise<void> {
  try {
    await page.waitForFunction(`(${hasLineOnPage})(${JSON.stringify(line)})`);
  } catch (cause) {
    throw new Error(`No line is ${JSON.stringify(line)} in:\n${await editorText(page)}`, { cause });
  }
}
