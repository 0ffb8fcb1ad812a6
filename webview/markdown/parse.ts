import markdownIt, { type Env, type Token } from "markdown-it";
import type { Block } from "./blockStream.ts";

/** Where a link may lead; anything else stays the text it was. */
const linkable = /^(https?:\/\/|mailto:)/i;

const markdown = markdownIt({ html: false, linkify: true, typographer: false, breaks: false });
// Names of files such as `main.rs` are no links, although their endings are countries.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = (url) => linkable.test(url.trim());
// Nothing is loaded from anywhere: of an image, its description stays.
markdown.renderer.rules["image"] = (tokens, index) => markdown.utils.escapeHtml(tokens[index]?.content ?? "");

/** The blocks of a text, by lines; nested ones belong to the block that they are in. */
export function blocksOf(source: string): readonly Block[] {
  const tokens = markdown.parse(source, {});
  const blocks: Block[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.level !== 0 || token.map === null || token.nesting < 0) continue;
    const [firstLine, endLine] = token.map;
    blocks.push({ kind: kindOf(token), firstLine, endLine, parts: partsOf(tokens, index), mark: token.markup });
  }
  return blocks;
}

/** Markdown as HTML, in which nothing of the text is HTML; still to be sanitized. */
export function htmlOf(source: string): string {
  const env: Env = {};
  return markdown.renderer.render(markdown.parse(source, env), markdown.options, env);
}

function kindOf(token: Token): Block["kind"] {
  switch (token.type) {
    case "bullet_list_open":
    case "ordered_list_open":
      return "list";
    case "table_open":
      return "table";
    case "fence":
      return "code";
    default:
      return "other";
  }
}

/** The first lines of a list's items or of a table's rows. */
function partsOf(tokens: readonly Token[], start: number): readonly number[] {
  const opening = tokens[start];
  if (opening === undefined || opening.nesting !== 1) return [];
  const parts: number[] = [];
  for (let index = start + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || token.level === 0) break;
    const isItem = token.type === "list_item_open" && token.level === 1;
    // Rows of the body stand one level deeper than the table's halves.
    const isRow = token.type === "tr_open" && token.level === 2 && opening.type === "table_open";
    if ((isItem || isRow) && token.map !== null) parts.push(token.map[0]);
  }
  return parts;
}
