/// <reference types="highlight.js" />
import highlighter from "highlight.js/lib/common";
import cmake from "highlight.js/lib/languages/cmake";
import dart from "highlight.js/lib/languages/dart";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import elixir from "highlight.js/lib/languages/elixir";
import haskell from "highlight.js/lib/languages/haskell";
import powershell from "highlight.js/lib/languages/powershell";
import scala from "highlight.js/lib/languages/scala";
import { sanitized } from "./sanitize.ts";

for (const [name, language] of Object.entries({ cmake, dart, dockerfile, elixir, haskell, powershell, scala })) {
  highlighter.registerLanguage(name, language);
}

const aliases: Readonly<Record<string, string>> = {
  typescriptreact: "typescript",
  javascriptreact: "javascript",
  vue: "xml",
  svelte: "xml",
  shellscript: "bash",
  jsonc: "json",
};

/** Longer code stays plain: colours are not worth a frame that stands still. */
const longestHighlight = 60_000;

/** Code as coloured nodes; plain where its language is not known. */
export function highlighted(code: string, language: string): DocumentFragment {
  const name = aliases[language.toLowerCase()] ?? language.toLowerCase();
  if (code.length > longestHighlight || highlighter.getLanguage(name) === undefined) {
    const plain = document.createDocumentFragment();
    plain.append(code);
    return plain;
  }
  return sanitized(highlighter.highlight(code, { language: name, ignoreIllegals: true }).value);
}
