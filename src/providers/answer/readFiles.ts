import { FileType, RelativePattern, type TextDocument, type Uri, workspace } from "vscode";
import type { LeftOut, Piece } from "../../core/answers/source.ts";
import { reasonByName } from "../../core/commit/fileWorth.ts";
import { largestFile, readAs } from "../../core/conversation/readAs.ts";
import { answerMayRead } from "../../host/mayRead.ts";
import { isSecretFile } from "../../host/secretFile.ts";
import { languageOfName, nameOf } from "../chat/attachmentReader.ts";

/** A file is not read beyond that, characters. */
export const mostCharacters = 2_000_000;

/** A folder is not read beyond that. */
const mostFiles = 400;

/** What was read of files and folders. */
export interface FilesRead {
  readonly pieces: readonly Piece[];
  readonly leftOut: readonly LeftOut[];
  readonly hasFolder: boolean;
}

/** Reads files, and what may be read below folders; says of everything else why it was left out. `trace` is told what git could not say. */
export async function readFiles(uris: readonly Uri[], trace: (line: string) => void): Promise<FilesRead> {
  const leftOut: LeftOut[] = [];
  const pieces: Piece[] = [];
  let hasFolder = false;
  for (const uri of uris) {
    const isFolder = await isFolderAt(uri, leftOut);
    if (isFolder === undefined) continue;
    hasFolder ||= isFolder;
    const files = isFolder ? await filesIn(uri, leftOut, trace) : [uri];
    for (const file of files) {
      const left = mostCharacters - pieces.reduce((sum, one) => sum + one.text.length, 0);
      if (left <= 0) leftOut.push({ name: nameOf(file), reason: "passedOver" });
      else await readInto(pieces, leftOut, file, left);
    }
  }
  return { pieces, leftOut, hasFolder };
}

/** A document that is open in the editor. */
export function openDocument(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
}

async function isFolderAt(uri: Uri, leftOut: LeftOut[]): Promise<boolean | undefined> {
  if (openDocument(uri) !== undefined) return false;
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0;
  } catch {
    leftOut.push({ name: nameOf(uri), reason: "gone" });
    return undefined;
  }
}

/** The files below a folder that may be read, what says most about it first. */
async function filesIn(folder: Uri, leftOut: LeftOut[], trace: (line: string) => void): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, "**/*"), undefined, mostFiles * 5);
  const mayRead = await answerMayRead({ uris: found.map((uri) => uri.toString()) }, trace);
  const readable: Uri[] = [];
  for (const [index, uri] of found.entries()) {
    const isSecret = isSecretFile(uri);
    const withheld = reasonByName(uri.path);
    if (isSecret) leftOut.push({ name: nameOf(uri), reason: "secret" });
    else if (withheld === "binary") leftOut.push({ name: nameOf(uri), reason: "binary" });
    else if (withheld !== undefined || mayRead[index] !== true)
      leftOut.push({ name: nameOf(uri), reason: "passedOver" });
    else readable.push(uri);
  }
  const rank = ({ path }: Uri): string => `${/readme/i.test(path) ? 0 : 1}${path}`;
  const sorted = readable.sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  for (const uri of sorted.slice(mostFiles)) leftOut.push({ name: nameOf(uri), reason: "passedOver" });
  return sorted.slice(0, mostFiles);
}

async function readInto(pieces: Piece[], leftOut: LeftOut[], uri: Uri, most: number): Promise<void> {
  const name = nameOf(uri);
  if (isSecretFile(uri)) {
    leftOut.push({ name, reason: "secret" });
    return;
  }
  const open = openDocument(uri);
  if (open !== undefined) {
    put(
      pieces,
      leftOut,
      { name, languageId: open.languageId, text: open.getText(), firstLine: 1, symbolLines: [] },
      most,
    );
    return;
  }
  try {
    if ((await workspace.fs.stat(uri)).size > largestFile) {
      leftOut.push({ name, reason: "passedOver" });
      return;
    }
    const read = readAs(await workspace.fs.readFile(uri), mostCharacters);
    if (read.kind === "binary") leftOut.push({ name, reason: "binary" });
    else
      put(
        pieces,
        leftOut,
        { name, languageId: languageOfName(name), text: read.text, firstLine: 1, symbolLines: [] },
        most,
      );
    if (read.kind === "text" && read.isCut) leftOut.push({ name, reason: "cut" });
  } catch {
    leftOut.push({ name, reason: "gone" });
  }
}

function put(pieces: Piece[], leftOut: LeftOut[], piece: Piece, most: number): void {
  if (piece.text.trim() === "") return;
  if (piece.text.length > most) leftOut.push({ name: piece.name, reason: "cut" });
  pieces.push({ ...piece, text: piece.text.slice(0, most) });
}
