import type { Scene, Step } from "./draft.ts";
import { withoutFirstLines } from "./withoutFirstLines.ts";

const commentMark = /^(?:\/\/+|#+|--+|\/\*+|<!--|\*|;+|%+)\s*/;
const commentEnd = /\s*(?:\*\/|-->)$/;
const path = /^(?:[\w@.-]+[/\\])+[\w@.-]+\.\w{1,8}$/;
const labelled = /^(?:file ?(?:name|path)?|path)\s*:\s*`?(?:[\w@.-]*[/\\])*[\w@.-]+\.\w{1,8}`?$/i;
const languageLabel = /^language\s*:\s*\w+$/i;
const aboutCursor =
  /^(?:the )?(?:code|text|lines?) (?:that comes? )?(?:after|before|following|at) the cursor\b|^(?:continue|complete) the (?:\S+ )?(?:code|text|file)\b|^reply with code only\b/i;
const chatty =
  /^(?:sure|certainly|of course)\b[,!.]|^here(?:'s| is| are)\b.*\b(?:code|completion|implementation|function|continuation|line)\b.*[:.]$|^the (?:completed|missing) code\b.*:$/i;

/** Drops first lines that are not code of this file but what the model was told, or its manners. */
export const dropEchoOfPrompt: Step = (draft, scene) => {
  const { linePrefix, language: syntax } = scene.around;
  if (linePrefix.trim() !== "" || syntax.structure === "prose") return draft;
  const lines = draft.text.split("\n");
  let dropped = 0;
  while (dropped < lines.length && isEcho(lines[dropped] ?? "", scene, dropped < lines.length - 1)) dropped += 1;
  if (dropped === 0) return draft;
  while (dropped < lines.length && lines[dropped]?.trim() === "") dropped += 1;
  return withoutFirstLines(draft, lines, dropped, linePrefix);
};

function isEcho(line: string, { spot, around, options }: Scene, hasMore: boolean): boolean {
  const text = line.trim();
  if (text.length >= 8 && (options.promptLines?.some((it) => it.trim() === text) ?? false)) return true;
  const said = text.replace(commentMark, "").replace(commentEnd, "");
  const isComment = said !== text;
  const { structure, hasWordBoundComments } = around.language;
  const isCode = structure === "braces" || structure === "keywords" || !hasWordBoundComments;
  const isShell = structure === "keywords" && hasWordBoundComments;
  if (options.promptLines?.some((it) => it.trim() === said && said.length >= 8) ?? false) return true;
  if (labelled.test(said) || languageLabel.test(said)) return isComment || isCode;
  if (text === spot.languageId && hasMore) return true;
  if ((isComment || (isCode && !isShell)) && path.test(said)) return spot.before.trim() !== "";
  return aboutCursor.test(said) || (!isComment && around.scan.place !== "string" && chatty.test(said));
}
