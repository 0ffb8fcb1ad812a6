import type { OfferEnd, OfferOutcome, OfferSource } from "../core/statistics/outcome.ts";
import { cameInOnePiece } from "./cameInOnePiece.ts";
import type { Edit } from "./documentBook.ts";

/** What an offer cost the daemon; known once its stream has ended, and nothing where it was there already. */
export interface OfferCost {
  readonly promptTokens: number;
  readonly promptEvaluationMs: number;
  readonly generatedTokens: number;
}

/** The cost of what was there already. */
export const noCost: OfferCost = { promptTokens: 0, promptEvaluationMs: 0, generatedTokens: 0 };

/** An offer as it was shown. */
export interface ShownOffer {
  readonly uri: string;
  readonly languageId: string;
  readonly source: OfferSource;
  readonly toOfferMs: number;
  /** Where the text would be put: the cursor's offset in the document. */
  readonly offset: number;
  /** The text with the document's own line ends. */
  readonly text: string;
  /** The ids that its items carry, the one for each choice. */
  readonly ids: readonly number[];
  readonly cost: () => OfferCost;
}

/** Text of an offer that was accepted. */
export interface AcceptedText {
  readonly uri: string;
  readonly languageId: string;
  readonly source: OfferSource;
  readonly start: number;
  readonly end: number;
}

interface Watched {
  readonly first: ShownOffer;
  ids: readonly number[];
  start: number;
  text: string;
  /** Characters of the text that stand in the document now. */
  taken: number;
  shownCharacters: number;
  /** Characters that the editor put in, not the keys. */
  acceptedCharacters: number;
  /** Whether lines or only words of it were put in so. */
  part: "line" | "word" | undefined;
  /** All of it stands in the document through one change; the editor's word may still come. */
  isWhole: boolean;
}

/**
 * Learns what became of each offer. One offer is one record, however often it is shown again while a person types along. The editor tells
 * only of offers that were accepted as a whole; a word or a line of one is read from the text: one change that puts in two or more of
 * its characters.
 */
export class OfferLog {
  readonly #tell: (outcome: OfferOutcome) => void;
  readonly #accepted: (accepted: AcceptedText) => void;
  readonly #watched = new Map<string, Watched>();

  /** `accepted` hears of all or parts of an offer that stand in the document, with offsets of that moment. */
  constructor(tell: (outcome: OfferOutcome) => void, accepted: (accepted: AcceptedText) => void = () => undefined) {
    this.#tell = tell;
    this.#accepted = accepted;
  }

  /** An offer is shown; what was shown before in that document is decided by that, unless it is the same offer's rest. */
  noteShown(shown: ShownOffer): void {
    const old = this.#watched.get(shown.uri);
    if (old !== undefined && isRestOf(old, shown)) {
      old.text = old.text.slice(0, old.taken) + shown.text;
      old.shownCharacters = Math.max(old.shownCharacters, old.text.length);
      old.ids = [...old.ids, ...shown.ids].slice(-20);
      return;
    }
    this.#decide(shown.uri);
    this.#watched.set(shown.uri, {
      first: shown,
      ids: shown.ids,
      start: shown.offset,
      text: shown.text,
      taken: 0,
      shownCharacters: shown.text.length,
      acceptedCharacters: 0,
      part: undefined,
      isWhole: false,
    });
  }

  /** Follows an edit, offsets before it. */
  noteEdit(uri: string, edit: Edit): void {
    const watched = this.#watched.get(uri);
    if (watched === undefined) return;
    const { start, text, taken } = watched;
    const cursor = start + taken;
    if (watched.isWhole) this.#decide(uri);
    else if (edit.to < start) watched.start += edit.inserted - (edit.to - edit.from);
    else if (edit.from > cursor) return;
    else if (edit.text === "" && edit.from >= start && edit.to === cursor) watched.taken = edit.from - start;
    else if (edit.from >= start && edit.from <= cursor && text.startsWith(edit.text, edit.from - start)) {
      noteTaken(watched, edit);
    } else this.#decide(uri);
  }

  /** The editor says that the offer with this id was accepted as a whole. */
  noteAccepted(id: unknown): void {
    for (const [uri, watched] of this.#watched) {
      if (!watched.ids.some((one) => one === id)) continue;
      // The edit itself may still be on its way.
      if (!watched.isWhole) watched.acceptedCharacters += watched.text.length - watched.taken;
      this.#end(uri, watched, "accepted", false);
      return;
    }
  }

  /** The offer went away: Escape, undo, or its document was closed. */
  noteGone(uri: string): void {
    this.#decide(uri);
  }

  #decide(uri: string): void {
    const watched = this.#watched.get(uri);
    if (watched === undefined) return;
    this.#end(uri, watched, watched.isWhole ? "accepted" : (watched.part ?? "dismissed"), true);
  }

  #end(uri: string, watched: Watched, outcome: OfferEnd, isEstimate: boolean): void {
    this.#watched.delete(uri);
    const { languageId, source, toOfferMs, cost } = watched.first;
    const { shownCharacters, acceptedCharacters, start, taken } = watched;
    const characters = { shownCharacters, acceptedCharacters };
    this.#tell({ languageId, source, toOfferMs, ...cost(), ...characters, outcome, isEstimate });
    if (outcome !== "dismissed" && taken > 0) this.#accepted({ uri, languageId, source, start, end: start + taken });
  }
}

/** Whether an offer goes on where the watched one stands now, with the same text as far as both go. */
function isRestOf({ start, text, taken, isWhole }: Watched, shown: ShownOffer): boolean {
  const rest = text.slice(taken);
  if (isWhole || shown.offset !== start + taken || rest === "") return false;
  return rest.startsWith(shown.text) || shown.text.startsWith(rest);
}

function noteTaken(watched: Watched, edit: Edit): void {
  const upTo = edit.from - watched.start + edit.text.length;
  const added = watched.text.slice(watched.taken, upTo);
  watched.taken = Math.max(watched.taken, upTo);
  if (!cameInOnePiece(added)) return;
  watched.acceptedCharacters += added.length;
  if (added.length === watched.text.length || watched.taken === watched.text.length) watched.isWhole = true;
  else if (added.endsWith("\n")) watched.part = "line";
  else watched.part ??= "word";
}
