import { languageOf } from "../completion/languages.ts";

/** How a language writes comments; empty where it has none of the kind. */
export interface CommentStyle {
  readonly line: string;
  readonly block: readonly [open: string, close: string] | undefined;
}

/** A quoted text of JSON, as a piece of a pattern. */
const quoted = String.raw`"(?:[^"\\]|\\.)*"`;

/**
 * Reads the comments out of the text of a language configuration, the file in which an extension tells VS Code of a language's brackets
 * and comments. It is JSON with comments and loose commas, of which only these two entries matter.
 */
export function commentStyleIn(configuration: string): CommentStyle | undefined {
  const text = configuration.replace(/^\s*\/\/.*$/gm, "");
  const line = new RegExp(`"lineComment"\\s*:\\s*(?:(${quoted})|\\{[^}]*?"comment"\\s*:\\s*(${quoted}))`).exec(text);
  const block = new RegExp(`"blockComment"\\s*:\\s*\\[\\s*(${quoted})\\s*,\\s*(${quoted})`).exec(text);
  const open = unquoted(block?.[1]);
  const close = unquoted(block?.[2]);
  const style = {
    line: unquoted(line?.[1] ?? line?.[2]),
    block: open === "" || close === "" ? undefined : ([open, close] as const),
  };
  return style.line === "" && style.block === undefined ? undefined : style;
}

function unquoted(literal: string | undefined): string {
  if (literal === undefined) return "";
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}

/** What we know of a language ourselves, for an editor that tells nothing. */
export function knownCommentStyle(languageId: string): CommentStyle | undefined {
  const { lineComments, blockComments } = languageOf(languageId);
  const style = { line: lineComments[0] ?? "", block: blockComments[0] };
  return style.line === "" && style.block === undefined ? undefined : style;
}

/** How documentation is written above a declaration. */
export type DocStyle =
  /** Lines between an opening and a closing mark, each with a mark of its own. */
  | { readonly kind: "block"; readonly open: string; readonly middle: string; readonly close: string }
  | { readonly kind: "line"; readonly mark: string };

const starred: DocStyle = { kind: "block", open: "/**", middle: " *", close: " */" };
const tripleSlash: DocStyle = { kind: "line", mark: "///" };

const docStyles: Readonly<Record<string, DocStyle>> = {
  javascript: starred,
  javascriptreact: starred,
  typescript: starred,
  typescriptreact: starred,
  vue: starred,
  java: starred,
  kotlin: starred,
  scala: starred,
  groovy: starred,
  php: starred,
  c: starred,
  cpp: starred,
  "objective-c": starred,
  "objective-cpp": starred,
  rust: tripleSlash,
  csharp: tripleSlash,
  fsharp: tripleSlash,
  swift: tripleSlash,
  dart: tripleSlash,
  zig: tripleSlash,
  go: { kind: "line", mark: "//" },
  haskell: { kind: "line", mark: "-- |" },
  lua: { kind: "line", mark: "---" },
  r: { kind: "line", mark: "#'" },
  clojure: { kind: "line", mark: ";;" },
};

/** How a language documents a declaration above it; undefined where it does so elsewhere, or not at all. */
export function docStyleOf(languageId: string): DocStyle | undefined {
  return Object.hasOwn(docStyles, languageId) ? docStyles[languageId] : undefined;
}
