import type { CodeScan } from "../codeScan.ts";
import { columnsOf, indentOf } from "../indentation.ts";
import type { Spot } from "../spot.ts";
import { surroundingsOf, type Surroundings } from "../surroundings.ts";
import { BlockEnd } from "./blockEnd.ts";
import { DeclaredLines } from "./declaredLines.ts";
import { Directives } from "./directives.ts";
import { FenceGate } from "./fenceGate.ts";
import { FollowingLines } from "./followingLines.ts";
import { LinesAgain } from "./linesAgain.ts";
import { OuterBrackets } from "./outerBrackets.ts";
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
  readonly #outer: OuterBrackets;
  readonly #fences: FenceGate;
  readonly #controls: TextMatcher;
  readonly #following: FollowingLines;
  readonly #directives: Directives;
  readonly #repetition = new Repetition();
  readonly #again: LinesAgain;
  readonly #declared: DeclaredLines;
  readonly #block: BlockEnd;
  #kept = "";
  #held = "";
  #line = "";
  #lineNumber = 0;
  #isReleased = false;
  #startsInCode = true;
  #startDepth = 0;
  #columnsToSkip = 0;
  /** An answer that began with a bare fence is shown only when another one ends it. */
  #isDoubtful = false;
  #stopped: StopReason | undefined;

  /** `around` is what stands around the spot, for those who have read it already. */
  constructor(spot: Spot, limits: StopLimits, around = surroundingsOf(spot)) {
    this.#around = around;
    this.#maxLines = limits.maxLines;
    this.#scan = around.scan.fork();
    const { structure, hasPreprocessor } = around.language;
    this.#block = new BlockEnd(around);
    this.#outer = new OuterBrackets(around, spot.after, this.#scan, this.#block);
    this.#startsInCode = this.#scan.place === "code";
    const isInText = !this.#startsInCode && around.linePrefix.trim() !== "";
    // Three backticks may also stand in a text (an example in a docstring), where a longer fence never does.
    const isPlainFence = limits.fence === "```" && structure !== "prose";
    const isFenceOpen = structure === "prose" || hasOpenFence(spot.before);
    this.#fences = new FenceGate(isPlainFence ? "" : limits.fence, isFenceOpen ? "" : "```", isInText);
    // What the document itself contains was written by a person, and may be wanted again.
    const isForeign = (text: string): boolean => !spot.before.includes(text) && !spot.after.includes(text);
    this.#controls = new TextMatcher(limits.controlTexts.filter(isForeign));
    for (const char of around.linePrefix) this.#repetition.push(char);
    this.#following = new FollowingLines(around);
    for (const char of around.linePrefix) this.#following.push(char, false);
    this.#again = new LinesAgain(around.linePrefix.trim() === "" ? spot.before : undefined);
    this.#declared = new DeclaredLines(spot);
    this.#directives = new Directives(hasPreprocessor ? spot.before.split("\n") : [], around.following);
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
      const { linePrefix } = this.#around;
      this.#columnsToSkip = linePrefix.trim() === "" ? columnsOf(linePrefix) : Number.POSITIVE_INFINITY;
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
    if (event !== undefined && !this.#outer.allows(event, this.#lineNumber)) {
      if (!this.#outer.beginTurn(char, this.#line, this.#lineNumber)) {
        this.#stopAtCloser();
        return;
      }
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

  /** Releases the line that is held back, leaves it held, or stops before it. */
  #decide(isLineComplete: boolean): void {
    if (this.#outer.isTurning) {
      if (!isLineComplete) return;
      if (this.#outer.endTurn(this.#line, this.#lineNumber)) this.#release();
      else this.#stopAtCloser();
      return;
    }
    const content = this.#line.trimStart();
    if (content === "" && (this.#lineNumber > 0 || this.#around.linePrefix.trim() === "")) return;
    if (this.#following.isPending && !isLineComplete) return;
    if ((this.#isDirective || this.#directives.isLeaving) && !this.#judgeDirective(isLineComplete)) return;
    if (this.#lineNumber > 0 && this.#startsInCode && !this.#again.isNext(this.#line, isLineComplete)) {
      if (this.#declared.mayBe(this.#line) && !isLineComplete) return;
      if (isLineComplete && this.#declared.has(this.#line)) {
        this.#releaseBefore();
        this.#stopped = "suffix-line";
        return;
      }
    }
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

  #stopAtCloser(): void {
    // A line of closers that looked like the next one was the end of a block of the text's own.
    if (/^[\s)\]};,]*$/.test(this.#held)) this.#releaseBefore();
    this.#stopped = "closer";
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
    const isOwn = this.#isDirective && this.#directives.isInOwn;
    if (met === "all" && !isOwn) {
      this.#stopped = "suffix-line";
      return;
    }
    if (isOwn) this.#following.restart();
    if (!this.#isReleased && !isBlank) {
      if (met === "some" && !isOwn) this.#judgeHeldLine();
      else this.#decide(true);
    }
    if (!this.#hasStopped()) this.#beginLine();
  }

  /** A line that may belong to what follows is still held back, but may also be a reason to stop by itself. */
  #judgeHeldLine(): void {
    if (this.#outer.isTurning) {
      this.#stopAtCloser();
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
    if (this.#following.isEnough && !(this.#isDirective && this.#directives.isInOwn)) {
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
