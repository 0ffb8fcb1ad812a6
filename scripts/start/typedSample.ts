import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { editorText, goToLineEnd, openFile, waitForGhostText, waitForNoGhostText } from "../editor/facetPage.ts";

/** A place in a sample file and what a person types there. */
interface Spot {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What ghost text did at a spot. */
export interface TypedSample {
  readonly spot: Spot;
  readonly suggestion: string;
  readonly keyToGhostTextMs: number;
}

/** A small model has nothing to say at some places, so there is more than one. */
const spots: readonly Spot[] = [
  { file: "cart.ts", line: 21, text: "return " },
  { file: "queue.go", line: 27, text: "q.mu" },
  { file: "temperatures.py", line: 34, text: "return max" },
];

/** Long enough for a machine that is busy with something else. */
const patienceMs = 60_000;

/** Types into sample files until ghost text comes, takes it with Tab, and keeps a picture of before and after. */
export async function typeSample(page: Page, pictures: string, ready: () => Promise<void>): Promise<TypedSample> {
  await mkdir(pictures, { recursive: true });
  for (const spot of spots) {
    await openFile(page, spot.file);
    await ready();
    await goToLineEnd(page, spot.line);
    await page.keyboard.type(spot.text, { delay: 60 });
    const typedAtMs = performance.now();
    const suggestion = await waitForGhostText(page, patienceMs).catch(() => undefined);
    if (suggestion === undefined) continue;
    const keyToGhostTextMs = performance.now() - typedAtMs;
    await page.screenshot({ path: path.join(pictures, "once.png") });
    await page.keyboard.press("Tab");
    await waitForNoGhostText(page);
    await page.screenshot({ path: path.join(pictures, "once-accepted.png") });
    const [firstLine = ""] = suggestion.split("\n");
    if (!(await editorText(page)).includes(firstLine.trim()))
      throw new Error("Tab did not put the ghost text into the file.");
    return { spot, suggestion, keyToGhostTextMs };
  }
  await page.screenshot({ path: path.join(pictures, "once.png") });
  throw new Error("No ghost text came at any of the places that were tried; see out/once.png.");
}
