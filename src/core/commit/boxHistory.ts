/**
 * Who wrote what stands in a commit box. The user's own draft is never lost: it is kept while ours replaces it,
 * and only what we wrote ourselves is ever overwritten.
 */
export class BoxHistory {
  #ownDraft: string | undefined;
  #isOwnPrepared = false;
  #drafts: string[] = [];
  #changeKey = "";
  /** What the box held when the run began, and whether we had written it. */
  #before: { readonly text: string; readonly isOurs: boolean } | undefined;
  #lastWritten: string | undefined;
  #written = new Set<string>();

  /**
   * Begins a new draft for what the box holds now. `changeKey` names the change: with another one, earlier drafts no longer matter.
   * Texts that git itself put there are nobody's draft.
   */
  begin(boxText: string, changeKey: string, preparedTexts: readonly string[] = []): void {
    if (changeKey !== this.#changeKey) this.#drafts = [];
    this.#changeKey = changeKey;
    const isOurs = this.#lastWritten !== undefined && same(boxText, this.#lastWritten);
    if (isOurs) {
      if (!this.#drafts.includes(boxText)) this.#drafts.push(boxText);
    } else {
      this.#ownDraft = boxText;
      this.#isOwnPrepared = preparedTexts.some((prepared) => prepared !== "" && same(boxText, prepared));
    }
    this.#before = { text: boxText, isOurs };
    this.#written = new Set([boxText]);
  }

  /** The user's own words, as a hint; empty where the box held none, or only what git had prepared. */
  get hint(): string {
    return this.#isOwnPrepared ? "" : (this.#ownDraft ?? "").trim();
  }

  /** What the box held before we wrote; undefined where we never did. */
  get ownDraft(): string | undefined {
    return this.#ownDraft;
  }

  /** What was written for the same change and not taken, newest last. */
  get earlierDrafts(): readonly string[] {
    return this.#drafts.slice(-4);
  }

  /** Remembers what is about to be written. */
  write(text: string): void {
    this.#lastWritten = text;
    this.#written.add(text);
  }

  /**
   * Whether what the box holds is still what we, or the user before us, put there. The editor may report our writes late,
   * so each text of this run counts, not only the last.
   */
  isUntouched(boxText: string): boolean {
    return this.#written.has(boxText);
  }

  /** Takes a run's writing back after a stop or a failure; what the box must hold then, undefined where it is no longer ours to change. */
  takeBack(boxText: string): string | undefined {
    const before = this.#before;
    if (before === undefined || !this.isUntouched(boxText)) return undefined;
    this.#before = undefined;
    this.#lastWritten = before.isOurs ? before.text : undefined;
    return before.text;
  }

  /** Swaps the draft with what the box holds, so that a second call undoes the first; undefined where there is no draft. */
  swap(boxText: string): string | undefined {
    const draft = this.#ownDraft;
    if (draft === undefined || (draft === "" && boxText === "")) return undefined;
    this.#ownDraft = boxText;
    this.#lastWritten = this.#lastWritten !== undefined && same(boxText, this.#lastWritten) ? undefined : draft;
    return draft;
  }
}

/** Editors trim and end lines as they like. */
function same(one: string, other: string): boolean {
  return one.replace(/\r\n/g, "\n").trim() === other.replace(/\r\n/g, "\n").trim();
}
