import assert from "node:assert/strict";
import path from "node:path";
import type { Page } from "playwright-core";
import { repository, type OpenedEditor } from "../../scripts/editor/openEditor.ts";

/** Where the pictures go; `FACET_PICTURES` names another folder. */
export const pictures = process.env["FACET_PICTURES"] ?? path.join(repository, "out", "screenshots");

/** Facet's place in the status bar. */
export const statusItem = '.statusbar-item[id$="facet.status"]';

const shown = { light: ".monaco-workbench:not(.vs-dark)", dark: ".monaco-workbench.vs-dark" } as const;

/** Lets the theme follow the system's, which a test can change without writing the settings that it changes too. */
export const followSystemTheme = { "window.autoDetectColorScheme": true } as const;

/** Changes the theme of an editor that follows the system's. */
export async function showIn(page: Page, colorScheme: keyof typeof shown): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(shown[colorScheme]).first().waitFor();
}

/** The status bar with its tooltip, in the light and in the dark; the editor follows the system's theme (`followSystemTheme`). */
export async function statePicture({ page }: OpenedEditor, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await showIn(page, colorScheme);
    await page.mouse.move(400, 300);
    await page.locator(statusItem).first().hover();
    const tooltip = page.locator(".monaco-hover:visible, .workbench-hover:visible").first();
    await tooltip.waitFor();
    assert.doesNotMatch(await tooltip.innerText(), /\\/, "no mark of Markdown's shows");
    await page.screenshot({ path: path.join(pictures, `state-${name}-${colorScheme}.png`), clip: corner(page) });
  }
  await page.mouse.move(400, 300);
}

/** The lower right of the window, where the status bar's tooltip stands. */
function corner(page: Page): { x: number; y: number; width: number; height: number } {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  return { x: width - 700, y: height - 260, width: 700, height: 260 };
}
