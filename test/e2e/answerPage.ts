import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import { chooseFromMenu } from "../../scripts/editor/facetPage.ts";

/** The panel with answers beside the editor, as a person uses it. */
export class AnswerPage {
  readonly #page: Page;
  readonly #isNewest: boolean;

  /** With `isNewest`, the panel that was opened last; else the only one. */
  constructor(page: Page, isNewest = false) {
    this.#page = page;
    this.#isNewest = isNewest;
  }

  get frame(): FrameLocator {
    const panels = this.#page.locator('iframe.webview.ready:not([src*="purpose=webviewView"])');
    return (this.#isNewest ? panels.last() : panels).contentFrame().frameLocator("iframe#active-frame");
  }

  /** The frame that the panel is drawn in. */
  async innerFrame(): Promise<Frame> {
    const handle = await this.frame.locator("body").elementHandle();
    const frame = await handle.ownerFrame();
    if (frame === null) throw new Error("the panel has no frame");
    return frame;
  }

  get title(): Locator {
    return this.frame.locator("h1");
  }

  get place(): Locator {
    return this.frame.locator(".place");
  }

  get answer(): Locator {
    return this.frame.locator(".page > .markdown");
  }

  get notes(): Locator {
    return this.frame.locator(".note");
  }

  get notice(): Locator {
    return this.frame.locator(".notice");
  }

  /** How answers ended, in words. */
  end(words: string | RegExp): Locator {
    return this.frame.locator(".end-words", { hasText: words });
  }

  /** A button by what it says to a screen reader. */
  button(name: string): Locator {
    return this.frame.getByRole("button", { name, exact: true });
  }

  /** Gives the text of the answer the keys; a click might hit a link in it. */
  async focus(): Promise<void> {
    await this.frame.locator("main").focus();
  }

  /** Waits until the answer has ended; the retry button appears only then. */
  async waitForEnd(): Promise<void> {
    await this.button("Answer again").waitFor();
  }

  /** Waits until an answer about something has ended, and returns its text. */
  async answerAbout(title: string | RegExp): Promise<string> {
    try {
      await this.title.filter({ hasText: title }).waitFor();
    } catch (cause) {
      throw new Error(`no answer about ${String(title)}; there are ${await this.#page.evaluate<string>(shown)}`, {
        cause,
      });
    }
    await this.waitForEnd();
    return (await this.answer.innerText()).trim();
  }

  /** Chooses an entry of the context menu that is open. */
  choose(name: string): Promise<void> {
    return chooseFromMenu(this.#page, name);
  }

  /** Chooses an entry of the context menu that is open, by keys alone. */
  async chooseByKeys(name: string): Promise<void> {
    const { keyboard } = this.#page;
    const entry = this.#page.getByRole("menuitem", { name, exact: true });
    await entry.waitFor();
    const chosen = this.#page.locator(".monaco-menu .action-item.focused").getByRole("menuitem", { name, exact: true });
    const entries = await this.#page.locator(".monaco-menu .action-item").count();
    for (let presses = 0; (await chosen.count()) === 0; presses++) {
      if (presses > entries) throw new Error(`no key leads to ${name}`);
      await keyboard.press("ArrowDown");
    }
    await keyboard.press("Enter");
    await entry.waitFor({ state: "detached" });
  }

  /** Unfolds what was sent and returns it. */
  async sent(): Promise<string> {
    const details = this.frame.locator(".sent");
    if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
    return details.locator(".sent-body").innerText();
  }
}

/** Runs in the page, as a text because the tests are compiled without its types: which tabs there are, and the frames of panels and views. */
const shown = `(() => {
  const labels = (selector, name) => [...document.querySelectorAll(selector)].map((one) => one.getAttribute(name));
  return JSON.stringify({ tabs: labels(".tab", "aria-label"), frames: labels("iframe.webview", "class") });
})()`;
