import type { Locator, Page } from "playwright-core";
import { runCommand } from "../../scripts/editor/facetPage.ts";

/** VS Code's own chat, as a person uses it. */
export class EditorsChatPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Where questions are typed. */
  get input(): Locator {
    return this.#page.locator(".interactive-input-editor .view-lines").first();
  }

  /** What the editor attaches to the next question. */
  get attached(): Locator {
    return this.#page.locator(".interactive-input-part .chat-attached-context-attachment");
  }

  /** The button that opens the list of models. */
  get model(): Locator {
    return this.#page.locator('.interactive-input-part [aria-label^="Models,"]').first();
  }

  /** The button that stops the answer. */
  get stop(): Locator {
    return this.#page.locator('.interactive-input-part a[aria-label^="Cancel"]').first();
  }

  /** Opens it by our command and waits until our name stands in it. */
  async openByCommand(): Promise<void> {
    await runCommand(this.#page, "Facet: Open VS Code's Chat with @facet");
    await this.input.filter({ hasText: "@facet" }).waitFor();
  }

  /** The button that sends the question: VS Code takes the key for it only while this one can be pressed. */
  get send(): Locator {
    return this.#page
      .locator('.interactive-input-part .chat-submit-button a[aria-label^="Send"]:not(.disabled)')
      .first();
  }

  /** Begins a new conversation, in which nothing stands. */
  async beginAnew(): Promise<void> {
    await this.input.click();
    await this.#page.keyboard.press("Control+N");
    await this.questions.first().waitFor({ state: "detached" });
    await this.input.click();
    await this.#page.keyboard.press("Control+A");
    await this.#page.keyboard.press("Delete");
  }

  /** Types a question after what stands there and sends it. */
  async ask(question: string): Promise<void> {
    await this.input.click();
    await this.#page.keyboard.press("Control+End");
    await this.#page.keyboard.type(question);
    await this.#page.locator(".suggest-widget.visible").waitFor({ state: "hidden" });
    await this.send.waitFor();
    await this.#page.keyboard.press("Enter");
    await this.questions.filter({ hasText: question.trim() }).last().waitFor();
  }

  get questions(): Locator {
    return this.#page.locator(".interactive-item-container.interactive-request");
  }

  get answers(): Locator {
    return this.#page.locator(".interactive-item-container.interactive-response");
  }

  /** The answer that says something, to its end: the tools below it appear only then. */
  answer(words: string | RegExp): Locator {
    return this.answers.filter({ hasText: words }).last();
  }

  /** A follow-up question below the last answer. */
  followUp(words: string): Locator {
    return this.#page.locator(".interactive-followup-reply", { hasText: words }).last();
  }
}
