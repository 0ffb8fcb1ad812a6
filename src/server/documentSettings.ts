import type { Connection } from "vscode-languageserver";
import type { CompletionSettings, Settings } from "../core/settings.ts";
import { defaultSettings, readCompletionSettings, readSettings } from "../core/settings.ts";
import { withoutRepeats } from "../core/withoutRepeats.ts";
import { wordsOfError } from "../core/wordsOfError.ts";

type Loose = Readonly<Record<string, unknown>>;

function nested(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Loose)[name] : undefined;
}

/** Settings as the client gives them: whole at the start and on change, and per document where it can be asked. */
export class DocumentSettings {
  readonly #connection: Pick<Connection, "workspace">;
  readonly #trace: (line: string) => void;
  readonly #perDocument = new Map<string, Promise<CompletionSettings>>();
  #settings: Settings = defaultSettings;
  #canAsk = false;

  constructor(connection: Pick<Connection, "workspace">, trace: (line: string) => void) {
    this.#connection = connection;
    this.#trace = withoutRepeats(trace);
  }

  get whole(): Settings {
    return this.#settings;
  }

  /** Takes `initializationOptions`. */
  begin(options: unknown, canAsk: boolean): void {
    this.#settings = readSettings(options);
    this.#canAsk = canAsk;
  }

  /** Takes `workspace/didChangeConfiguration`: `{settings: {facet: {…}}}`, or nothing where the client only says that something changed. */
  change(params: unknown): void {
    this.#perDocument.clear();
    const facet = nested(nested(params, "settings"), "facet");
    if (facet !== undefined && facet !== null) this.#settings = readSettings(facet, this.#settings);
  }

  /** The ghost text settings that hold for a document, its folder and its language. */
  completionOf(uri: string): Promise<CompletionSettings> {
    if (!this.#canAsk) return Promise.resolve(this.#settings.completion);
    const known = this.#perDocument.get(uri);
    if (known !== undefined) return known;
    const asked: Promise<CompletionSettings> = this.#connection.workspace
      .getConfiguration({ scopeUri: uri, section: "facet.completion" })
      .then((value: unknown) => readCompletionSettings(value, this.#settings.completion))
      .catch((error: unknown) => {
        this.#trace(`settings: the editor could not say those of a document: ${wordsOfError(error)}`);
        // It is asked again with the next wish.
        if (this.#perDocument.get(uri) === asked) this.#perDocument.delete(uri);
        return this.#settings.completion;
      });
    this.#perDocument.set(uri, asked);
    return asked;
  }

  forget(uri: string): void {
    this.#perDocument.delete(uri);
  }
}
