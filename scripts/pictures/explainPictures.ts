import { goToLineEnd, openFile, runCommand, waitForFacetReady } from "../editor/facetPage.ts";
import { AnswerPage } from "../../test/e2e/answerPage.ts";
import { saying } from "../../test/scriptedDaemon.ts";
import type { Stage } from "./stage.ts";

const answer = `**Adds up the prices of all lines in a cart.**

1. \`reduce\` walks through \`lines\` and carries a running \`sum\`, which begins at \`0\`.
2. For each line, \`linePrice\` gives quantity times unit price.
3. The last \`sum\` is the result, in **cents**: whole numbers, so nothing is lost to rounding.

An empty cart costs \`0\`. The lines themselves are not changed.
`;

/** A function of the sample, explained beside it. */
export async function takeExplainPictures(stage: Stage): Promise<void> {
  const { page, daemon } = stage;
  await openFile(page, "cart.ts");
  await waitForFacetReady(page);
  await stage.hideSideBar();
  await goToLineEnd(page, 15);
  await page.keyboard.press("Home");
  for (let lines = 0; lines < 2; lines++) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+End");
  daemon.will(saying(answer));
  await runCommand(page, "Facet: Explain");
  await new AnswerPage(page).waitForEnd();
  await page.mouse.move(300, 560);
  await stage.picture("docs/pictures/explain-LOOK.png");
}
