import type { FrameLocator, Locator, Page } from "playwright-core";
import { runCommand } from "../../scripts/editor/facetPage.ts";

/** The chat in the side bar, as a person uses it. */
export class ChatPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Shows the view and waits until it has been drawn. */
  async open(): Promise<void> {
    await runCommand(this.#page, "Facet: Show the Chat");
    await this.composer.waitFor();
  }

  get frame(): FrameLocator {
    return this.#page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
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

  get notice(): Locator {
    return this.frame.locator(".notice");
  }

  /** A button by what it says to a screen reader. */
  button(name: string): Locator {
    return this.frame.getByRole("button", { name, exact: true });
  }

  async ask(question: string): Promise<void> {
    await this.composer.fill(question);
    await this.composer.press("Enter");
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
}
