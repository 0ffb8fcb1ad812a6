import { machineLine } from "./machineNote.ts";
import { type BenchResults, ratiosOf } from "./results.ts";

/** A table in Markdown; the first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [
    `| ${head.join(" | ")} |`,
    `|${head.map((_, index) => (index === 0 ? "---" : "--:")).join("|")}|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
}

function whole(value: number | undefined): string {
  return value === undefined ? "–" : String(Math.round(value));
}

function fine(value: number | undefined, digits = 2): string {
  return value === undefined ? "–" : value.toFixed(digits);
}

function percent(value: number | undefined): string {
  return value === undefined ? "–" : String(Math.round(value * 100));
}

/** All that was measured, as tables for a terminal or a page. */
export function reportTables(results: BenchResults): string {
  const { typing, ownCost, answers, holes } = results;
  const daemon = results.daemonVersion === "" ? "" : `${results.model}, Ollama ${results.daemonVersion}; `;
  const parts = [`${daemon}${machineLine(results.machine)}`];
  if (typing !== undefined) parts.push(typingTable(typing.figures));
  if (ownCost !== undefined) parts.push(ownCostTables(ownCost));
  const seen = editorRows(results);
  if (seen.length > 0) parts.push(table(["in the real editor", "figure"], seen));
  if (answers !== undefined) parts.push(answersTable(answers));
  if (holes !== undefined) parts.push(holeScores(holes));
  const ratios = Object.entries(ratiosOf(results));
  if (ratios.length > 0) {
    parts.push(
      table(
        ["ratio", "value"],
        ratios.map(([name, value]) => [name, fine(value)]),
      ),
    );
  }
  return parts.join("\n\n");
}

/** What was seen in the real editor, a row each. */
function editorRows({ activation, growth, answerFrames }: BenchResults): string[][] {
  const rows: string[][] = [];
  if (activation !== undefined) {
    const { windows, activateMs, firstPossibleMs } = activation;
    rows.push([`\`activate\`, median of ${windows} windows, ms`, whole(activateMs)]);
    rows.push(["begin of `activate` to ghost text being possible, ms", whole(firstPossibleMs)]);
  }
  if (growth !== undefined)
    rows.push([`nothing shown while ghost text grows, median of ${growth.offers} offers, ms`, whole(growth.blinkMs)]);
  if (answerFrames !== undefined) {
    const { tokens, frameMsP50, frameMsP95, frameMsLongest, lastTimesSecondQuarter } = answerFrames;
    rows.push([`an answer of ${tokens} tokens: between frames, p50, ms`, whole(frameMsP50)]);
    rows.push(["the same, p95", whole(frameMsP95)]);
    rows.push(["the same, longest", whole(frameMsLongest)]);
    rows.push(["its drawing in the last quarter, times the second", fine(lastTimesSecondQuarter)]);
  }
  return rows;
}

function typingTable(figures: NonNullable<BenchResults["typing"]>["figures"]): string {
  const head = [
    "typing",
    "runs",
    "pauses served %",
    "of the floor's %",
    "last key to ghost text p50, ms",
    "p95",
    "own pause p95, ms",
    "where it asked",
    "times the floor",
    "requests / 100 keys",
    "evaluated ahead / 100 keys",
    "aborted %",
    "prompt tokens evaluated / key",
    "ms / key",
    "generated tokens / key",
    "never offered %",
  ];
  return table(
    head,
    figures.map((one) => [
      one.system,
      one.runs,
      percent(one.servedShare),
      percent(one.servedOfFloorShare),
      whole(one.toGhostTextMsP50),
      whole(one.toGhostTextMsP95),
      whole(one.ownPauseMsP95),
      whole(one.askingPauseMsP95),
      fine(one.timesTheFloor),
      fine(one.requestsPer100Keys, 1),
      fine(one.warmingsPer100Keys, 1),
      percent(one.abortedShare),
      fine(one.evaluatedTokensPerKey, 1),
      fine(one.evaluationMsPerKey, 1),
      fine(one.generatedTokensPerKey, 1),
      percent(one.neverOfferedShare),
    ]),
  );
}

function ownCostTables({
  sizes,
  memory,
  serverReadyMs,
  firstGhostTextMs,
  bundles,
}: NonNullable<BenchResults["ownCost"]>): string {
  const costs = table(
    [
      "lines of the file",
      "processor ms / key p50",
      "p95",
      "p95 of the first keys",
      "key to answer p50, ms",
      "p95",
      "heap MB",
      "process MB",
    ],
    sizes.map((one) => [
      one.lines,
      fine(one.cpuMsP50),
      fine(one.cpuMsP95),
      fine(one.earlyCpuMsP95),
      fine(one.hitMsP50, 1),
      fine(one.hitMsP95, 1),
      whole(one.heapMb),
      whole(one.rssMb),
    ]),
  );
  const others = table(
    ["own cost", "figure"],
    [
      [`heap after a quarter of ${memory.keystrokes} keys, MB`, fine(memory.heapMbEarly, 1)],
      ["heap after all of them, MB", fine(memory.heapMbLate, 1)],
      ["server started to `initialize` answered, ms", whole(serverReadyMs)],
      ["server started to first ghost text, ms", whole(firstGhostTextMs)],
      ...Object.entries(bundles).map(([name, bytes]): [string, string] => [`${name}, KB`, whole(bytes / 1000)]),
    ],
  );
  return `${costs}\n\n${others}`;
}

function answersTable(answers: NonNullable<BenchResults["answers"]>): string {
  return table(
    ["answer", "prompt tokens", "evaluated", "evaluation, ms", "bare daemon", "first word, ms", "bare daemon"],
    answers.map((one) => [
      one.name,
      one.promptTokens,
      one.promptTokens - one.cachedTokens,
      whole(one.evaluationMs),
      whole(one.bareEvaluationMs),
      whole(one.firstTokenMs),
      whole(one.bareFirstTokenMs),
    ]),
  );
}

function holeScores({ model, scores }: NonNullable<BenchResults["holes"]>): string {
  return table(
    [`holes, ${model}`, "holes", "exact first line %", "similar %", "nothing offered %"],
    scores.map((one) => [one.layout, one.holes, one.exactPercent, one.similarPercent, one.silentPercent]),
  );
}
