import { symbolsNear } from "../core/completion/context/symbolsNear.ts";
import type { DefinitionSnippet } from "../shared/lsp/messages.ts";
import type { Clock } from "./clock.ts";
import type { ContextAsker } from "./contextAsker.ts";
import type { MirroredDocument } from "./documentBook.ts";

/** An answer that comes later is not waited for, ms; it serves the next time. */
const deadlineMs = 150;
/** Questions that may be open at once, so that a slow language server is not buried. */
const mostOpen = 6;
const mostSymbols = 6;
const mostKnown = 300;
/** How long a definition is believed, ms. */
const believedMs = 60_000;
/** How long it is believed that there is none elsewhere, ms: a language server that is still reading the project knows only a name's import. */
const believedNoneMs = 5_000;

interface Known {
  readonly snippets: readonly DefinitionSnippet[];
  readonly atMs: number;
}

/** A definition of a name near the cursor. */
export interface NearDefinition extends DefinitionSnippet {
  /** How near its name is: 0 the nearest. */
  readonly rank: number;
}

/** Definitions as the editor told them, by document and name. */
export class DefinitionCache {
  readonly #ask: ContextAsker;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  readonly #open = new Set<string>();

  constructor(ask: ContextAsker, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** The definitions of the names before a place, as far as they are known within the deadline. */
  async near(document: MirroredDocument, cursor: number, signal: AbortSignal): Promise<readonly NearDefinition[]> {
    const symbols = symbolsNear(document.text, cursor, document.languageId, mostSymbols);
    const keys = symbols.map(({ name }) => `${document.uri}#${name}`);
    const asked = symbols.flatMap(({ offset }, at) => {
      const key = keys[at] ?? "";
      return this.#isKnown(key) || this.#open.size >= mostOpen ? [] : [this.#learn(document, offset, key)];
    });
    if (asked.length > 0) {
      const late = new AbortController();
      await Promise.race([
        Promise.all(asked).then(() => late.abort()),
        this.#clock.pause(deadlineMs, AbortSignal.any([signal, late.signal])),
      ]);
    }
    return keys.flatMap((key, rank) => (this.#known.get(key)?.snippets ?? []).map((one) => ({ ...one, rank })));
  }

  /** Forgets what was defined in a document that has changed. */
  forget(uri: string): void {
    for (const [key, { snippets }] of this.#known) {
      if (key.startsWith(`${uri}#`) || snippets.some((one) => one.uri === uri)) this.#known.delete(key);
    }
  }

  #isKnown(key: string): boolean {
    if (this.#open.has(key)) return true;
    const known = this.#known.get(key);
    if (known === undefined) return false;
    const isNone = known.snippets.every(({ uri }) => key.startsWith(`${uri}#`));
    return this.#clock.now() - known.atMs < (isNone ? believedNoneMs : believedMs);
  }

  async #learn(document: MirroredDocument, offset: number, key: string): Promise<void> {
    this.#open.add(key);
    try {
      const positions = [document.text.positionAt(offset)];
      const snippets = await this.#ask.definitions({ uri: document.uri, positions });
      this.#known.delete(key);
      this.#known.set(key, { snippets: snippets.slice(0, 2), atMs: this.#clock.now() });
      if (this.#known.size > mostKnown)
        for (const oldest of [...this.#known.keys()].slice(0, 50)) this.#known.delete(oldest);
    } catch {
      // An editor that cannot say is asked again later; ghost text does without.
    } finally {
      this.#open.delete(key);
    }
  }
}
