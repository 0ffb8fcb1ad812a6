import type { Connection } from "vscode-languageserver";
import { withoutRepeats } from "../core/withoutRepeats.ts";
import { wordsOfError } from "../core/wordsOfError.ts";
import type { DefinitionSnippet, DefinitionsParams } from "../shared/lsp/messages.ts";
import { definitionsRequest, mayReadRequest } from "../shared/lsp/messages.ts";

/** What only the editor knows about other files. */
export interface ContextAsker {
  definitions(params: DefinitionsParams): Promise<readonly DefinitionSnippet[]>;
  /** One answer for each uri: whether it may be read for context. */
  mayRead(uris: readonly string[]): Promise<readonly boolean[]>;
}

/** Asks a host of ours; that it could not say is traced, since whoever asks does without. */
export function hostAsker(connection: Connection): ContextAsker {
  const trace = withoutRepeats((line) => connection.console.debug(line));
  const traced = <T>(what: string, asked: Promise<T>): Promise<T> =>
    asked.catch((error: unknown) => {
      trace(`context: the editor could not say ${what}: ${wordsOfError(error)}`);
      throw error;
    });
  return {
    definitions: (params) => traced("what is defined where", connection.sendRequest(definitionsRequest, params)),
    mayRead: (uris) => traced("what may be read", connection.sendRequest(mayReadRequest, { uris })),
  };
}
