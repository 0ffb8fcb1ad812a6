import type { CodeScan, ScanEvent } from "../codeScan.ts";
import { columnsOf, indentOf } from "../indentation.ts";
import type { Spot } from "../spot.ts";
import { surroundingsOf, type OuterBracket, type Surroundings } from "../surroundings.ts";
import { BlockEnd } from "./blockEnd.ts";
import { Directives } from "./directives.ts";
import { FenceGate } from "./fenceGate.ts";
import { FollowingLines } from "./followingLines.ts";
import { LinesAgain } from "./linesAgain.ts";
import { Repetition } from "./repetition.ts";
import { TextMatcher } from "./textMatcher.ts";

/** Why a text ends before the model does. */
export type StopReason = "fence" | "control" | "suffix-line" | "dedent" | "closer" | "loop" | "lines" | "block";

/** What of a stream is certainly wanted so far, and why nothing more is, if so. It only ever grows. */
export interface StopVerdict {
  readonly kept: string;
  readonly stopped: StopReason | undefined;
}

/** What ends a text besides its own structure. */
export interface StopLimits {
  readonly maxLines: number;
  readonly controlTexts: readonly string[];
  /** The fence around the code in the prompt, longer than any in the document. */
  readonly fence: string;
}

/**
 * Reads a model's text as it arrives and decides where it stops being about the spot. It works character by character,
 * so that the outcome does not depend on how the stream is cut, and in time proportional to the text.
 */
export class StopScan {
  readonly #around: Surroundings;
  readonly #maxLines: number;
  readonly #scan: CodeScan;
  readonly #outer: OuterBracket[];
  readonly #fences: FenceGate;
  readonly #controls: TextMatcher;
  readonly #following: FollowingLines;
  readonly #directives: Directives;
  readonly #repetition = new Repetition();
  readonly #again: LinesAgain;
  /** Whether an unexpected closer is a mistake here, and not a smiley or a shell pattern. */
  readonly #isStrict: boolean;
  readonly #block: BlockEnd;
  #restOpener: OuterBracket["closedIn"] | undefined;
  #kept = "";
  #held = "";
  #line = "";
  #lineNumber = 0;
  #isReleased = false;
  #startsInCode = true;
  #startDepth = 0;
  /** The block that a line such as `} else {` closes, while that line is not complete. */
  #turning: OuterBracket | undefined;
  #columnsToSkip = 0;
  /** An answer that began with a bare fence is shown only when another one ends it. */
  #isDoubtful = false;
  #stopped: StopReason | undefined;

  /** `around` is what stands around the spot, for those who have read it already. */
  constructor(spot: Spot, limits: StopLimits, around = surroundingsOf(spot)) {
    this.#around = around;
    this.#maxLines = limits.maxLines;
    this.#scan = around.scan.fork();
    this.#outer = [...around.outer];
    const { structure, hasPreprocessor, hasWordBoundComments } = around.language;
    this.#isStrict = structure === "braces" || (structure === "indentation" && !hasWordBoundComments);
    this.#block = new BlockEnd(around);
    this.#startsInCode = this.#scan.place === "code";
    const isInText = !this.#startsInCode && around.linePrefix.trim() !== "";
    // Three backticks may also stand in a text (an example in a docstring), where a longer fence never does.
    const isPlainFence = limits.fence === "```" && structure !== "prose";
    const isFenceOpen = structure === "prose" || hasOpenFence(spot.before);
    this.#fences = new FenceGate(isPlainFence ? "" : limits.fence, isFenceOpen ? "" : "```", isInText);
    // What the document itself contains was written by a person, and may be wanted again.
    const isForeign = (text: string): boolean => !spot.before.includes(text) && !spot.after.includes(text);
    this.#controls = new TextMatcher(limits.controlTexts.filter(isForeign));
    this.#following = new FollowingLines(around);
    for (const char of around.linePrefix) this.#following.push(char, false);
    this.#again = new LinesAgain(around.linePrefix.trim() === "" ? spot.before : undefined);
    this.#directives = new Directives(hasPreprocessor ? spot.before.split("\n") : [], around.following);
    this.#restOpener = restOpenerOf(around, spot.after);
  }

  /** Reads what has arrived since the last call, mended as it would stand at the cursor. */
  feed(text: string): StopVerdict {
    for (const char of text) {
      if (this.#hasStopped()) break;
      this.#push(char);
    }
    return this.#verdict(this.#controls.pending);
  }

  /** The model has ended by itself: what was held back is decided now. */
  end(): StopVerdict {
    if (!this.#hasStopped()) this.#finish(true);
    if (!this.#hasStopped() && this.#isDoubtful) this.#stopped = "fence";
    return this.#verdict(0);
  }

  #hasStopped(): boolean {
    return this.#stopped !== undefined;
  }

  #verdict(pending: number): StopVerdict {
    if (this.#isDoubtful) return { kept: "", stopped: this.#stopped };
    const cut = !this.#hasStopped() ? Math.max(0, pending - this.#held.length) : 0;
    return { kept: this.#kept.slice(0, this.#kept.length - cut), stopped: this.#stopped };
  }

  #push(char: string): void {
    const controlLength = this.#controls.push(char);
    const { text, fence } = this.#fences.push(char, this.#startsInCode);
    if (fence === "close") {
      this.#isDoubtful = false;
      this.#finish(false);
      this.#stopped ??= "fence";
      return;
    }
    if (fence !== undefined) {
      this.#isDoubtful = fence === "doubtful";
      this.#columnsToSkip = this.#around.linePrefix.trim() === "" ? columnsOf(this.#around.linePrefix) : 0;
      return;
    }
    for (const one of text) {
      if (!this.#hasStopped()) this.#pushText(one);
    }
    if (controlLength > 0 && !this.#hasStopped()) this.#stopAtControl(controlLength);
  }

  #stopAtControl(length: number): void {
    const fromHeld = Math.min(length, this.#held.length);
    this.#held = this.#held.slice(0, this.#held.length - fromHeld);
    this.#line = this.#line.slice(0, Math.max(0, this.#line.length - length));
    this.#kept = this.#kept.slice(0, this.#kept.length - (length - fromHeld));
    this.#finish(false);
    this.#stopped ??= "control";
  }

  #pushText(char: string): void {
    if (this.#columnsToSkip > 0) {
      if (char === " " || char === "\t") {
        this.#columnsToSkip -= columnsOf(char);
        return;
      }
      this.#columnsToSkip = 0;
    }
    if (char === "\n") {
      this.#endLine();
      return;
    }
    this.#following.push(
      char,
      this.#around.language.structure === "braces" && this.#scan.brackets.length === 0 && this.#lineNumber > 0,
    );
    const event = this.#scan.push(char);
    if (event !== undefined && !this.#allows(event)) {
      if (!this.#mayTurn(char)) {
        this.#stopped = "closer";
        return;
      }
      this.#turning = this.#outer.pop();
      this.#isReleased = false;
    }
    this.#line += char;
    if (this.#isReleased) this.#kept += char;
    else {
      this.#held += char;
      this.#decide(false);
    }
    if (this.#repetition.push(char)) this.#stopped ??= "loop";
  }

  /**
   * Whether a closer may begin a line such as `} else {`, which closes a block and opens another in its place, or be part of a
   * chain of calls whose last one stays open: `a(b).c(`.
   */
  #mayTurn(char: string): boolean {
    const isInCall = char === ")" && this.#outer.at(-1)?.isOnCursorLine === true && this.#around.rest.trim() === "";
    if (isInCall && this.#lineNumber === 0 && this.#turning === undefined) return true;
    const isFirst = this.#line.trim() === "" && (this.#lineNumber > 0 || this.#around.linePrefix.trim() === "");
    const isTurn = char === "}" && isFirst && this.#turning === undefined && this.#outer.length > 0;
    return isTurn && this.#around.language.structure === "braces";
  }

  /** Judges a line that began with a closer which is there already: the block it opens must take the other one's place. */
  #endTurn(turned: OuterBracket): void {
    if (this.#lineNumber === 0 && turned.char === "(") {
      this.#endTurnedCall(turned);
      return;
    }
    const word = /^\}\s*(?:else|catch|finally|elseif|,)/.exec(this.#line.trim())?.[0];
    const isThere = word !== undefined && this.#around.following[0]?.trim().startsWith(word) === true;
    this.#turning = undefined;
    const bracket = this.#scan.brackets.pop();
    if (word === undefined || isThere || bracket?.char !== "{" || this.#scan.brackets.length > 0) {
      this.#stopped = "closer";
      return;
    }
    this.#outer.push({ ...turned, indent: bracket.indent });
    this.#block.moveOut(turned.indent);
    this.#release();
  }

  #endTurnedCall(turned: OuterBracket): void {
    const bracket = this.#scan.brackets[0];
    this.#turning = undefined;
    if (bracket?.char !== "(" || this.#scan.brackets.length > 1) {
      this.#stopped = "closer";
      return;
    }
    this.#scan.brackets.pop();
    this.#outer.push({ ...turned, indent: bracket.indent });
    this.#release();
  }

  /** Releases the line that is held back, leaves it held, or stops before it. */
  #decide(isLineComplete: boolean): void {
    if (this.#turning !== undefined) {
      if (isLineComplete) this.#endTurn(this.#turning);
      return;
    }
    const content = this.#line.trimStart();
    if (content === "" && (this.#lineNumber > 0 || this.#around.linePrefix.trim() === "")) return;
    if (this.#following.isPending && !isLineComplete) return;
    if ((this.#isDirective || this.#directives.isLeaving) && !this.#judgeDirective(isLineComplete)) return;
    if (this.#isInBlock && !this.#again.isNext(this.#line, isLineComplete)) {
      const reason = this.#block.judge(this.#line, isLineComplete);
      if (reason === "undecided") return;
      if (reason !== undefined) {
        this.#releaseBefore();
        this.#stopped = reason;
        return;
      }
    }
    this.#release();
  }

  /** Reads a line of the preprocessor's, or one behind such a line; tells whether it may be released. */
  #judgeDirective(isLineComplete: boolean): boolean {
    if (!isLineComplete) return false;
    if (this.#directives.endsBefore(this.#line)) this.#stopped = "dedent";
    return this.#stopped === undefined && !this.#directives.isLeaving;
  }

  /** Whether the line is one of the block's that the text was begun in, so that its indentation tells whether it still is. */
  get #isInBlock(): boolean {
    return this.#lineNumber > 0 && this.#startsInCode && this.#startDepth === 0;
  }

  /** Whether the line is one of the preprocessor's. */
  get #isDirective(): boolean {
    return this.#around.language.hasPreprocessor && this.#startsInCode && /^\s*#/.test(this.#line);
  }

  /** Releases what is held back but for the line that is read: lines that looked like what follows, but say too little for that. */
  #releaseBefore(): void {
    if (!this.#following.isSomeEnough)
      this.#kept += this.#held.slice(0, this.#held.length - this.#line.length).trimEnd();
  }

  #release(): void {
    this.#kept += this.#held;
    this.#held = "";
    this.#isReleased = true;
  }

  #endLine(): void {
    const isBlank = this.#line.trim() === "" && (this.#lineNumber > 0 || this.#around.linePrefix.trim() === "");
    const met = this.#following.endLine();
    if (met === "all") {
      this.#stopped = "suffix-line";
      return;
    }
    if (!this.#isReleased && !isBlank) {
      if (met === "some") this.#judgeHeldLine();
      else this.#decide(true);
    }
    if (!this.#hasStopped()) this.#beginLine();
  }

  /** A line that may belong to what follows is still held back, but may also be a reason to stop by itself. */
  #judgeHeldLine(): void {
    if (this.#turning !== undefined) {
      this.#stopped = "closer";
      return;
    }
    if ((this.#isDirective || this.#directives.isLeaving) && !this.#judgeDirective(true)) return;
    if (!this.#isInBlock || this.#again.isNext(this.#line, true)) return;
    const reason = this.#block.judge(this.#line, true);
    if (reason !== undefined && reason !== "undecided") this.#stopped = reason;
  }

  #beginLine(): void {
    if (this.#lineNumber + 1 >= this.#maxLines || (this.#lineNumber === 0 && !this.#around.isRestClosing)) {
      if (!this.#directives.isLeaving) this.#release();
      this.#stopped = "lines";
      return;
    }
    if (this.#lineNumber === 0 && opensBlockThatIsThere(this.#line, this.#around)) {
      this.#release();
      this.#stopped = "block";
      return;
    }
    if (this.#repetition.push("\n")) {
      this.#stopped = "loop";
      return;
    }
    if (this.#lineNumber === 0) this.#block.noteFirstLine(this.#line);
    this.#block.noteLine(this.#line);
    this.#again.endLine(this.#line);
    this.#scan.push("\n");
    this.#held += "\n";
    this.#line = "";
    this.#lineNumber += 1;
    this.#isReleased = false;
    this.#startsInCode = this.#scan.place === "code";
    this.#startDepth = this.#scan.brackets.length;
  }

  /** Decides what is held back; blanks at the very end are worth keeping only if more could have come. */
  #finish(keepsBlankEnd: boolean): void {
    for (const char of this.#fences.flush(this.#startsInCode).text) {
      if (!this.#hasStopped()) this.#pushText(char);
    }
    if (this.#hasStopped() || this.#isReleased) return;
    if (this.#following.isEnough) {
      this.#stopped = "suffix-line";
      return;
    }
    this.#following.forget();
    this.#decide(true);
    if (this.#directives.isLeaving) this.#stopped ??= "dedent";
    if (this.#hasStopped()) return;
    if (!keepsBlankEnd) this.#held = this.#held.trimEnd();
    this.#release();
  }

  /** Whether a bracket may stand here. Brackets of the text's own always may. */
  #allows(event: ScanEvent): boolean {
    if (event.kind === "open") this.#noticeRestOpener(event.char);
    if (event.kind !== "unmatched" || this.#around.language.structure === "prose") return true;
    const innermost = this.#outer.at(-1);
    if (innermost === undefined) {
      if (this.#around.strayClosers.has(event.char)) return !this.#isStrict;
      return !this.#isStrict || this.#block.isIndented || this.#around.isCut;
    }
    const partner = event.char === ")" ? "(" : event.char === "]" ? "[" : "{";
    if (!innermost.char.endsWith(partner)) return !this.#isStrict;
    if (innermost.closedIn === "later") return false;
    this.#outer.pop();
    this.#block.moveOut(innermost.indent);
    if (partner === "{" && innermost.isOnCursorLine && innermost.closedIn === "nowhere") this.#block.close();
    return true;
  }

  /** An opener that repeats the one at the end of the cursor's line is not the text's own: its partner is there already. */
  #noticeRestOpener(char: string): void {
    if (this.#restOpener === undefined || char !== "{" || this.#lineNumber > 0) return;
    if (this.#scan.brackets.length > 1 || this.#outer.some(({ closedIn }) => closedIn === "rest")) return;
    const bracket = this.#scan.brackets.pop();
    if (bracket !== undefined) this.#outer.push({ ...bracket, closedIn: this.#restOpener, isOnCursorLine: false });
    this.#restOpener = undefined;
  }
}

/** Whether the document has begun a fence itself, in a text that we take for code. */
function hasOpenFence(before: string): boolean {
  if (!before.includes("```")) return false;
  return (before.match(/^[ \t]*```/gm)?.length ?? 0) % 2 === 1;
}

/** Whether a text's first line repeats the opener at the end of the cursor's line, whose block has been written already. */
function opensBlockThatIsThere(line: string, { rest, following, baseIndent, isRestClosing }: Surroundings): boolean {
  const opener = rest.trimEnd().at(-1) ?? "";
  if (!isRestClosing || !"{:".includes(opener) || opener === "" || !line.trimEnd().endsWith(opener)) return false;
  return columnsOf(indentOf(following[0] ?? "")) > baseIndent;
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
