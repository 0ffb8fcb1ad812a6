import type { AnswerFiguresBeside } from "./answers/answersBench.ts";
import type { ActivationCost } from "./editor/activationBench.ts";
import type { AnswerFrames } from "./editor/answerFramesBench.ts";
import type { GrowthCost } from "./editor/growthBench.ts";
import type { HoleScore } from "./holes/holeTable.ts";
import type { MachineNote } from "./machineNote.ts";
import type { OwnCost } from "./ownCost/ownCostBench.ts";
import { median, ratioOf } from "./statistics.ts";
import type { TypingFigures, TypingRun } from "./typing/typingFigures.ts";

/** What one run of the benches has found; a part that did not run is missing. */
export interface BenchResults {
  readonly machine: MachineNote;
  readonly model: string;
  readonly daemonVersion: string;
  readonly isQuick: boolean;
  typing?: { readonly figures: readonly TypingFigures[]; readonly runs: readonly TypingRun[] };
  ownCost?: OwnCost;
  activation?: ActivationCost;
  growth?: GrowthCost;
  answerFrames?: AnswerFrames;
  answers?: readonly AnswerFiguresBeside[];
  holes?: { readonly model: string; readonly scores: readonly HoleScore[] };
}

/** Figures that do not depend on how fast the machine is, by name. */
export type Ratios = Readonly<Record<string, number>>;

/** The ratios of a run: only these are compared with an earlier run's. */
export function ratiosOf({ typing, ownCost, answers, answerFrames }: BenchResults): Ratios {
  const facet = typing?.figures.find((one) => one.system === "Facet");
  const costAt = (lines: number): number | undefined => ownCost?.sizes.find((one) => one.lines === lines)?.cpuMsP50;
  const later = answers?.filter((one) => /^chat, turn [2-9]/.test(one.name)) ?? [];
  const all: Record<string, number | undefined> = {
    "typing: time to ghost text, times the floor": facet?.timesTheFloor,
    "typing: prompt evaluation, times the floor": facet?.evaluationTimesTheFloor,
    "typing: requests, times the floor": facet?.requestsTimesTheFloor,
    "typing: pauses served, of those the floor serves": facet?.servedOfFloorShare,
    "typing: generated tokens never offered": facet?.neverOfferedShare,
    "own cost: 100 000 lines, times 10 000": ratioOf(costAt(100_000), costAt(10_000)),
    "own cost: memory after all keys, times early": ratioOf(ownCost?.memory.heapMbLate, ownCost?.memory.heapMbEarly),
    "answers: drawing late in a long one, times early": answerFrames?.lastTimesSecondQuarter,
    "answers: first word, times the bare daemon": median(
      (answers ?? []).map((one) => one.firstTokenMs / one.bareFirstTokenMs),
    ),
    "answers: later turns, share evaluated": median(
      later.map(({ promptTokens, cachedTokens }) => (promptTokens - cachedTokens) / Math.max(1, promptTokens)),
    ),
  };
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, number] => entry[1] !== undefined && Number.isFinite(entry[1]),
    ),
  );
}
