import type { RawStyle } from "./rawText.ts";

/** How a quoted text begins, ends and behaves. */
export interface StringStyle {
  readonly quote: string;
  /** A text that may go over line ends; any other ends with its line, so that one lone quote does little harm. */
  readonly isMultiline: boolean;
  readonly hasEscapes: boolean;
}

/**
 * What shows where a block ends: brackets, indentation, closing words such as `end`, tags, nothing (`free`: indentation
 * is a matter of taste), or there are no blocks at all (`prose`).
 */
export type Structure = "braces" | "indentation" | "keywords" | "markup" | "free" | "prose";

/** The little that stopping and polishing must know of a language; a full grammar would cost more than it saves. */
export interface Language {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  readonly strings: readonly StringStyle[];
  readonly structure: Structure;
  /** A `#` begins a comment only after a blank or at a line's start (`$#` and `a#b` are no comments). */
  readonly hasWordBoundComments: boolean;
  /** `/` may begin a regular expression, in which quotes and brackets mean nothing. */
  readonly hasRegex: boolean;
  /** `<<EOF` begins a text that ends with a line `EOF`. */
  readonly hasHeredocs: boolean;
  /** How raw texts are marked, if there are any. */
  readonly rawStyle: RawStyle | undefined;
  /** `'a` may be a lifetime, and only `'a'` is a character. */
  readonly hasLifetimes: boolean;
  /** Lines that begin with `#` are directives, which stand at column 0 wherever they are. */
  readonly hasPreprocessor: boolean;
  /** Other lines that may stand at column 0 wherever they are. */
  readonly anywhere: RegExp | undefined;
  /** The line that begins a section, of which a document has no second with that name next to it. */
  readonly section: RegExp | undefined;
  /** How a line begins of which a block has only one, whatever it goes on with: a key, the arm for everything else. */
  readonly onlyOnce: RegExp | undefined;
}

const double: StringStyle = { quote: '"', isMultiline: false, hasEscapes: true };
const single: StringStyle = { quote: "'", isMultiline: false, hasEscapes: true };
const doubleOverLines: StringStyle = { quote: '"', isMultiline: true, hasEscapes: true };
const singleOverLines: StringStyle = { quote: "'", isMultiline: true, hasEscapes: true };
const rawSingle: StringStyle = { quote: "'", isMultiline: true, hasEscapes: false };
const template: StringStyle = { quote: "`", isMultiline: true, hasEscapes: true };
const rawBacktick: StringStyle = { quote: "`", isMultiline: true, hasEscapes: false };
const tripleDouble: StringStyle = { quote: '"""', isMultiline: true, hasEscapes: true };
const tripleSingle: StringStyle = { quote: "'''", isMultiline: true, hasEscapes: true };

const plain: Language = {
  lineComments: [],
  blockComments: [],
  strings: [],
  structure: "prose",
  hasWordBoundComments: false,
  hasRegex: false,
  hasHeredocs: false,
  rawStyle: undefined,
  hasLifetimes: false,
  hasPreprocessor: false,
  anywhere: undefined,
  section: undefined,
  onlyOnce: undefined,
};

const slashComments = { lineComments: ["//"], blockComments: [["/*", "*/"]] } as const;
const hashComments = { lineComments: ["#"], blockComments: [] } as const;

const cLike: Language = { ...plain, ...slashComments, strings: [double, single], structure: "braces" };
const script: Language = { ...cLike, strings: [double, single, template], hasRegex: true };
const cFamily: Language = { ...cLike, hasPreprocessor: true };
const cpp: Language = { ...cFamily, rawStyle: "cpp" };
const withTripleQuotes: Language = { ...cLike, strings: [tripleDouble, double, single] };
const shell: Language = {
  ...plain,
  ...hashComments,
  strings: [doubleOverLines, rawSingle],
  structure: "keywords",
  hasWordBoundComments: true,
  hasHeredocs: true,
};
const markup: Language = { ...plain, blockComments: [["<!--", "-->"]], structure: "markup" };
const style: Language = { ...cLike, lineComments: [], section: /^\s*[^@\s].*\{$/ };
const json: Language = { ...cLike, strings: [double], onlyOnce: /^\s*"[^"\\]+"\s*:/ };
const python: Language = {
  ...plain,
  ...hashComments,
  strings: [tripleDouble, tripleSingle, double, single],
  structure: "indentation",
};
const sql: Language = {
  ...plain,
  lineComments: ["--"],
  blockComments: [["/*", "*/"]],
  strings: [rawSingle, double],
  structure: "free",
  section: /^\s*(?:from|where|group\s+by|order\s+by|having|limit)\b/i,
};
const settings: Language = { ...plain, ...hashComments, strings: [double, single], structure: "free" };
/** `[[name]]`, an element of a list, is no section: it may stand there again and again. */
const sections: Language = {
  ...settings,
  section: /^\s*\[[^[\]]+\]$/,
  onlyOnce: /^\s*[\p{L}_][\p{L}\p{N}_.-]*\s*=/u,
};
const yaml: Language = {
  ...settings,
  structure: "indentation",
  hasWordBoundComments: true,
  onlyOnce: /^\s*[\p{L}_][\p{L}\p{N}_.-]*:(?=\s|$)/u,
};
const ruby: Language = {
  ...plain,
  ...hashComments,
  strings: [doubleOverLines, singleOverLines],
  structure: "keywords",
  hasHeredocs: true,
};

const prose: Language = { ...plain, blockComments: [["<!--", "-->"]] };

/** An arm of a `match`, or an element with its key: each is there once, and the second would never be reached or heard. */
const arm = /^\s*[^=(){}\s][^=(){}]*=>.*[^\s{(]$/;

/** By VS Code's language identifiers. */
const languages: ReadonlyMap<string, Language> = new Map([
  ["typescript", script],
  ["typescriptreact", script],
  ["javascript", script],
  ["javascriptreact", script],
  ["python", python],
  ["go", { ...cLike, strings: [double, single, rawBacktick] }],
  [
    "rust",
    {
      ...cLike,
      strings: [doubleOverLines],
      hasLifetimes: true,
      rawStyle: "rust",
      section: arm,
      onlyOnce: /^\s*_\s*=>/,
    },
  ],
  ["java", { ...withTripleQuotes, onlyOnce: /^\s*default\s*(?:->|:)/ }],
  ["kotlin", { ...withTripleQuotes, onlyOnce: /^\s*else\s*->/ }],
  ["scala", withTripleQuotes],
  ["groovy", { ...withTripleQuotes, strings: [tripleDouble, tripleSingle, double, single] }],
  ["dart", { ...withTripleQuotes, strings: [tripleDouble, tripleSingle, double, single] }],
  ["swift", { ...cLike, strings: [tripleDouble, double], rawStyle: "swift" }],
  ["c", cFamily],
  ["cpp", cpp],
  ["cuda-cpp", cpp],
  ["objective-c", cFamily],
  ["objective-cpp", cpp],
  ["csharp", { ...withTripleQuotes, hasPreprocessor: true, rawStyle: "csharp", section: arm }],
  [
    "php",
    {
      ...cLike,
      lineComments: ["//", "#"],
      strings: [doubleOverLines, singleOverLines],
      hasHeredocs: true,
      section: arm,
    },
  ],
  ["ruby", ruby],
  ["perl", { ...shell, structure: "braces" }],
  ["shellscript", shell],
  ["powershell", { ...shell, blockComments: [["<#", "#>"]], structure: "braces", hasHeredocs: false }],
  [
    "lua",
    {
      ...plain,
      lineComments: ["--"],
      blockComments: [["--[[", "]]"]],
      strings: [double, single],
      structure: "keywords",
    },
  ],
  ["elixir", { ...ruby, strings: [tripleDouble, doubleOverLines, singleOverLines], hasHeredocs: false }],
  ["julia", { ...ruby, strings: [tripleDouble, doubleOverLines], hasHeredocs: false }],
  ["r", { ...settings, structure: "braces" }],
  ["sql", sql],
  ["html", markup],
  ["xml", markup],
  ["svg", markup],
  ["vue", markup],
  ["svelte", markup],
  ["handlebars", markup],
  ["css", style],
  ["scss", { ...style, lineComments: ["//"] }],
  ["less", { ...style, lineComments: ["//"] }],
  ["json", json],
  ["jsonc", json],
  ["json5", json],
  ["yaml", yaml],
  ["dockercompose", yaml],
  ["toml", { ...sections, strings: [tripleDouble, tripleSingle, double, { ...rawSingle, isMultiline: false }] }],
  ["ini", { ...sections, lineComments: ["#", ";"] }],
  ["properties", settings],
  [
    "dockerfile",
    {
      ...settings,
      hasWordBoundComments: true,
      hasHeredocs: true,
      section: /^(?:FROM|USER|ENTRYPOINT|CMD|WORKDIR|HEALTHCHECK)\s/i,
    },
  ],
  [
    "makefile",
    {
      ...settings,
      structure: "indentation",
      hasWordBoundComments: true,
      section: /^[^\s#:=][^#:=]*:(?!=)/,
      anywhere: /^(?:ifn?eq|ifn?def|else|endif)\b/,
    },
  ],
  // Whose list begins all its lines with 1 may do so again.
  ["markdown", { ...prose, section: /^#{1,6} \S/, onlyOnce: /^\s*(?:[2-9]|\d\d+)[.)](?=\s)/ }],
  ["mdx", prose],
  ["plaintext", plain],
  ["restructuredtext", plain],
  ["latex", { ...plain, lineComments: ["%"] }],
  ["git-commit", plain],
  ["scminput", plain],
  [
    "haskell",
    { ...plain, lineComments: ["--"], blockComments: [["{-", "-}"]], strings: [double], structure: "indentation" },
  ],
  ["fsharp", { ...withTripleQuotes, strings: [tripleDouble, double], structure: "indentation" }],
  ["coffeescript", { ...python, strings: [tripleDouble, tripleSingle, double, single] }],
]);

/** What is assumed of a language that nobody has described: brackets, and the commonest quotes. */
const unknown: Language = { ...cLike, lineComments: ["//"], strings: [double] };

/** Whether a block's lines stand one level deeper than the line that opens it. */
export function hasBlocks({ structure, hasWordBoundComments }: Language): boolean {
  return structure === "braces" || (structure === "indentation" && !hasWordBoundComments);
}

/** Whether somebody has described a language: of any other, code is only the likeliest guess. */
export function isKnownLanguage(languageId: string): boolean {
  return languages.has(languageId);
}

/** What is known of a language, or a careful guess. */
export function languageOf(languageId: string): Language {
  return languages.get(languageId) ?? unknown;
}
