import type { Connection } from "vscode-languageserver";
import type { DefinitionSnippet, DefinitionsParams } from "../shared/lsp/messages.ts";
import { definitionsRequest, mayReadRequest } from "../shared/lsp/messages.ts";

/** What only the editor knows about other files. */
export interface ContextAsker {
  definitions(params: DefinitionsParams): Promise<readonly DefinitionSnippet[]>;
  /** One answer for each uri: whether it may be read for context. */
  mayRead(uris: readonly string[]): Promise<readonly boolean[]>;
}

/** Asks a host of ours. */
export function hostAsker(connection: Connection): ContextAsker {
  return {
    definitions: (params) => connection.sendRequest(definitionsRequest, params),
    mayRead: (uris) => connection.sendRequest(mayReadRequest, { uris }),
  };
}
