import { heldBackOf, withoutHeldBack } from "../../src/core/completion/ghostStream.ts";
import type { TurnTemplate } from "../../src/core/completion/turnTemplate.ts";
import { fenceAround } from "../../src/core/prompts/fence.ts";
import { ghostTextHead, type Snippet } from "../../src/core/prompts/ghostText.ts";

/** What a prompt can be made of. */
export interface PromptParts {
  readonly languageId: string;
  readonly path: string;
  /** From the window's start to the cursor. */
  readonly before: string;
  readonly after: string;
  readonly snippets: readonly Snippet[];
}

/** A prompt, the fence in it, and what of the code before the cursor it leaves for the model to write. */
export interface LaidOut {
  readonly prompt: string;
  readonly fence: string;
  readonly lines: readonly string[];
  /** Blanks and tabs at the cursor which were sent, so that the answer begins behind them. */
  readonly sent: string;
}

/** A way to ask for what belongs at the cursor. */
export interface Layout {
  readonly name: string;
  readonly lay: (parts: PromptParts, template: TurnTemplate) => LaidOut;
}

function prefilled(parts: PromptParts, template: TurnTemplate, isSent: boolean): LaidOut {
  const head = ghostTextHead(parts, template, parts.before);
  const code = isSent ? parts.before : withoutHeldBack(parts.before);
  return { ...head, prompt: head.text + code, sent: isSent ? heldBackOf(parts.before) : "" };
}

/** The file with a mark where the hole is. */
function withMark({ before, after }: PromptParts, mark: string): string {
  return `${before}${mark}${after}`;
}

function gap(parts: PromptParts, template: TurnTemplate): LaidOut {
  const fence = fenceAround([parts.before, parts.after]);
  const instruction = `Here is a part of ${parts.path} with a gap at <GAP>. Reply with the lines before the gap and go on with what belongs into it.`;
  const file = [instruction, fence + parts.languageId, withMark(parts, "<GAP>"), fence].join("\n");
  const lastLines = parts.before.split("\n").slice(-4).join("\n");
  const prompt = `${template.open(file)}${fence}${parts.languageId}\n${withoutHeldBack(lastLines)}`;
  return { prompt, fence, lines: [instruction], sent: "" };
}

function holeFiller(parts: PromptParts, template: TurnTemplate): LaidOut {
  const fence = fenceAround([parts.before, parts.after]);
  const instruction = `Write what belongs in place of {{HOLE}} in ${parts.path}. Answer with that code alone, nothing around it.`;
  const file = [instruction, fence + parts.languageId, withMark(parts, "{{HOLE}}"), fence].join("\n");
  return { prompt: template.open(file), fence, lines: [instruction], sent: heldBackOf(parts.before) };
}

/** Only the code before the cursor, as a model without instructions would be asked. */
function prefixOnly({ before }: PromptParts): LaidOut {
  return { prompt: before, fence: "````", lines: [], sent: heldBackOf(before) };
}

function prefixOnlyHeldBack({ before }: PromptParts): LaidOut {
  return { prompt: withoutHeldBack(before), fence: "````", lines: [], sent: "" };
}

/** The code after the cursor as a comment would say it, then the code before it: no turn, nothing but a document. */
function suffixFirst(parts: PromptParts): LaidOut {
  const fence = fenceAround([parts.before, parts.after]);
  const end = `The end of ${parts.path}:`;
  const whole = `The file ${parts.path}, whole:`;
  const prompt = [
    end,
    fence + parts.languageId,
    parts.after.replace(/^\n/, "").replace(/\n+$/, ""),
    fence,
    "",
    whole,
    fence + parts.languageId,
    withoutHeldBack(parts.before),
  ].join("\n");
  return { prompt, fence, lines: [end, whole], sent: "" };
}

/** Fill-in-the-middle tokens, for the models that were trained on them. */
function nativeFim({ before, after }: PromptParts): LaidOut {
  const prompt = `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`;
  return { prompt, fence: "````", lines: [], sent: heldBackOf(before) };
}

/** The order in which a hole is tried: those that begin alike one after another, for the daemon's memory of prompts. */
export const layouts: readonly Layout[] = [
  { name: "suffix in the turn, prefilled", lay: (parts, template) => prefilled(parts, template, false) },
  { name: "the same, white space sent", lay: (parts, template) => prefilled(parts, template, true) },
  { name: "gap in the turn, 3 lines prefilled", lay: gap },
  { name: "hole-filler", lay: holeFiller },
  { name: "suffix first, no turn", lay: suffixFirst },
  { name: "prefix only, held back", lay: prefixOnlyHeldBack },
  { name: "prefix only", lay: prefixOnly },
  { name: "native FIM tokens", lay: nativeFim },
];
