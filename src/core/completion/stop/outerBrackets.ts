import type { CodeScan, ScanEvent } from "../codeScan.ts";
import type { OuterBracket, Surroundings } from "../surroundings.ts";
import type { BlockEnd } from "./blockEnd.ts";

/** Knows which of the brackets that were open at the cursor a text may still close, and tells its block when it does. */
export class OuterBrackets {
  readonly #around: Surroundings;
  readonly #scan: CodeScan;
  readonly #block: BlockEnd;
  readonly #open: OuterBracket[];
  /** Whether an unexpected closer is a mistake here, and not a smiley or a shell pattern. */
  readonly #isStrict: boolean;
  #restOpener: OuterBracket["closedIn"] | undefined;
  /** The block that a line such as `} else {` closes, while that line is not complete. */
  #turned: OuterBracket | undefined;

  /** `scan` reads the text, `block` is the one that it was begun in, and `after` is the document from the cursor on. */
  constructor(around: Surroundings, after: string, scan: CodeScan, block: BlockEnd) {
    this.#around = around;
    this.#scan = scan;
    this.#block = block;
    this.#open = [...around.outer];
    const { structure, hasWordBoundComments } = around.language;
    this.#isStrict = structure === "braces" || (structure === "indentation" && !hasWordBoundComments);
    this.#restOpener = restOpenerOf(around, after);
  }

  /** Whether the current line began with a closer whose block it may yet open again. */
  get isTurning(): boolean {
    return this.#turned !== undefined;
  }

  /** Whether a bracket may stand here. Brackets of the text's own always may. */
  allows(event: ScanEvent, lineNumber: number): boolean {
    if (event.kind === "open") this.#noticeRestOpener(event.char, lineNumber);
    if (event.kind !== "unmatched" || this.#around.language.structure === "prose") return true;
    const innermost = this.#open.at(-1);
    if (innermost === undefined) {
      if (this.#around.strayClosers.has(event.char)) return !this.#isStrict;
      return !this.#isStrict || this.#block.isIndented || this.#around.isCut;
    }
    const partner = event.char === ")" ? "(" : event.char === "]" ? "[" : "{";
    if (!innermost.char.endsWith(partner)) return !this.#isStrict;
    if (innermost.closedIn === "later") return false;
    this.#open.pop();
    this.#block.moveOut(innermost.indent);
    if (partner === "{" && innermost.isOnCursorLine && innermost.closedIn === "nowhere") this.#block.close();
    return true;
  }

  /**
   * Takes a closer that may not stand where it does, if it may begin a line such as `} else {`, which closes a block and opens another in
   * its place, or be part of a chain of calls whose last one stays open: `a(b).c(`. `line` is what stands before it.
   */
  beginTurn(char: string, line: string, lineNumber: number): boolean {
    if (this.isTurning || !this.#mayTurn(char, line, lineNumber)) return false;
    this.#turned = this.#open.pop();
    return true;
  }

  /** Judges a line that began so, once it is complete: the block it opens must take the other one's place. */
  endTurn(line: string, lineNumber: number): boolean {
    const turned = this.#turned;
    this.#turned = undefined;
    if (turned === undefined) return false;
    return lineNumber === 0 && turned.char === "(" ? this.#endTurnedCall(turned) : this.#endTurnedBlock(turned, line);
  }

  #mayTurn(char: string, line: string, lineNumber: number): boolean {
    const { linePrefix, rest, language } = this.#around;
    const isInCall = char === ")" && this.#open.at(-1)?.isOnCursorLine === true && rest.trim() === "";
    if (isInCall && lineNumber === 0) return true;
    const isFirst = line.trim() === "" && (lineNumber > 0 || linePrefix.trim() === "");
    return char === "}" && isFirst && this.#open.length > 0 && language.structure === "braces";
  }

  #endTurnedBlock(turned: OuterBracket, line: string): boolean {
    const word = /^\}\s*(?:else|catch|finally|elseif|,)/.exec(line.trim())?.[0];
    const isThere = word !== undefined && this.#around.following[0]?.trim().startsWith(word) === true;
    const bracket = this.#scan.brackets.pop();
    if (word === undefined || isThere || bracket?.char !== "{" || this.#scan.brackets.length > 0) return false;
    this.#open.push({ ...turned, indent: bracket.indent });
    this.#block.moveOut(turned.indent);
    return true;
  }

  #endTurnedCall(turned: OuterBracket): boolean {
    const [bracket] = this.#scan.brackets;
    if (bracket?.char !== "(" || this.#scan.brackets.length > 1) return false;
    this.#scan.brackets.pop();
    this.#open.push({ ...turned, indent: bracket.indent });
    return true;
  }

  /** An opener that repeats the one at the end of the cursor's line is not the text's own: its partner is there already. */
  #noticeRestOpener(char: string, lineNumber: number): void {
    if (this.#restOpener === undefined || char !== "{" || lineNumber > 0) return;
    if (this.#scan.brackets.length > 1 || this.#open.some(({ closedIn }) => closedIn === "rest")) return;
    const bracket = this.#scan.brackets.pop();
    if (bracket !== undefined) this.#open.push({ ...bracket, closedIn: this.#restOpener, isOnCursorLine: false });
    this.#restOpener = undefined;
  }
}

/** Where the `{` at the end of the cursor's line is closed, if there is one. */
function restOpenerOf(around: Surroundings, after: string): OuterBracket["closedIn"] | undefined {
  if (!around.isRestClosing || !around.rest.trimEnd().endsWith("{")) return undefined;
  const scan = around.scan.fork();
  scan.read(around.rest);
  const depth = scan.brackets.length;
  for (const char of after.slice(around.rest.length)) {
    scan.push(char);
    if (scan.brackets.length < depth) return "later";
  }
  return "nowhere";
}
