import path from "node:path";
import { goToLineEnd, openFile, waitForFacetReady, waitForGhostText, waitForNoGhostText } from "../editor/facetPage.ts";
import { repository } from "../editor/openEditor.ts";
import { type MovieFrame, saveMovie } from "./saveMovie.ts";
import type { Stage } from "./stage.ts";

/** The body of `totalQuantity`, which the sample leaves open. */
const sum = "return lines.reduce((sum, line) => sum + line.quantity, 0);";

/** What is written at the end of the sample, and up to where the person types it. */
const typed = "/** The line that costs most, if there is any. */\nexport function dearest";
const written = `${typed}Line(lines: readonly CartLine[]): CartLine | undefined {
  let dearest = lines[0];
  for (const line of lines) {
    if (dearest === undefined || linePrice(line) > linePrice(dearest)) dearest = line;
  }
  return dearest;
}
`;

/** Goes on as the sample is meant to: with what follows the last words of the prompt. */
function goOn(prompt: string): string {
  const code = prompt.trimEnd();
  for (const whole of [sum, written]) {
    for (let length = whole.length; length > 3; length--) {
      if (code.endsWith(whole.slice(0, length).trimEnd()))
        return `${whole.slice(whole.slice(0, length).trimEnd().length)}\n\`\`\``;
    }
  }
  return "\n```";
}

/** Ghost text of a line and of a whole function, as it stands; and a moving picture of both being typed. */
export async function takeGhostTextPictures(stage: Stage): Promise<void> {
  const { page, daemon } = stage;
  daemon.ghostText = goOn;
  await openFile(page, "cart.ts");
  await waitForFacetReady(page);
  await stage.hideSideBar();
  const window = await stage.boxOf(".editor-group-container");
  const clip = { ...window, width: Math.min(window.width, 760), height: Math.min(window.height, 550) };
  const frames: MovieFrame[] = [];
  const show = async (ms: number): Promise<void> => void frames.push({ png: await stage.shot(clip), ms });
  const type = async (text: string): Promise<void> => {
    for (const key of text) {
      await page.keyboard.press(key === " " ? "Space" : key === "\n" ? "Enter" : key);
      await show(key === " " || key === "\n" ? 140 : 80);
    }
  };
  const take = async (): Promise<void> => {
    await waitForGhostText(page);
    await show(1_400);
    await page.keyboard.press("Tab");
    await waitForNoGhostText(page);
    await show(900);
  };

  await goToLineEnd(page, 21);
  await show(700);
  await type("return ");
  await take();
  await goToLineEnd(page, 27);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await show(500);
  await type(typed);
  await waitForGhostText(page);
  await stage.picture("docs/pictures/ghost-text-LOOK.png");
  await stage.smallPicture("media/walkthrough/ghostText-LOOK.png", {
    ...clip,
    y: clip.y + 180,
    height: clip.height - 180,
  });
  await take();
  if (stage.look === "dark") await saveMovie(frames, path.join(repository, "docs", "pictures", "typing.gif"));
}
