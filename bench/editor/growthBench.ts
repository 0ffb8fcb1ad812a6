import {
  goToLineEnd,
  ghostTextOnPage,
  openFile,
  waitForGhostText,
  waitForGhostTextWith,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { answerInTwoParts, openScriptedEditor } from "../../test/e2e/scriptedEditor.ts";
import { median } from "../statistics.ts";

/** What a person sees while ghost text that is shown grows (`facet.completion.grow`), medians over some offers. */
export interface GrowthCost {
  readonly offers: number;
  /** The longest time in which nothing was shown between the first line and the whole block, ms. */
  readonly blinkMs: number;
}

/** One drawn frame: when, and whether ghost text was on it. */
export interface Frame {
  readonly ms: number;
  readonly isShown: boolean;
}

/** The longest time without ghost text between two frames that have it, ms; 0 where it never went away. */
export function longestBlinkMs(frames: readonly Frame[]): number {
  let longest = 0;
  let lastShown: number | undefined;
  let isGone = false;
  for (const { ms, isShown } of frames) {
    if (!isShown) {
      isGone = true;
      continue;
    }
    if (isGone && lastShown !== undefined) longest = Math.max(longest, ms - lastShown);
    lastShown = ms;
    isGone = false;
  }
  return longest;
}

/** Runs in the page: notes each frame until it is told to end. */
const record = `(() => {
  const frames = [];
  let isOver = false;
  const draw = (ms) => {
    frames.push({ ms, isShown: ${ghostTextOnPage} !== "" });
    if (!isOver) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  window.facetFrames = () => { isOver = true; return frames; };
})()`;

/** Has offers of one line grow to blocks in the real editor, before a daemon that writes when it is told to. */
export async function growthBench(
  offers: number,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<GrowthCost | undefined> {
  const files = Object.fromEntries(
    Array.from({ length: offers }, (_, at) => [`grow${at}.py`, `def total${at}(items):\n    amount\n`]),
  );
  const editor = await openScriptedEditor(files, { "facet.completion.grow": true, "files.autoSave": "off" });
  const blinks: number[] = [];
  try {
    for (let at = 0; at < offers && !signal.aborted; at++) {
      const { page, daemon } = editor;
      const answer = answerInTwoParts(
        daemon,
        " = 0\n    for",
        " item in items:\n        amount += item\n    return amount\n",
      );
      try {
        await openFile(page, `grow${at}.py`);
        await goToLineEnd(page, 2);
        await page.keyboard.type(" ");
        await waitForGhostText(page);
        await page.evaluate(record);
        answer.goOn();
        await waitForGhostTextWith(page, "return amount");
        blinks.push(longestBlinkMs(await page.evaluate<Frame[]>("window.facetFrames()")));
        report(`ghost text that grows: ${Math.round(blinks.at(-1) ?? 0)} ms without any`);
        await page.keyboard.press("Escape");
        await waitForNoGhostText(page);
      } finally {
        answer.goOn();
        daemon.heal();
      }
    }
  } finally {
    await editor.close();
  }
  const blinkMs = median(blinks);
  return blinkMs === undefined ? undefined : { offers: blinks.length, blinkMs };
}
