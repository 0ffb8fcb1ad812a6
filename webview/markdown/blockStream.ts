/** A top-level block of a text; lines are counted from 0, `endLine` is the first one after it. */
export interface Block {
  readonly kind: "list" | "table" | "code" | "other";
  readonly firstLine: number;
  readonly endLine: number;
  /** Where the items of a list or the rows of a table begin, the row of headings among them. */
  readonly parts: readonly number[];
  /** The mark of a list. */
  readonly mark: string;
}

/** What has become certain of a text that is still growing; drawn once and never touched again. */
export type Piece =
  /** Blocks that are complete. With `joins`, the first of them goes on with the list or table before it. */
  | { readonly kind: "blocks"; readonly source: string; readonly joins: boolean }
  | { readonly kind: "codeBegin"; readonly language: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "codeEnd" };

/** What has changed by a piece of text. */
export interface Growth {
  readonly pieces: readonly Piece[];
  /** What is not certain yet, to be drawn anew each time; short, however long the whole is. */
  readonly live: string;
  /** Whether the live text goes on with the list or table before it. */
  readonly liveJoins: boolean;
}

/** Lists and tables longer than that are given out item by item, characters. */
const longBlock = 1_000;

/** Parts of a list or table that stay live: the last may grow, and the one before it may turn out to be loose. */
const livePart = 2;

const openingFence = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`\n]*)\n/;

/**
 * Divides a growing Markdown text into what is certain and what is not, so that drawing costs as much as what is new.
 * A block is certain when another one begins after it in a complete line: only then nothing that comes can change it.
 */
export class BlockStream {
  readonly #blocksOf: (source: string) => readonly Block[];
  #tail = "";
  #fence: string | undefined;
  /** The kind of the list or table that has been given out in part: a list's mark, a table's head. */
  #open:
    { readonly kind: "list"; readonly mark: string } | { readonly kind: "table"; readonly head: string } | undefined;

  constructor(blocksOf: (source: string) => readonly Block[]) {
    this.#blocksOf = blocksOf;
  }

  /** Takes the next piece of the text. */
  append(text: string): Growth {
    this.#tail += text;
    return this.#grow(/\n/.test(text));
  }

  /** Takes that nothing more comes. */
  finish(): Growth {
    const growth = this.#grow(true);
    const pieces = [...growth.pieces];
    if (this.#fence !== undefined) {
      const closes = this.#isClosing(this.#tail);
      if (this.#tail !== "" && !closes) pieces.push({ kind: "code", text: this.#tail });
      pieces.push({ kind: "codeEnd" });
    } else if (growth.live.trim() !== "") {
      pieces.push({ kind: "blocks", source: growth.live, joins: growth.liveJoins });
    }
    this.#tail = "";
    this.#fence = undefined;
    this.#open = undefined;
    return { pieces, live: "", liveJoins: false };
  }

  #grow(hasNewLine: boolean): Growth {
    const pieces: Piece[] = [];
    if (this.#fence !== undefined) this.#takeCode(pieces);
    // Blocks become certain only by complete lines.
    while (this.#fence === undefined && hasNewLine && this.#takeBlocks(pieces));
    if (this.#fence !== undefined) return { pieces, live: "", liveJoins: false };
    return { pieces, live: this.#source(), liveJoins: this.#joins() };
  }

  /** The tail as it is parsed: the rest of a table needs its head again. */
  #source(): string {
    return this.#open?.kind === "table" ? this.#open.head + this.#tail : this.#tail;
  }

  /** A list or table is cut where an item of it begins, so what follows the cut belongs to it. */
  #joins(): boolean {
    return this.#open !== undefined && this.#tail.trim() !== "";
  }

  /** Gives out what is certain; true if there may be more. */
  #takeBlocks(pieces: Piece[]): boolean {
    const fence = openingFence.exec(this.#tail.replace(/^(?:[ \t]*\n)+/, ""));
    if (fence !== null) {
      const skipped = /^(?:[ \t]*\n)*/.exec(this.#tail)?.[0].length ?? 0;
      this.#tail = this.#tail.slice(skipped + fence[0].length);
      this.#fence = fence[1] ?? "";
      this.#open = undefined;
      pieces.push({ kind: "codeBegin", language: (fence[2] ?? "").trim().split(/\s/, 1)[0] ?? "" });
      this.#takeCode(pieces);
      return true;
    }
    const head = this.#open?.kind === "table" ? this.#open.head : "";
    const end = this.#tail.lastIndexOf("\n") + 1;
    const complete = head + this.#tail.slice(0, end);
    const blocks = this.#blocksOf(complete);
    const [first] = blocks;
    const last = blocks.at(-1);
    if (first === undefined || last === undefined) return false;
    const lines = complete.split("\n");
    const joins = this.#joins();
    if (first !== last) {
      // Code is given out line by line, so it begins a piece of its own.
      const border = blocks.find((one) => one.kind === "code") ?? last;
      this.#give(pieces, lines, border.firstLine, joins, head);
      this.#open = undefined;
      return true;
    }
    const border = last.parts.at(-livePart);
    const isFirstRow = last.kind === "table" && border !== undefined && border <= last.firstLine + 1;
    if (
      (last.kind !== "list" && last.kind !== "table") ||
      border === undefined ||
      isFirstRow ||
      complete.length < longBlock
    )
      return false;
    if (border <= last.firstLine) return false;
    this.#give(pieces, lines, border, joins, head);
    this.#open =
      last.kind === "list"
        ? { kind: "list", mark: last.mark }
        : { kind: "table", head: `${lines.slice(last.firstLine, last.firstLine + 2).join("\n")}\n` };
    return false;
  }

  #give(pieces: Piece[], lines: readonly string[], toLine: number, joins: boolean, head: string): void {
    const source = `${lines.slice(0, toLine).join("\n")}\n`;
    pieces.push({ kind: "blocks", source, joins });
    this.#tail = this.#tail.slice(source.length - head.length);
  }

  #takeCode(pieces: Piece[]): void {
    let taken = "";
    for (;;) {
      const end = this.#tail.indexOf("\n");
      const line = end < 0 ? this.#tail : this.#tail.slice(0, end);
      if (end < 0) {
        // A line that may become the closing fence is held back.
        if (line !== "" && !/^ {0,3}[`~]*[ \t]*$/.test(line)) {
          taken += line;
          this.#tail = "";
          this.#isInLine = true;
        }
        break;
      }
      this.#tail = this.#tail.slice(end + 1);
      if (!this.#isInLine && this.#isClosing(line)) {
        this.#fence = undefined;
        break;
      }
      this.#isInLine = false;
      taken += `${line}\n`;
    }
    if (taken !== "") pieces.push({ kind: "code", text: taken });
    if (this.#fence === undefined) pieces.push({ kind: "codeEnd" });
  }

  /** Whether the beginning of the current code line has been given out. */
  #isInLine = false;

  #isClosing(line: string): boolean {
    const fence = this.#fence ?? "";
    const match = /^ {0,3}(`+|~+)[ \t]*$/.exec(line.replace(/\r$/, ""));
    return match !== null && !this.#isInLine && (match[1] ?? "").startsWith(fence);
  }
}
