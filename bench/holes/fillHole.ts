import { windowStartBefore, type Anchor } from "../../src/core/completion/anchor.ts";
import { budgetFor } from "../../src/core/completion/budget.ts";
import { GhostStream } from "../../src/core/completion/ghostStream.ts";
import { polish } from "../../src/core/completion/polish/polish.ts";
import type { Spot } from "../../src/core/completion/spot.ts";
import type { TurnTemplate } from "../../src/core/completion/turnTemplate.ts";
import type { Snippet } from "../../src/core/prompts/ghostText.ts";
import type { DaemonClient, LoadOptions } from "../../src/ollama/daemonClient.ts";
import { fitting, wholeLines } from "../../src/server/excerpts.ts";
import { indentUnitOf } from "../../src/server/indentUnit.ts";
import type { Layout } from "./layouts.ts";
import type { Hole } from "./punchHoles.ts";
import { similarity } from "./similarity.ts";

/** What a model put into a hole. */
export interface HoleSample {
  readonly hole: string;
  readonly kind: string;
  readonly languageId: string;
  readonly layout: string;
  readonly hasSnippets: boolean;
  readonly expected: string;
  readonly raw: string;
  readonly offered: string;
  readonly isExact: boolean;
  readonly similarity: number;
  readonly promptTokens: number;
}

/** Which model is asked, and how its turns are marked. */
export interface HoleModel {
  readonly client: DaemonClient;
  readonly runtime: LoadOptions;
  readonly template: TurnTemplate;
}

const charactersPerToken = 3.2;

/** The windows that the product would take before it has measured the machine. */
const budget = budgetFor({ promptTokensPerSecond: 0, generatedTokensPerSecond: 0 }, 8_192);

/** Asks for what is in a hole, through the product's own stopping and polishing. */
export async function fillHole(
  hole: Hole,
  layout: Layout,
  snippets: readonly Snippet[],
  model: HoleModel,
  signal: AbortSignal,
): Promise<HoleSample> {
  const characters = (tokens: number): number => Math.round(tokens * charactersPerToken);
  const windowStart = windowStartBefore(
    hole.before,
    hole.before.length,
    Math.round((characters(budget.beforeTokens) * 2) / 3),
  );
  const before = hole.before.slice(windowStart);
  const after = wholeLines(hole.after, characters(budget.afterTokens));
  const fitted = fitting(snippets, characters(budget.snippetTokens));
  const { languageId, path } = hole.file;
  const laid = layout.lay({ languageId, path, before, after, snippets: fitted }, model.template);
  const spot: Spot = {
    languageId,
    before,
    after: hole.after.slice(0, 4_000),
    indentUnit: indentUnitOf(hole.file.text),
  };
  const anchor: Anchor = {
    uri: hole.id,
    windowStart,
    head: { text: "", fence: laid.fence, lines: laid.lines },
    promptLines: laid.lines,
    after,
    isAfterCut: after.length < hole.after.length,
    mostBefore: before.length,
  };
  const lines = hole.expected.split("\n").length;
  const stops = model.template.stops;
  const stream = new GhostStream({ anchor, spot, before, maxLines: lines + 1, stops });
  stream.add(laid.sent);
  let raw = "";
  let promptTokens = 0;
  const sampling = { temperature: 0, numPredict: budget.answerTokens, stop: [...stops, `\n${laid.fence}`] };
  let isCut = true;
  for await (const event of model.client.generateRaw(model.runtime, laid.prompt, sampling, signal)) {
    if (event.kind === "end") {
      promptTokens = event.figures.promptTokens;
      isCut = event.figures.doneReason === "length";
      continue;
    }
    raw += event.text;
    if (stream.add(event.text) || stream.text.trimStart().split("\n").length > lines + 1) break;
  }
  stream.end(isCut);
  const offer = polish(stream.text, spot, {
    finished: true,
    maxLines: lines,
    multiline: true,
    promptLines: laid.lines,
  });
  const offered = offer?.text ?? "";
  const expected = hole.expected.trimEnd();
  const sameLines = offered.split("\n").slice(0, lines).join("\n").trimEnd();
  return {
    hole: hole.id,
    kind: hole.kind,
    languageId,
    layout: layout.name,
    hasSnippets: fitted.length > 0,
    expected,
    raw,
    offered,
    isExact: firstLine(sameLines) === firstLine(expected),
    similarity: similarity(sameLines, expected),
    promptTokens,
  };
}

function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").trimEnd();
}
