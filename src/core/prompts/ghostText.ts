import { neutralise } from "../controlText.ts";
import { languageOf } from "../completion/languages.ts";
import type { TurnTemplate } from "../completion/turnTemplate.ts";
import { fenceAround } from "./fence.ts";

/** A piece of another file that helps to guess right. */
export interface Snippet {
  /** As the user knows it: relative to the workspace, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** All of a prompt that stays the same while a person types at one spot. */
export interface FrozenParts {
  readonly languageId: string;
  readonly path: string;
  readonly snippets: readonly Snippet[];
  /** The code after the cursor: the rest of its line and what follows. */
  readonly after: string;
}

/** The frozen beginning of a prompt, and the fence that encloses the code. */
export interface PromptHead {
  readonly text: string;
  readonly fence: string;
  /** Our own lines, which a model may echo. */
  readonly lines: readonly string[];
}

/**
 * Puts the frozen parts into the user's turn and opens the model's reply with a fence, so that what is typed is only ever appended:
 * an append costs some 20 ms of evaluation where any other order costs seconds (facts: ollama 0.1), and a prefilled reply stands in for
 * the fill-in-the-middle tokens that Gemma 3 lacks (DESIGN 3).
 */
export function ghostTextHead(parts: FrozenParts, template: TurnTemplate, codeBefore: string): PromptHead {
  // Prose has code blocks of its own, which must not end the answer.
  const least = languageOf(parts.languageId).structure === "prose" ? 4 : 3;
  const fence = fenceAround([codeBefore, parts.after, ...parts.snippets.map((one) => one.text)], least);
  const instruction = `Continue the ${parts.languageId} file ${neutralise(parts.path)} at the cursor. Reply with code only.`;
  const ownLines = [instruction];
  const lines: string[] = [instruction];
  for (const snippet of parts.snippets) {
    ownLines.push(`From ${neutralise(snippet.path)}:`);
    lines.push(`From ${neutralise(snippet.path)}:`, fence, neutralise(snippet.text.replace(/\n+$/, "")), fence);
  }
  if (parts.after.trim() !== "") {
    lines.push(
      "The code after the cursor:",
      fence + parts.languageId,
      neutralise(parts.after.replace(/\n+$/, "")),
      fence,
    );
  }
  return { text: `${template.open(lines.join("\n"))}${fence}${parts.languageId}\n`, fence, lines: ownLines };
}
