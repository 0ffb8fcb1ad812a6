import type { Language, StringStyle } from "./languages.ts";
import { rawEnd } from "./rawText.ts";

/** A bracket that waits for its partner. */
export interface OpenBracket {
  readonly char: string;
  /** The number of its line, counted from where the scan began. */
  readonly line: number;
  /** Columns by which its line is indented, or the one on which a bracket began that its line has closed: there the statement stands. */
  readonly indent: number;
}

/** What a character did to the structure. `unmatched` closes something that was opened before the scan began. */
export type ScanEvent =
  | { readonly kind: "open"; readonly char: string }
  | { readonly kind: "close"; readonly char: string; readonly opener: OpenBracket }
  | { readonly kind: "unmatched"; readonly char: string }
  | { readonly kind: "unquote"; readonly char: string };

/** Where in the language's grammar a character stands. */
export type Place = "code" | "string" | "comment";

type Mode =
  | { readonly kind: "code" }
  | { readonly kind: "string"; readonly style: StringStyle; readonly wasOpen: boolean }
  | { readonly kind: "lineComment" }
  | { readonly kind: "blockComment"; readonly close: string }
  | { readonly kind: "regex"; isInClass: boolean }
  | { readonly kind: "heredoc"; readonly tag: string }
  | { readonly kind: "raw"; end: string }
  | { readonly kind: "lifetime"; held: string };

const code: Mode = { kind: "code" };
const partners: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);
const openers = new Set(partners.values());
const heredocStart = /<<[-~]?(?:"([A-Za-z_]\w*)"|'([A-Za-z_]\w*)'|<?([A-Z_]\w*))/;
/** The longest end of a raw text in C++ has 18 characters. */
const recentLength = 20;

function isPlain(char: string): boolean {
  const unit = char.charCodeAt(0);
  return (
    unit === 32 ||
    unit === 95 ||
    (unit >= 48 && unit <= 57) ||
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90)
  );
}

/**
 * Reads code one character at a time and knows at each whether it is code, text or comment, and which brackets are open.
 * It looks back and never ahead, so that it gives the same answer however a stream is cut; it costs the same for each
 * character. It errs on exotic syntax, but never past the end of a line where the language lets it know better.
 */
export class CodeScan {
  readonly brackets: OpenBracket[] = [];
  readonly language: Language;
  /** The last characters of all that begins a comment: any other one begins none. */
  readonly #commentEnds: string;
  /** The brackets that were open where this scan was forked off. */
  #inherited: string[] = [];
  #mode: Mode = code;
  #isEscaped = false;
  /** How many quote characters of a triple quote have just been seen. */
  #quotesInRow = 0;
  /** Set right after an empty text such as `""`, which a third quote turns into the start of a long one. */
  #emptyQuote = "";
  #recent = "\n";
  #lastCode = "\n";
  #lineText = "";
  #line = 0;
  #indent = 0;
  #isAtIndent = true;
  /** Columns by which the outermost line is indented of those whose brackets the current line has closed. */
  #closedIndent = Number.POSITIVE_INFINITY;

  constructor(language: Language) {
    this.language = language;
    const marks = [...language.lineComments, ...language.blockComments.map(([open]) => open)];
    this.#commentEnds = marks.map((mark) => mark.slice(-1)).join("");
  }

  /** A scan in the same state, which goes on by itself. */
  copy(): CodeScan {
    const copy = this.#continued();
    copy.#mode = { ...this.#mode };
    copy.#inherited = [...this.#inherited];
    copy.brackets.push(...this.brackets);
    copy.#line = this.#line;
    return copy;
  }

  /** A scan that goes on from here, with no bracket open. */
  fork(): CodeScan {
    const copy = this.#continued();
    copy.#mode = this.#mode.kind === "string" ? { ...this.#mode, wasOpen: true } : { ...this.#mode };
    copy.#inherited = [...this.#inherited, ...this.brackets.map(({ char }) => char)];
    return copy;
  }

  /** What a copy and a fork have in common. */
  #continued(): CodeScan {
    const copy = new CodeScan(this.language);
    copy.#isEscaped = this.#isEscaped;
    copy.#quotesInRow = this.#quotesInRow;
    copy.#emptyQuote = this.#emptyQuote;
    copy.#recent = this.#recent;
    copy.#lastCode = this.#lastCode;
    copy.#lineText = this.#lineText;
    copy.#indent = this.#indent;
    copy.#isAtIndent = this.#isAtIndent;
    copy.#closedIndent = this.#closedIndent;
    return copy;
  }

  /** Where the next character would stand. */
  get place(): Place {
    switch (this.#mode.kind) {
      case "code":
      case "lifetime":
        return "code";
      case "string":
      case "regex":
      case "heredoc":
      case "raw":
        return "string";
      case "lineComment":
      case "blockComment":
        return "comment";
    }
  }

  /** What ends the text that is open here, if one is. */
  get openQuote(): string {
    return this.#mode.kind === "string" ? this.#mode.style.quote : "";
  }

  /** What ends the comment or text over several lines that is open here, if one is. */
  get endOfText(): string {
    if (this.#mode.kind === "blockComment") return this.#mode.close;
    if (this.#mode.kind === "raw") return this.#mode.end;
    return this.#mode.kind === "string" && this.#mode.style.isMultiline ? this.#mode.style.quote : "";
  }

  /** The number of the current line, counted from where the scan began. */
  get line(): number {
    return this.#line;
  }

  /** Columns by which the current line is indented, as far as it has been read. */
  get indent(): number {
    return this.#indent;
  }

  /** Whether only blanks have been read of the current line. */
  get isAtIndent(): boolean {
    return this.#isAtIndent;
  }

  /** Whether a line of code begins here and nothing is open, so that what comes reads as it would by itself. */
  get isAtPlainLine(): boolean {
    const isBare = this.brackets.length === 0 && !this.#inherited.includes("${");
    return isBare && this.#mode.kind === "code" && this.#isAtIndent && this.#indent === 0 && this.#recent === "\n";
  }

  /** Goes on as if a text or comment that is open here had just ended. */
  leaveText(): void {
    this.#mode = code;
  }

  /** Reads a text of which only the state after it matters. */
  read(text: string): void {
    for (const char of text) this.push(char);
  }

  /** Reads one character. */
  push(char: string): ScanEvent | undefined {
    if (char === "\n") {
      this.#endLine();
      return undefined;
    }
    if (this.#isAtIndent) {
      if (char === " ") this.#indent += 1;
      else if (char === "\t") this.#indent += 4;
      else this.#isAtIndent = false;
    }
    const event = isPlain(char) ? this.#pushPlain(char) : this.#pushIn(char);
    this.#recent += char;
    if (this.#recent.length > 64) this.#recent = this.#recent.slice(-recentLength);
    if (this.language.hasHeredocs) this.#lineText += char;
    return event;
  }

  #endLine(): void {
    const mode = this.#mode;
    switch (mode.kind) {
      case "lineComment":
      case "regex":
      case "lifetime":
        this.#mode = code;
        break;
      case "string":
        if (!mode.style.isMultiline) this.#mode = code;
        break;
      case "heredoc":
        if (this.#lineText.trim().replace(/[;,)]+$/, "") === mode.tag) this.#mode = code;
        break;
      case "raw":
        if (mode.end === "") this.#mode = code;
        break;
      case "code":
      case "blockComment":
        break;
    }
    const heredoc = mode.kind === "code" ? heredocStart.exec(this.#lineText) : null;
    if (heredoc !== null) this.#mode = { kind: "heredoc", tag: heredoc[1] ?? heredoc[2] ?? heredoc[3] ?? "" };
    this.#isEscaped = false;
    this.#quotesInRow = 0;
    this.#emptyQuote = "";
    this.#recent = "\n";
    this.#lastCode = "\n";
    this.#lineText = "";
    this.#line += 1;
    this.#indent = 0;
    this.#isAtIndent = true;
    this.#closedIndent = Number.POSITIVE_INFINITY;
  }

  /** Reads a letter, digit or blank, which begins or ends nothing; most characters are such, so this way must be short. */
  #pushPlain(char: string): ScanEvent | undefined {
    const mode = this.#mode;
    if (mode.kind === "code") {
      this.#emptyQuote = "";
      if (char !== " ") this.#lastCode = char;
      return undefined;
    }
    if (mode.kind === "lifetime" || mode.kind === "regex") return this.#pushIn(char);
    this.#isEscaped = false;
    this.#quotesInRow = 0;
    return undefined;
  }

  #pushIn(char: string): ScanEvent | undefined {
    const mode = this.#mode;
    switch (mode.kind) {
      case "code":
        return this.#pushInCode(char);
      case "string":
        return this.#pushInString(char, mode);
      case "regex":
        this.#pushInRegex(char, mode);
        return undefined;
      case "blockComment":
        if ((this.#recent + char).endsWith(mode.close)) this.#mode = code;
        return undefined;
      case "lifetime":
        return this.#pushAfterTick(char, mode);
      case "raw":
        this.#pushInRaw(char, mode);
        return undefined;
      case "lineComment":
      case "heredoc":
        return undefined;
    }
  }

  #pushInRaw(char: string, mode: Extract<Mode, { kind: "raw" }>): void {
    if (mode.end === "") {
      if (char === "(") mode.end = `)${this.#recent.slice(this.#recent.lastIndexOf('"') + 1)}"`;
      else this.#mode = code;
      return;
    }
    if (!(this.#recent + char).endsWith(mode.end)) return;
    this.#mode = code;
    this.#lastCode = char;
  }

  #pushInString(char: string, mode: Extract<Mode, { kind: "string" }>): ScanEvent | undefined {
    const { quote, hasEscapes } = mode.style;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      this.#quotesInRow = 0;
      return undefined;
    }
    if (hasEscapes && char === "\\") {
      this.#isEscaped = true;
      return undefined;
    }
    if (quote === "`" && this.language.hasRegex && char === "{" && this.#recent.endsWith("$")) {
      this.brackets.push({ char: "${", line: this.#line, indent: this.#indent });
      this.#mode = code;
      return undefined;
    }
    this.#quotesInRow = char === quote[0] ? this.#quotesInRow + 1 : 0;
    if (this.#quotesInRow < quote.length) return undefined;
    this.#mode = code;
    this.#quotesInRow = 0;
    this.#lastCode = char;
    if (quote.length === 1 && this.#recent.endsWith(char)) this.#emptyQuote = char;
    return mode.wasOpen ? { kind: "unquote", char } : undefined;
  }

  #pushInRegex(char: string, mode: Extract<Mode, { kind: "regex" }>): void {
    if (this.#recent.endsWith("/") && this.#lastCode === "/" && (char === "/" || char === "*")) {
      this.#mode = char === "/" ? { kind: "lineComment" } : { kind: "blockComment", close: "*/" };
      this.#lastCode = "";
      return;
    }
    if (this.#lastCode === "/") this.#lastCode = "";
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === "\\") this.#isEscaped = true;
    else if (char === "[") mode.isInClass = true;
    else if (char === "]") mode.isInClass = false;
    else if (char === "/" && !mode.isInClass) {
      this.#mode = code;
      this.#lastCode = "r";
    }
  }

  #pushAfterTick(char: string, mode: Extract<Mode, { kind: "lifetime" }>): ScanEvent | undefined {
    if (mode.held === "") {
      if (char === "\\")
        this.#mode = { kind: "string", style: { quote: "'", isMultiline: false, hasEscapes: true }, wasOpen: false };
      else mode.held = char;
      this.#isEscaped = char === "\\";
      return undefined;
    }
    this.#mode = code;
    if (char === "'") return undefined;
    const first = this.#bracketEvent(mode.held);
    return this.#pushInCode(char) ?? first;
  }

  #pushInCode(char: string): ScanEvent | undefined {
    const emptyQuote = this.#emptyQuote;
    this.#emptyQuote = "";
    if (this.#beginsComment(char)) return undefined;
    if (this.language.hasLifetimes && char === "'") {
      this.#mode = { kind: "lifetime", held: "" };
      return undefined;
    }
    if (char === '"' && this.#beginsRawText()) return undefined;
    const isDigitSeparator = char === "'" && /[0-9a-fA-F]/.test(this.#lastCode) && /\d/.test(this.#recent);
    const wanted = char === emptyQuote ? char.repeat(3) : char;
    const style = isDigitSeparator ? undefined : this.language.strings.find(({ quote }) => quote === wanted);
    if (style !== undefined) {
      this.#mode = { kind: "string", style, wasOpen: false };
      this.#quotesInRow = 0;
      return undefined;
    }
    if (this.language.hasRegex && char === "/" && this.#isWhereRegexMayBegin()) {
      this.#mode = { kind: "regex", isInClass: false };
      this.#lastCode = "/";
      return undefined;
    }
    if (char !== " " && char !== "\t") this.#lastCode = char;
    return this.#bracketEvent(char);
  }

  /** A raw text that ends with a lone quote is one like any other, but for its backslashes and line ends. */
  #beginsRawText(): boolean {
    const { rawStyle } = this.language;
    const end = rawStyle === undefined ? undefined : rawEnd(rawStyle, this.#recent);
    if (end === undefined) return false;
    const style = { quote: end, isMultiline: true, hasEscapes: false };
    this.#mode = end === '"' ? { kind: "string", style, wasOpen: false } : { kind: "raw", end };
    this.#quotesInRow = 0;
    return true;
  }

  #isWhereRegexMayBegin(): boolean {
    return "\n(,=:[!&|?{};+".includes(this.#lastCode) || /(?:^|\W)(?:return|case)\s*$/.test(this.#recent);
  }

  #beginsComment(char: string): boolean {
    if (!this.#commentEnds.includes(char)) return false;
    const recent = this.#recent + char;
    for (const mark of this.language.lineComments) {
      if (!recent.endsWith(mark)) continue;
      const previous = recent[recent.length - mark.length - 1] ?? "\n";
      if (this.language.hasWordBoundComments && !/[\s;]/.test(previous)) continue;
      if (mark === "//" && previous === ":") continue;
      this.#mode = { kind: "lineComment" };
      return true;
    }
    for (const [open, close] of this.language.blockComments) {
      if (!recent.endsWith(open)) continue;
      this.#mode = { kind: "blockComment", close };
      return true;
    }
    return false;
  }

  #bracketEvent(char: string): ScanEvent | undefined {
    if (openers.has(char)) {
      this.brackets.push({ char, line: this.#line, indent: Math.min(this.#indent, this.#closedIndent) });
      return { kind: "open", char };
    }
    const partner = partners.get(char);
    if (partner === undefined) return undefined;
    const top = this.brackets.at(-1);
    if (top?.char === "${" && char === "}") {
      this.brackets.pop();
      this.#returnToTemplate(false);
      return undefined;
    }
    const at = this.brackets.findLastIndex((bracket) => bracket.char === partner);
    const opener = this.brackets[at];
    if (opener === undefined) {
      const outer = this.#inherited.at(-1);
      if (outer?.endsWith(partner) === true) this.#inherited.pop();
      if (outer === "${" && char === "}") this.#returnToTemplate(true);
      return { kind: "unmatched", char };
    }
    this.brackets.length = at;
    this.#closedIndent = Math.min(this.#closedIndent, opener.indent);
    return { kind: "close", char, opener };
  }
  #returnToTemplate(wasOpen: boolean): void {
    const style = this.language.strings.find(({ quote }) => quote === "`");
    if (style !== undefined) this.#mode = { kind: "string", style, wasOpen };
  }
}
