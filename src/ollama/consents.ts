import { createHash } from "node:crypto";
import type { Memory } from "./memory.ts";

/** What is never used without the user's word. */
export type ConsentKind = "endpoint" | "remoteModel" | "licence";

/** What the user has agreed to, once and for good. */
export class Consents {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  has(what: ConsentKind, subject: string): boolean {
    return this.#memory.get(keyOf(what, subject)) === true;
  }

  async grant(what: ConsentKind, subject: string): Promise<void> {
    await this.#memory.update(keyOf(what, subject), true);
  }

  /** Whether this very licence has been accepted, for this model or for another one that comes under the same. */
  hasLicence(model: string, text: string): boolean {
    if (this.has("licence", licenceId(text))) return true;
    if (!this.has("licence", model)) return false;
    void this.grant("licence", licenceId(text));
    return true;
  }
}

function keyOf(what: ConsentKind, subject: string): string {
  return `facet.consent.${what} ${subject}`;
}

function licenceId(text: string): string {
  return createHash("sha256").update(text.replace(/\s+/g, " ").trim()).digest("hex");
}
