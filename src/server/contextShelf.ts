import { type EditedRegion, EditTrail, excerptOf } from "../core/completion/context/editTrail.ts";
import { isSameFamily } from "../core/completion/context/languageFamily.ts";
import { importTargetsOf, isMeant } from "../core/completion/context/moduleImports.ts";
import { type Candidate, rankSnippets } from "../core/completion/context/rankSnippets.ts";
import { signaturesOf } from "../core/completion/context/signatures.ts";
import { mostSimilarWindow } from "../core/completion/context/similarWindow.ts";
import { wordSetOf, wordsOfLine } from "../core/completion/context/wordSet.ts";
import type { Snippet } from "../core/prompts/ghostText.ts";
import type { Clock } from "./clock.ts";
import type { ContextAsker } from "./contextAsker.ts";
import { DefinitionCache } from "./definitionCache.ts";
import type { Edit, MirroredDocument } from "./documentBook.ts";
import { movedOn } from "./movedOn.ts";
import { ReadableFiles } from "./readableFiles.ts";

/** What the shelf needs from outside. */
export interface ShelfNeeds {
  readonly clock: Clock;
  /** All open documents. */
  readonly documents: () => readonly MirroredDocument[];
  /** A document's path as the user knows it. */
  readonly pathOf: (uri: string) => string;
  readonly isInWorkspace: (uri: string) => boolean;
  /** Whether a document must not be read. */
  readonly isSecret: (uri: string) => boolean;
  /** The editor, where it can be asked about files; without it the shelf does without definitions. */
  readonly ask: ContextAsker | undefined;
  /** Told of which files something is ready for a place, best first. */
  readonly onGathered?: (uri: string, paths: readonly string[]) => void;
}

/** How long a cursor must rest before anything is gathered, ms: with the deadline for definitions, less than what warming waits. */
const restMs = 100;
/** How long typing must pause, ms: what was gathered for the place is still good meanwhile. */
const typingRestMs = 600;
/** Open files that are compared, the last used first, and the lines that are read of each. */
const mostFiles = 12;
const mostLinesRead = 2_000;
const mostFileCharacters = 200_000;
/** The best pieces of that many files; Copilot's figure (facts: peers 3). */
const mostSimilar = 4;
/** Lines before the cursor that say what is being written. */
const referenceLines = 60;
/** What was gathered for a place serves that far around it, characters. */
const nearCharacters = 4_000;
/** Places that are kept: one for each document used lately. */
const mostPlaces = 24;

interface Gathered {
  offset: number;
  readonly candidates: readonly Candidate[];
}

interface FileWords {
  readonly lines: readonly string[];
  readonly words: readonly (readonly string[])[];
}

/**
 * Gathers pieces of other files that help at a place, ahead of time: when the cursor rests or typing pauses, a file at a time, so that
 * no keystroke ever waits for it. What is ready is handed out at once.
 */
export class ContextShelf {
  readonly #needs: ShelfNeeds;
  readonly #trail = new EditTrail();
  readonly #definitions: DefinitionCache | undefined;
  readonly #readable: ReadableFiles;
  readonly #gathered = new Map<string, Gathered>();
  readonly #words = new WeakMap<MirroredDocument, FileWords>();
  /** Documents by their last use, the last one at the end. */
  readonly #used = new Set<string>();
  /** Documents that changed since the last gathering, whose definitions are no longer believed. */
  readonly #changed = new Set<string>();
  #gathering = new AbortController();
  #lastEdit: { readonly uri: string; readonly end: number } | undefined;

  constructor(needs: ShelfNeeds) {
    this.#needs = needs;
    this.#definitions = needs.ask && new DefinitionCache(needs.ask, needs.clock);
    this.#readable = new ReadableFiles(needs);
  }

  /** Follows an edit, offsets before it; costs next to nothing, since it is called for each keystroke. */
  noteEdit(document: MirroredDocument, edit: Edit): void {
    const { uri } = document;
    if (this.#needs.isSecret(uri)) return;
    this.#trail.noteEdit(uri, edit);
    this.#changed.add(uri);
    const gathered = this.#gathered.get(uri);
    if (gathered !== undefined && edit.to <= gathered.offset) gathered.offset += edit.inserted - (edit.to - edit.from);
    const end = edit.from + edit.inserted;
    this.#lastEdit = { uri, end };
    this.#gatherAfter(typingRestMs, uri, end);
  }

  /** The cursor is here now; after typing it is where the edit ended, and that is no new place. */
  noteCursor(uri: string, offset: number): void {
    if (this.#needs.isSecret(uri)) return;
    this.#used.delete(uri);
    this.#used.add(uri);
    const isTyping = this.#lastEdit?.uri === uri && this.#lastEdit.end === offset;
    this.#gatherAfter(isTyping && this.#gathered.has(uri) ? typingRestMs : restMs, uri, offset);
  }

  /** Forgets a document that was closed: what is not open is not read. */
  forget(uri: string): void {
    this.#trail.forget(uri);
    this.#gathered.delete(uri);
    this.#used.delete(uri);
    this.#changed.delete(uri);
    this.#readable.forget(uri);
  }

  /** What is ready for a place, best first, and nothing of it what the code around the place says already. */
  snippetsFor(uri: string, offset: number): readonly Snippet[] {
    const gathered = this.#gathered.get(uri);
    const document = this.#documentOf(uri);
    if (gathered === undefined || document === undefined) return [];
    const isNear = Math.abs(gathered.offset - offset) <= nearCharacters;
    const candidates = isNear
      ? gathered.candidates
      : gathered.candidates.filter(({ kind }) => kind === "edit" || kind === "header");
    return rankSnippets(candidates, document.text, offset);
  }

  /** Ends what is being gathered. */
  stop(): void {
    this.#gathering.abort(movedOn);
  }

  #gatherAfter(ms: number, uri: string, offset: number): void {
    this.#gathering.abort(movedOn);
    this.#gathering = new AbortController();
    void this.#gather(ms, uri, offset, this.#gathering.signal);
  }

  async #gather(ms: number, uri: string, offset: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#needs;
    await clock.pause(ms, signal);
    const document = this.#documentOf(uri);
    const isOver = (): boolean => signal.aborted;
    if (isOver() || document === undefined) return;
    for (const changed of this.#changed) if (changed !== uri) this.#definitions?.forget(changed);
    this.#changed.clear();

    // The editor looks things up while files are compared.
    const looking = this.#definitionsNear(document, offset, signal);
    const others = this.#otherFiles(uri);
    const readable = await this.#readable.among(others.map((one) => one.uri));
    const files = others.filter((one) => readable.has(one.uri));
    const found: Candidate[] = this.#editedPieces(document, files, offset);
    const before = document.text.slice(Math.max(0, offset - 2 * nearCharacters), offset);
    const reference = wordSetOf(before.split("\n").slice(-referenceLines));
    const targets = importTargetsOf(document.languageId, document.text, this.#needs.pathOf(uri));
    const similar: Candidate[] = [];
    for (const file of files) {
      // A breath between files: whoever types meanwhile is served first.
      await clock.pause(1, signal);
      if (isOver()) return;
      const path = this.#needs.pathOf(file.uri);
      if (targets.some((target) => isMeant(path, target))) found.push(...headerOf(file, path, reference));
      if (isSameFamily(file.languageId, document.languageId))
        similar.push(...this.#similarPiece(file, path, reference));
    }
    similar.sort((one, other) => other.promise - one.promise);
    found.push(...similar.slice(0, mostSimilar), ...(await looking));
    if (isOver()) return;
    this.#gathered.delete(uri);
    this.#gathered.set(uri, { offset, candidates: found });
    const [oldest] = this.#gathered.keys();
    if (this.#gathered.size > mostPlaces && oldest !== undefined) this.#gathered.delete(oldest);
    this.#needs.onGathered?.(uri, [...new Set(found.map(({ path }) => path))]);
  }

  async #definitionsNear(
    document: MirroredDocument,
    offset: number,
    signal: AbortSignal,
  ): Promise<readonly Candidate[]> {
    const found = (await this.#definitions?.near(document, offset, signal)) ?? [];
    return found
      .filter(({ uri }) => !this.#needs.isSecret(uri))
      .map(({ uri, text, rank }) => ({
        path: this.#needs.pathOf(uri),
        text,
        kind: "definition",
        promise: 1 / (1 + rank),
      }));
  }

  #editedPieces(document: MirroredDocument, files: readonly MirroredDocument[], offset: number): Candidate[] {
    const pieces: Candidate[] = [];
    for (const [at, region] of this.#trail.regions.entries()) {
      const file = region.uri === document.uri ? document : files.find((one) => one.uri === region.uri);
      if (file === undefined || isNearCursor(region, document.uri, offset)) continue;
      const fit = isSameFamily(file.languageId, document.languageId) ? 1 : 0.4;
      const text = excerptOf(file.text, region);
      pieces.push({ path: this.#needs.pathOf(file.uri), text, kind: "edit", promise: fit / (1 + at / 2) });
    }
    return pieces;
  }

  #similarPiece(file: MirroredDocument, path: string, reference: ReadonlySet<string>): readonly Candidate[] {
    const { lines, words } = this.#wordsOf(file);
    const window = mostSimilarWindow(words, reference);
    if (window === undefined) return [];
    const text = lines.slice(window.startLine, window.endLine).join("\n");
    return [{ path, text, kind: "similar", promise: window.similarity }];
  }

  /** The words of a file's lines, read once for each of its versions. */
  #wordsOf(file: MirroredDocument): FileWords {
    const known = this.#words.get(file);
    if (known !== undefined) return known;
    const lines = file.text.slice().split(/\r\n?|\n/, mostLinesRead);
    const read = { lines, words: lines.map(wordsOfLine) };
    this.#words.set(file, read);
    return read;
  }

  /** The other open files, the last used first, then those edited, then the rest; huge ones are left out. */
  #otherFiles(uri: string): readonly MirroredDocument[] {
    const order = [...this.#used].reverse();
    const placeOf = (one: MirroredDocument): number => {
      const place = order.indexOf(one.uri);
      return place < 0 ? order.length : place;
    };
    return this.#needs
      .documents()
      .filter((one) => one.uri !== uri && !this.#needs.isSecret(one.uri) && one.text.length <= mostFileCharacters)
      .sort((one, other) => placeOf(one) - placeOf(other))
      .slice(0, mostFiles);
  }

  #documentOf(uri: string): MirroredDocument | undefined {
    return this.#needs.documents().find((one) => one.uri === uri);
  }
}

function isNearCursor(region: EditedRegion, uri: string, offset: number): boolean {
  return region.uri === uri && region.to > offset - 2 * nearCharacters && region.from < offset + nearCharacters;
}

function headerOf(file: MirroredDocument, path: string, wanted: ReadonlySet<string>): readonly Candidate[] {
  const { text, hits } = signaturesOf(file.text.slice(), wanted);
  return text === "" ? [] : [{ path, text, kind: "header", promise: Math.min(1, hits / 3) }];
}
