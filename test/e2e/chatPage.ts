import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import { runCommand } from "../../scripts/editor/facetPage.ts";

/** The chat in the side bar, as a person uses it. */
export class ChatPage {
  readonly #page: Page;
  readonly #frames: string;

  /** `isAlone` = no other webview is open. VS Code names the purpose of a view's frame only when it is drawn for the first time. */
  constructor(page: Page, isAlone = true) {
    this.#page = page;
    this.#frames = isAlone ? "iframe.webview.ready" : 'iframe.webview.ready[src*="purpose=webviewView"]';
  }

  /** Shows the view and waits until it has been drawn. */
  async open(): Promise<void> {
    await runCommand(this.#page, "Facet: Show the Chat");
    await this.composer.waitFor();
  }

  get frame(): FrameLocator {
    return this.#page.frameLocator(this.#frames).frameLocator("iframe#active-frame");
  }

  get composer(): Locator {
    return this.frame.locator(".composer-text");
  }

  get answers(): Locator {
    return this.frame.locator(".answer .markdown");
  }

  get questions(): Locator {
    return this.frame.locator(".question-text");
  }

  get chips(): Locator {
    return this.frame.locator(".composer .chip");
  }

  /** How answers ended, in words. */
  end(words: string | RegExp): Locator {
    return this.frame.locator(".end-words", { hasText: words });
  }

  get notice(): Locator {
    return this.frame.locator(".notice");
  }

  get modelBar(): Locator {
    return this.frame.locator(".model-bar");
  }

  /** A button by what it says to a screen reader. */
  button(name: string): Locator {
    return this.frame.getByRole("button", { name, exact: true });
  }

  async ask(question: string): Promise<void> {
    const asked = await this.questions.count();
    await this.composer.fill(question);
    await this.composer.press("Enter");
    await this.questions.nth(asked).waitFor();
  }

  /** Waits until the last answer has ended; the retry button appears only then. */
  async waitForEnd(): Promise<void> {
    await this.frame.locator(".exchange").last().getByRole("button", { name: "Answer again" }).waitFor();
  }

  /** Chooses something to attach from the menu. */
  async attach(words: string): Promise<void> {
    await this.button("Attach").click();
    await this.frame.locator(".attach-entry", { hasText: words }).first().click();
  }

  /** Runs an action of the view's title bar. */
  async titleAction(name: string): Promise<void> {
    await this.#page.locator(`.sidebar .title-actions a[aria-label^="${name}"]`).first().click();
  }

  /** Drops something from the explorer on the view. */
  drop(uri: string): Promise<void> {
    return this.#inFrame(dropped, uri);
  }

  /** Pastes a picture into the composer. */
  pasteImage(name: string, base64: string): Promise<void> {
    return this.#inFrame(pasted, { name, base64 });
  }

  /** Sends messages to the frame as if they came from the host. */
  post(messages: readonly unknown[]): Promise<void> {
    return this.#inFrame(posted, messages);
  }

  /** Puts a text into the composer at once, however long it is. */
  fillAtOnce(word: string, times: number): Promise<void> {
    return this.#inFrame(filled, { word, times });
  }

  /** Waits until the composer holds some words, and returns all that it holds. */
  async draftWith(words: string): Promise<string> {
    await this.#inFrame(composed, words);
    return this.composer.inputValue();
  }

  /** Waits until the last of some elements of the conversation is wholly in view. */
  untilShownWhole(selector: string): Promise<void> {
    return this.#inFrame(shownWhole, selector);
  }

  /** What has the focus in the view, by what it says to a screen reader; empty where nothing has. */
  async focused(): Promise<string> {
    return (await this.innerFrame()).evaluate<string>(`(${focusedName})()`);
  }

  /** Waits until something whose name for a screen reader begins so has the focus, or, where it has none, whose words hold these. */
  async focus(name: string): Promise<void> {
    const named = `:focus[aria-label^=${JSON.stringify(name)}]`;
    const worded = `:focus:not([aria-label]):has-text(${JSON.stringify(name)})`;
    try {
      await this.frame.locator(`${named}, ${worded}`).first().waitFor();
    } catch (cause) {
      throw new Error(`“${await this.focused()}” has the focus, not “${name}”`, { cause });
    }
  }

  async #inFrame(body: string, value: unknown): Promise<void> {
    await (await this.innerFrame()).evaluate(`(${body})(${JSON.stringify(value)})`);
  }

  /** The frame that the view is drawn in. */
  async innerFrame(): Promise<Frame> {
    const handle = await this.frame.locator("body").elementHandle();
    const frame = await handle.ownerFrame();
    if (frame === null) throw new Error("the view has no frame");
    return frame;
  }
}

// These run in the page; as texts, because the tests are compiled without the types of a page.
const dropped = `(list) => {
  const data = new DataTransfer();
  data.setData("application/vnd.code.uri-list", list);
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}`;
const pasted = `({ name, base64 }) => {
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: "image/png" }));
  document.querySelector(".composer-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}`;
const posted = `(messages) => { for (const one of messages) window.postMessage(one, "*"); }`;
const composed = `(words) => new Promise((resolve) => {
  const look = () => document.querySelector(".composer-text").value.includes(words) ? resolve() : requestAnimationFrame(look);
  look();
})`;
const shownWhole = `(selector) => new Promise((resolve) => {
  const look = () => {
    const { bottom } = [...document.querySelectorAll(selector)].at(-1).getBoundingClientRect();
    bottom <= document.querySelector(".transcript").getBoundingClientRect().bottom ? resolve() : requestAnimationFrame(look);
  };
  look();
})`;
const filled = `({ word, times }) => { document.querySelector(".composer-text").value = word.repeat(times); }`;

const focusedName = `() => {
  const element = document.hasFocus() ? document.activeElement : null;
  if (element === null || element === document.body) return "";
  return element.getAttribute("aria-label") ?? element.textContent.trim();
}`;
