import type { LineRange } from "../conversation/attachment.ts";

/** What is asked about a text. */
export type Task = "explain" | "summarize";

/** A text that an answer is about, or one of several. */
export interface Piece {
  /** A path inside the workspace, or what it is where there is no path. */
  readonly name: string;
  readonly languageId: string;
  readonly text: string;
  /** The line of the document with which the text begins, counted from 1. */
  readonly firstLine: number;
  /** Lines of the text on which a symbol begins, counted from 0; empty where nobody has told. */
  readonly symbolLines: readonly number[];
}

/** A stretch of a document, in characters from its beginning. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a text came from, so that it can be shown and read again. */
export type Origin =
  /** A selection, a symbol, the surroundings of a problem. */
  | { readonly kind: "lines"; readonly uri: string; readonly span: Span; readonly lines: LineRange }
  /** Files and folders as they were chosen. */
  | { readonly kind: "files"; readonly uris: readonly string[]; readonly hasFolder: boolean }
  | { readonly kind: "changes"; readonly repositoryId: string | undefined }
  /** Gone when its terminal is. */
  | { readonly kind: "terminal" };

/** Why something was not read. */
export interface LeftOut {
  readonly name: string;
  readonly reason: "secret" | "binary" | "gone" | "cut" | "noRoom" | "passedOver" | "sampled";
}

/** All that an answer is to be about. */
export interface Source {
  readonly origin: Origin;
  /** How a person would say what it is: `cart.ts:3-9`. */
  readonly label: string;
  readonly pieces: readonly Piece[];
  readonly leftOut: readonly LeftOut[];
  /** What the editor complains about in it and the question is about; empty mostly. */
  readonly problem: string;
}
