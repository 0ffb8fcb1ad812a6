/** What a fence gate lets through, and what it has found. */
export interface Passed {
  readonly text: string;
  /** `open`: the fence that begins an answer wrapped by mistake; `doubtful`: one that may open or close; `close`: the end. */
  readonly fence?: "open" | "doubtful" | "close";
}

const nothing: Passed = { text: "" };

/** How a model begins that says what it will do before it does it, in a fence. */
const prefaces = [
  "here is",
  "here's",
  "here are",
  "here’s",
  "sure",
  "sorry,",
  "okay,",
  "ok,",
  "alright,",
  "below is",
  "the following",
  "certainly",
  "of course",
  "the completed",
  "the code",
];

/**
 * Holds back the beginning of each line while it may become a fence, so that nothing downstream takes backticks for
 * quotes. A fence at the very start is read to its line's end: with a language behind it, or a line that announces it before it, it
 * wraps what follows.
 */
export class FenceGate {
  readonly #always: string;
  readonly #inCode: string;
  #buffer = "";
  /** Lines at the very start that announce a fence, if one follows. */
  #preface = "";
  #isAtLineStart: boolean;
  #isHead = true;

  /** `always` is the prompt's own fence; `inCode` one that is a fence only where the line does not begin in a string. */
  constructor(always: string, inCode: string, isFirstLineFree: boolean) {
    this.#always = always;
    this.#inCode = inCode;
    this.#isAtLineStart = !isFirstLineFree;
    this.#isHead = !isFirstLineFree;
  }

  /** Reads one character; `isCode` tells whether the line begins in code. */
  push(char: string, isCode: boolean): Passed {
    if (!this.#isAtLineStart) {
      if (char === "\n") this.#isAtLineStart = true;
      return { text: char };
    }
    this.#buffer += char;
    const content = this.#buffer.trimStart();
    if (char === "\n") return this.#endHeldLine(content, isCode);
    if (content === "") return nothing;
    if (this.#isFence(content, isCode)) {
      if (this.#isHead) return nothing;
      this.#buffer = "";
      return { text: "", fence: "close" };
    }
    if (this.#mayBecomeFence(content, isCode) || this.#mayBecomePreface(content, isCode)) return nothing;
    this.#isAtLineStart = false;
    this.#isHead = false;
    return { text: this.#taken() };
  }

  /** What is held back, when no more comes. */
  flush(isCode: boolean): Passed {
    const isFence = this.#isHead && this.#isFence(this.#buffer.trimStart(), isCode);
    const text = this.#taken();
    return isFence ? { text: "", fence: "close" } : { text };
  }

  #endHeldLine(content: string, isCode: boolean): Passed {
    const line = content.trimEnd();
    if (this.#isHead && line !== "" && this.#isFence(line, isCode)) {
      this.#isHead = false;
      const isBare = /^`+\s*$/.test(line) && this.#preface === "";
      this.#taken();
      return { text: "", fence: isBare ? "doubtful" : "open" };
    }
    const isAnnouncing = line === "" ? this.#preface !== "" : /[:.!]$/.test(line);
    if (this.#isHead && isAnnouncing) {
      this.#preface += this.#buffer;
      this.#buffer = "";
      return nothing;
    }
    if (line !== "") this.#isHead = false;
    return { text: this.#taken() };
  }

  /** What is held back, which is so no longer. */
  #taken(): string {
    const text = this.#preface + this.#buffer;
    this.#preface = "";
    this.#buffer = "";
    return text;
  }

  #isFence(content: string, isCode: boolean): boolean {
    return this.#marks(isCode).some((mark) => content.startsWith(mark));
  }

  #mayBecomeFence(content: string, isCode: boolean): boolean {
    return this.#marks(isCode).some((mark) => mark.startsWith(content));
  }

  #mayBecomePreface(content: string, isCode: boolean): boolean {
    if (!this.#isHead || !isCode || this.#inCode === "") return false;
    const said = content.toLowerCase();
    return prefaces.some((one) => said.startsWith(one) || one.startsWith(said));
  }

  #marks(isCode: boolean): string[] {
    return [this.#always, isCode ? this.#inCode : ""].filter((mark) => mark !== "");
  }
}
