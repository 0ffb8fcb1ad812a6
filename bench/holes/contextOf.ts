import { setImmediate as turn } from "node:timers/promises";
import { DocumentText } from "../../src/core/documentText.ts";
import type { Snippet } from "../../src/core/prompts/ghostText.ts";
import { ContextShelf } from "../../src/server/contextShelf.ts";
import type { MirroredDocument } from "../../src/server/documentBook.ts";
import type { Hole } from "./punchHoles.ts";

/** What the product gathers from the files beside a hole's, as if a person had them open. */
export async function contextOf({ file, before, after }: Hole): Promise<readonly Snippet[]> {
  const uriOf = (path: string): string => `file:///workspace/${encodeURI(path)}`;
  const paths = new Map([file, ...file.siblings].map(({ path }) => [uriOf(path), path]));
  const mirrored = (path: string, text: string): MirroredDocument => ({
    uri: uriOf(path),
    languageId: file.languageId,
    version: 1,
    text: DocumentText.of(text),
  });
  const document = mirrored(file.path, before + after);
  const others = file.siblings.map(({ path, text }) => mirrored(path, text));
  const shelf = new ContextShelf({
    clock: { now: () => 0, pause: () => Promise.resolve() },
    documents: () => [document, ...others],
    pathOf: (uri) => paths.get(uri) ?? uri,
    isInWorkspace: () => true,
    isSecret: () => false,
    ask: undefined,
  });
  shelf.noteCursor(document.uri, before.length);
  // Gathering takes as many turns as there are files, and no time.
  for (let turns = 0; turns < 20; turns++) await turn();
  const snippets = shelf.snippetsFor(document.uri, before.length);
  shelf.stop();
  return snippets;
}
