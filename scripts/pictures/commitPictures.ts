import { writeFile } from "node:fs/promises";
import path from "node:path";
import { openFile, waitForFacetReady } from "../editor/facetPage.ts";
import { saying } from "../../test/scriptedDaemon.ts";
import type { Stage } from "./stage.ts";

const discount = `/** A price less a discount in percent, in whole cents. */
export function discounted(cents: number, percent: number): number {
  if (percent < 0 || percent > 100) throw new RangeError("A discount is between 0 and 100 percent.");
  return Math.round((cents * (100 - percent)) / 100);
}
`;

const message = `feat(cart): take a discount off a price

Percent outside 0 to 100 is refused; the result stays in whole cents.
`;

/** A staged change with the message that was written for it. */
export async function takeCommitPictures(stage: Stage): Promise<void> {
  const { page, daemon } = stage;
  await writeFile(path.join(stage.folder, "discount.ts"), discount);
  await stage.git("add", "discount.ts");
  await openFile(page, "discount.ts");
  await waitForFacetReady(page);
  daemon.will(saying(message));
  await page.keyboard.press("Control+Shift+G");
  await page.locator(".scm-editor").first().waitFor();
  await stage.widenSideBar(120);
  const button = page.locator('a.action-label[aria-label^="Write Commit Message"]').first();
  await page.locator(".pane-header").filter({ has: button }).first().hover();
  await button.click();
  await page.locator(".scm-editor .view-line", { hasText: "whole cents" }).first().waitFor();
  await button.waitFor({ state: "attached" });
  await page.mouse.move(900, 500);
  await page.locator(".pane-header").filter({ has: button }).first().hover();
  await stage.picture("docs/pictures/commit-message-LOOK.png");
  await stage.smallPicture("media/walkthrough/commit-LOOK.png", {
    ...(await stage.boxOf(".part.sidebar")),
    height: 265,
  });
}
