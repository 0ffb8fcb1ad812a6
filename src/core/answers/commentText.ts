import type { CommentStyle, DocStyle } from "./commentStyle.ts";

/** Columns that a comment fills, unless told otherwise. */
const usualWidth = 100;

/** No comment is narrower than that, however deep it stands. */
const leastWidth = 40;

/** What a comment looks like, whatever wrote it. */
type Frame =
  | { readonly kind: "line"; readonly mark: string }
  | { readonly kind: "block"; readonly open: string; readonly middle: string; readonly close: string };

/** An answer as a comment above code that is indented so; ends with a line end. Undefined where the language has no comments. */
export function commentText(
  markdown: string,
  style: CommentStyle | DocStyle | undefined,
  indent: string,
  width = usualWidth,
): string | undefined {
  const frame = style === undefined ? undefined : "kind" in style ? style : frameOf(style);
  if (frame === undefined) return undefined;
  const columns = Math.max(leastWidth, width - indent.length - 3);
  const lines = wrapped(plainTextOf(markdown), columns);
  if (lines.length === 0) return "";
  if (frame.kind === "line") return lines.map((line) => ended(indent, frame.mark, line)).join("");
  const close = frame.close.trim();
  // What would end the comment early gets a blank into it.
  const safe = lines.map((line) => line.replaceAll(close, `${close.slice(0, 1)} ${close.slice(1)}`));
  return [
    `${indent}${frame.open}\n`,
    ...safe.map((line) => ended(indent, frame.middle, line)),
    `${indent}${frame.close}\n`,
  ].join("");
}

function frameOf({ line, block }: CommentStyle): Frame | undefined {
  if (line !== "") return { kind: "line", mark: line };
  if (block === undefined) return undefined;
  return {
    kind: "block",
    open: block[0],
    middle: block[0] === "/*" ? " *" : "",
    close: block[0] === "/*" ? " */" : block[1],
  };
}

function ended(indent: string, mark: string, line: string): string {
  return `${`${indent}${mark}${mark === "" ? "" : " "}${line}`.trimEnd()}\n`;
}

/** Markdown as lines of plain text: no marks of headings and emphasis, no fences, links by their words. */
export function plainTextOf(markdown: string): readonly string[] {
  let isInFence = false;
  const lines: string[] = [];
  for (const line of markdown.replace(/\r\n?/g, "\n").trim().split("\n")) {
    if (/^\s*(?:```|~~~)/.test(line)) {
      isInFence = !isInFence;
      continue;
    }
    lines.push(isInFence ? line : withoutMarks(line));
  }
  // One empty line is as good as many.
  return lines.filter((line, index) => line.trim() !== "" || (index > 0 && lines[index - 1]?.trim() !== ""));
}

function withoutMarks(line: string): string {
  return line
    .replace(/^#{1,6}\s+/, "")
    .replace(/^(\s*)[*+](?=\s)/, "$1-")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])/g, "$1")
    .trimEnd();
}

function wrapped(lines: readonly string[], columns: number): readonly string[] {
  return lines.flatMap((line) => {
    if (line.length <= columns) return [line];
    const hanging = " ".repeat(/^\s*(?:[-•]|\d+[.)])?\s*/.exec(line)?.[0].length ?? 0);
    const out: string[] = [];
    let current = /^\s*/.exec(line)?.[0] ?? "";
    let isFresh = true;
    for (const word of line.trim().split(/\s+/)) {
      if (!isFresh && current.length + 1 + word.length > columns) {
        out.push(current);
        current = hanging;
        isFresh = true;
      }
      current += isFresh ? word : ` ${word}`;
      isFresh = false;
    }
    return [...out, current];
  });
}
