import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { openFile, runCommand, waitForFacetReady } from "../editor/facetPage.ts";
import { localDay } from "../../src/host/statisticsStore.ts";
import { writtenRow } from "../../src/core/statistics/statisticsRow.ts";
import type { Stage } from "./stage.ts";
import { statisticsSample } from "./statisticsSample.ts";

/** The statistics page after a month of work. */
export async function takeStatisticsPictures(stage: Stage): Promise<void> {
  const { page } = stage;
  await writeStatistics(stage.userDataDir);
  await openFile(page, "cart.ts");
  await waitForFacetReady(page);
  await stage.hideSideBar();
  await page.setViewportSize({ width: 1120, height: 1000 });
  await runCommand(page, "Facet: Show Statistics");
  const frame = page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  await frame.locator(".figure svg").last().waitFor();
  await page.mouse.move(300, 640);
  await stage.picture("docs/pictures/statistics-LOOK.png");
}

/** Puts made-up figures where Facet keeps its own, up to today. */
export async function writeStatistics(userDataDir: string): Promise<void> {
  const folder = path.join(userDataDir, "User", "globalStorage", "facet-code.facet", "statistics");
  await mkdir(folder, { recursive: true });
  const today = localDay();
  const rows = statisticsSample(today).map((row) => JSON.stringify(writtenRow(row)));
  await writeFile(path.join(folder, `${today}.jsonl`), `${rows.join("\n")}\n`);
}
