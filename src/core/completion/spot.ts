/** The place where text is wanted, seen without editor or file: line ends are always LF, whatever the document has. */
export interface Spot {
  /** VS Code's language identifier, such as `typescript`. */
  readonly languageId: string;
  /** The document's text up to the cursor, or its last part, beginning at a line start. */
  readonly before: string;
  /** The document's text from the cursor on, or its first part. */
  readonly after: string;
  /** What one level of indentation is here: a tab, or some blanks. */
  readonly indentUnit: string;
}

/** What may be put at a spot: ghost text with LF line ends and how much of the cursor's line it stands for. */
export interface Offer {
  readonly text: string;
  /** Characters right of the cursor, on its line, which the text replaces. */
  readonly replaces: number;
}

/** Characters after the cursor that a spot shows, at most; a shorter text is all there is. */
export const mostAfterCharacters = 4_000;
