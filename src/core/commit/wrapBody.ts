const listItem = /^(\s*)([-*•]|\d+[.)])\s+/;

/** Wraps a message's body at a width: paragraphs are joined and broken anew, list items hang under their own text. */
export function wrapBody(body: string, width: number): string {
  const wrapped: string[] = [];
  let paragraph: string[] = [];
  const end = (): void => {
    if (paragraph.length > 0) wrapped.push(...wrapParagraph(paragraph.join(" "), width));
    paragraph = [];
  };
  for (const line of body.replace(/\r/g, "").split("\n")) {
    if (line.trim() === "") {
      end();
      if (wrapped.length > 0 && wrapped.at(-1) !== "") wrapped.push("");
    } else if (listItem.test(line) || /^[A-Z][\w-]+: \S/.test(line)) {
      end();
      paragraph = [line.trimEnd()];
    } else {
      paragraph.push(paragraph.length === 0 ? line.trimEnd() : line.trim());
    }
  }
  end();
  while (wrapped.at(-1) === "") wrapped.pop();
  return wrapped.join("\n");
}

function wrapParagraph(text: string, width: number): string[] {
  const mark = listItem.exec(text);
  const hanging = mark === null ? "" : " ".repeat(mark[0].length);
  const lines: string[] = [];
  let line = mark === null ? "" : mark[0].replace(/\s+$/, "");
  for (const word of text.slice(mark?.[0].length ?? 0).split(/\s+/)) {
    if (word === "") continue;
    if (line !== "" && line.length + 1 + word.length > width && line.trim() !== mark?.[2]) {
      lines.push(line);
      line = `${hanging}${word}`;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}
