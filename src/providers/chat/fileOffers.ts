import { type CancellationToken, workspace } from "vscode";
import { foldersAbove } from "../../core/conversation/foldersAbove.ts";
import { isSecretFile } from "../../host/secretFile.ts";
import type { Offer } from "../../shared/frames/chatFrames.ts";
import { nameOf } from "./attachmentReader.ts";

const mostOffers = 20;

/** Files and folders of the workspace whose path has the letters of a query, the likeliest first. */
export async function fileOffers(query: string, token?: CancellationToken): Promise<readonly Offer[]> {
  const letters = query.trim().slice(0, 60);
  const middle = [...letters.matchAll(/./gu)].map((one) => eitherCase(one[0])).join("");
  const find = async (pattern: string): Promise<readonly string[]> =>
    (await workspace.findFiles(pattern, "**/{node_modules,.git,dist,out}/**", 200, token))
      .filter((uri) => !isSecretFile(uri))
      .map(nameOf);
  // The editor finds files only; a folder is known by what lies in it.
  const [files, below] = await Promise.all([
    find(middle === "" ? "**/*" : `**/*${middle}*`),
    middle === "" ? [] : find(`**/*${middle}*/**`),
  ]);
  const offers = [
    ...files.map((path): Offer => ({ kind: "file", path })),
    ...foldersAbove([...files, ...below], letters).map((path): Offer => ({ kind: "folder", path })),
  ];
  return offers.sort((one, other) => rank(one.path, letters) - rank(other.path, letters)).slice(0, mostOffers);
}

/** Globs know no other way to mean both cases; what has a meaning in them is passed over. */
function eitherCase(letter: string): string {
  if (/[*?[\]{}\\!]/.test(letter)) return "?";
  const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
  return lower === upper ? letter : `[${lower}${upper}]`;
}

/** Names that begin with the query come first, then short paths. */
function rank(path: string, query: string): number {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return (name.startsWith(query.toLowerCase()) ? 0 : 10_000) + path.length;
}
