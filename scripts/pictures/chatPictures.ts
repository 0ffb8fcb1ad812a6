import { goToLineEnd, openFile, waitForFacetReady } from "../editor/facetPage.ts";
import { ChatPage } from "../../test/e2e/chatPage.ts";
import { saying } from "../../test/scriptedDaemon.ts";
import type { Stage } from "./stage.ts";

const answer = `Add it where the sum is made, and keep whole cents:

\`\`\`typescript
/** The price of everything, less a discount in percent. */
export function reducedPrice(lines: readonly CartLine[], percent: number): number {
  return Math.round((totalPrice(lines) * (100 - percent)) / 100);
}
\`\`\`

- \`Math.round\` keeps the result in **whole cents**, as everywhere in this file.
- \`percent\` is not checked; a guard for values outside 0 to 100 belongs to the caller or here.
`;

/** A question about the open file, answered. */
export async function takeChatPictures(stage: Stage): Promise<void> {
  const { page, daemon } = stage;
  await openFile(page, "cart.ts");
  await waitForFacetReady(page);
  await goToLineEnd(page, 17);
  const chat = new ChatPage(page);
  await chat.open();
  await stage.widenSideBar(140);
  daemon.will(saying(answer));
  await chat.attach("Current file");
  await chat.chips.filter({ hasText: "cart.ts" }).waitFor();
  await chat.ask("How do I take a discount in percent off the total?");
  await chat.waitForEnd();
  await page.mouse.move(900, 500);
  await stage.picture("docs/pictures/chat-LOOK.png");
  await stage.smallPicture("media/walkthrough/chat-LOOK.png", ".part.sidebar");
}
