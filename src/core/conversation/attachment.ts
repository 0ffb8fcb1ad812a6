/** What a piece of context was taken from. */
export type AttachmentKind = "selection" | "file" | "folder" | "problems" | "terminal" | "changes" | "image";

/** A piece of context that goes along with a question, as it was when it was attached. */
export interface Attachment {
  readonly id: string;
  readonly kind: AttachmentKind;
  /** A path inside the workspace, or what it is where there is no path; shown and sent. */
  readonly name: string;
  /** As VS Code names it; empty where it is no code. */
  readonly languageId: string;
  /** First and last line, counted from 1; undefined = all of it. */
  readonly lines?: LineRange;
  /** Empty for an image. */
  readonly text: string;
  /** Whether only the beginning of it was read. */
  readonly isCut: boolean;
  readonly image?: AttachedImage;
}

/** Lines of a document, counted from 1, the last one included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A picture, which only a model with vision can read. */
export interface AttachedImage {
  readonly mime: string;
  readonly base64: string;
}

/** What the daemon counts for an image of any size (facts: ollama 3.5, with its two marks and line ends). */
export const tokensPerImage = 260;

/** The name of an attachment with its lines: `cart.ts:3-9`. */
export function labelOf({ name, lines }: Pick<Attachment, "name" | "lines">): string {
  if (lines === undefined) return name;
  return lines.first === lines.last ? `${name}:${lines.first}` : `${name}:${lines.first}-${lines.last}`;
}

/** Whether two attachments are the same piece of the same thing, so that the newer one replaces the older. */
export function isSamePiece(one: Attachment, other: Attachment): boolean {
  return one.kind === other.kind && labelOf(one) === labelOf(other) && one.kind !== "image" && one.kind !== "terminal";
}
