import { readFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";
import { chromiumFlags, repository } from "../editor/openEditor.ts";
import { browserEditor } from "../parts/editor.ts";

/** Draws the Marketplace's icon from its vector. */
export async function drawIcon(): Promise<void> {
  const svg = await readFile(path.join(repository, "media", "icon.svg"), "utf8");
  const browser = await chromium.launch({ executablePath: (await browserEditor()).chromium, args: [...chromiumFlags] });
  try {
    const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
    await page.setContent(`<body style="margin:0">${svg}</body>`);
    await page.screenshot({ path: path.join(repository, "media", "icon.png"), omitBackground: true });
  } finally {
    await browser.close();
  }
}
