import type { ServerResponse } from "node:http";
import { openFile, runCommand } from "../editor/facetPage.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import type { Stage } from "./stage.ts";

const item = '.statusbar-item[id$="facet.status"]';

const gigabyte = 1e9;

/** The set-up as a newcomer sees it: the choice of a model, and the walkthrough while it comes. */
export async function takeSetUpPictures(stage: Stage): Promise<void> {
  const { page, daemon } = stage;
  daemon.instead.set("/api/tags", (_, response) => response.end('{"models":[]}'));
  daemon.instead.set("/api/show", (_, response) => missing(response));
  daemon.instead.set("/api/pull", (_, response) => {
    const status = "pulling 0cbd93d4a4a7";
    for (const part of [0.02, 0.3, 0.55, 0.68]) {
      const amounts = { total: 3.2 * gigabyte, completed: Math.round(3.2 * gigabyte * part) };
      response.write(`${JSON.stringify({ status, digest: "sha256:0cbd93d4a4a7", ...amounts })}\n`);
    }
  });
  await openFile(page, "cart.ts");
  await page.locator(item).first().waitFor();
  await stage.hideSideBar();
  await runCommand(page, "Facet: Set Up");
  await page.getByText("Which model shall Facet work with?").first().waitFor();
  await stage.picture("docs/pictures/set-up-model-LOOK.png", await stage.boxOf(".quick-input-widget"));
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Get Gemma 3 4B (" }).first().click();
  await page.locator(item, { hasText: "68 %" }).first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(item).first().hover();
  await page.locator(".monaco-hover:visible, .workbench-hover:visible").first().waitFor();
  await stage.picture("docs/pictures/set-up-pulling-LOOK.png", stage.corner(620, 250));
  await page.mouse.move(300, 300);
  await runCommand(page, "Welcome: Open Walkthrough...");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Get started with Facet" }).first().click();
  await page.locator(".getting-started-step", { hasText: "Ollama runs" }).first().waitFor();
  await page.locator(".getting-started-step", { hasText: "Gemma 3 is here" }).first().click();
  // The step's drawing comes in a frame of its own.
  await page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame").locator("svg").first().waitFor();
  await stage.picture("docs/pictures/walkthrough-LOOK.png");
}

function missing(response: ServerResponse): void {
  response.statusCode = 404;
  response.end(`{"error":"model '${gemmaModel}' not found"}`);
}
