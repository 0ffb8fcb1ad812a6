import { openFile, waitForFacetReady } from "../editor/facetPage.ts";
import type { Stage } from "./stage.ts";

/** What the status bar says, and the menu behind it. */
export async function takeStatusPictures(stage: Stage): Promise<void> {
  const { page } = stage;
  await openFile(page, "cart.ts");
  await waitForFacetReady(page);
  await stage.hideSideBar();
  const item = page.locator('.statusbar-item[id$="facet.status"]').first();
  await item.hover();
  await page.locator(".monaco-hover:visible, .workbench-hover:visible").first().waitFor();
  await stage.picture("docs/pictures/status-LOOK.png", stage.corner(620, 250));
  await stage.smallPicture("media/walkthrough/local-LOOK.png", stage.corner(560, 300));
  await page.mouse.move(300, 300);
  await item.locator("a").first().click();
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await stage.picture("docs/pictures/status-menu-LOOK.png", { ...(await stage.boxOf(".quick-input-widget")) });
}
