import type { RunnerCounts } from "../benchDaemon.ts";
import { median, percentile, ratioOf, shareOf } from "../statistics.ts";
import type { MeteredRequest } from "./meter.ts";
import { offeredPieces, type Offered } from "./offeredTokens.ts";
import type { Played } from "./playTrace.ts";
import { isPauseAfter, keystrokesOf, statesOf } from "./trace.ts";

/** One trace with one system, as it is kept in the results. */
export interface TypingRun {
  readonly system: string;
  readonly trace: string;
  readonly keystrokes: number;
  /** Questions for text; prompts that are only evaluated ahead of one are counted apart. */
  readonly requests: number;
  readonly warmings: number;
  readonly abortedRequests: number;
  readonly mostAtOnce: number;
  /** Prompt evaluation, by the runner's own count where it can be looked up, else by the answers that came to their end. */
  readonly evaluatedTokens: number;
  readonly evaluationMs: number;
  readonly generatedTokens: number;
  readonly neverOfferedTokens: number;
  /** For each pause, by its step: ms from the last key to ghost text; undefined where none came before the next key. */
  readonly pauses: Readonly<Record<number, number | null>>;
  /**
   * For each pause in which ghost text came or was asked for, by its step: from the last key to the request, ms, which is the system's
   * own pause and its own work; 0 where nothing had to be asked.
   */
  readonly ownPauses: Readonly<Record<number, number>>;
}

/** Sums up one played trace. */
export function typingRunOf(
  played: Played,
  requests: readonly MeteredRequest[],
  mostAtOnce: number,
  counts: RunnerCounts | undefined,
): TypingRun {
  const { trace, shown } = played;
  const states = statesOf(trace);
  const offers: Offered[] = shown.map(({ step, text }) => {
    const state = states[step + 1];
    return { before: state === undefined ? "" : state.text.slice(0, state.cursor), text };
  });
  const pauses: Record<number, number | null> = {};
  for (const step of trace.steps.keys()) {
    if (!isPauseAfter(trace, step)) continue;
    const first = shown.find((one) => one.step === step);
    pauses[step] = first === undefined ? null : first.afterKeyMs;
  }
  const answers = requests.filter((one) => one.numPredict !== 1);
  const warmings = requests.filter((one) => one.numPredict === 1);
  const generated = requests.map((one) => ({ prompt: one.prompt, pieces: one.pieces.map(({ text }) => text) }));
  const generatedTokens = generated.reduce((sum, one) => sum + one.pieces.length, 0);
  const offeredTokens = generated.reduce((sum, one) => sum + offeredPieces(one, offers), 0);
  return {
    system: played.system,
    trace: trace.id,
    keystrokes: keystrokesOf(trace),
    requests: answers.length,
    warmings: warmings.length,
    abortedRequests: answers.filter((one) => one.wasAborted).length,
    mostAtOnce,
    evaluatedTokens: counts?.evaluatedTokens ?? requests.reduce((sum, one) => sum + evaluatedIn(one), 0),
    evaluationMs: counts?.evaluationMs ?? requests.reduce((sum, one) => sum + (one.promptEvaluationMs ?? 0), 0),
    generatedTokens,
    neverOfferedTokens: generatedTokens - offeredTokens,
    pauses,
    ownPauses: ownPausesOf(played, pauses, answers, warmings),
  };
}

function evaluatedIn({ promptTokens = 0, cachedTokens = 0 }: MeteredRequest): number {
  return promptTokens - cachedTokens;
}

function ownPausesOf(
  { stepMs }: Played,
  pauses: Readonly<Record<number, number | null>>,
  answers: readonly MeteredRequest[],
  warmings: readonly MeteredRequest[],
): Record<number, number> {
  const ownPauses: Record<number, number> = {};
  for (const [step, toGhostTextMs] of Object.entries(pauses).map(([key, ms]) => [Number(key), ms] as const)) {
    const lastMs = stepMs[step] ?? Infinity;
    // What is written behind ghost text that is there keeps nobody waiting.
    const endMs = toGhostTextMs === null ? (stepMs[step + 1] ?? Infinity) : lastMs + toGhostTextMs;
    const asked = answers.find(({ sentMs }) => sentMs >= lastMs && sentMs < endMs);
    if (asked !== undefined) ownPauses[step] = asked.sentMs - Math.max(lastMs, evaluatedUntil(asked.sentMs, warmings));
    else if (toGhostTextMs !== null) ownPauses[step] = 0;
  }
  return ownPauses;
}

/** Until when, before a request, the daemon evaluated what it had been asked ahead: it is not our pause that the person waits for then. */
function evaluatedUntil(sentMs: number, warmings: readonly MeteredRequest[]): number {
  const ends = warmings.flatMap((one) => (one.sentMs < sentMs && one.endedMs !== undefined ? [one.endedMs] : []));
  return Math.min(sentMs, Math.max(0, ...ends));
}

/** What is told of a system over all its runs. */
export interface TypingFigures {
  readonly system: string;
  readonly runs: number;
  readonly toGhostTextMsP50: number | undefined;
  readonly toGhostTextMsP95: number | undefined;
  readonly ownPauseMsP95: number | undefined;
  /** The same of those pauses alone in which the model had to be asked. */
  readonly askingPauseMsP95: number | undefined;
  readonly requestsPer100Keys: number;
  readonly warmingsPer100Keys: number;
  readonly abortedShare: number;
  readonly evaluatedTokensPerKey: number;
  readonly evaluationMsPerKey: number;
  readonly generatedTokensPerKey: number;
  readonly neverOfferedShare: number;
  /** Of all pauses, those with ghost text before the next key. */
  readonly servedShare: number;
  /** Of the pauses that the floor serves in the same round, those that this system serves. */
  readonly servedOfFloorShare: number | undefined;
  /** Where both serve a pause: how many times the floor's time, in the middle. */
  readonly timesTheFloor: number | undefined;
  readonly evaluationTimesTheFloor: number | undefined;
  readonly requestsTimesTheFloor: number | undefined;
}

/** Puts the runs of a system beside the floor's runs of the same traces. */
export function figuresOf(system: string, all: readonly TypingRun[], floorName: string): TypingFigures {
  const own = all.filter((one) => one.system === system);
  const sum = (pick: (run: TypingRun) => number, of = own): number => of.reduce((so, one) => so + pick(one), 0);
  const times = own.flatMap((one) => Object.values(one.pauses).filter((ms): ms is number => ms !== null));
  const ownPauses = own.flatMap((one) => Object.values(one.ownPauses));
  const keys = sum((one) => one.keystrokes);
  const pairs = pairsOf(
    own,
    all.filter((one) => one.system === floorName),
  );
  const both = pairs.filter(({ mine }) => mine !== null) as { mine: number; floor: number }[];
  const floors = all.filter((one) => one.system === floorName && own.some(({ trace }) => trace === one.trace));
  const perKey = (pick: (run: TypingRun) => number, of: readonly TypingRun[]): number =>
    shareOf(
      sum(pick, [...of]),
      sum((one) => one.keystrokes, [...of]),
    );
  return {
    system,
    runs: own.length,
    toGhostTextMsP50: median(times),
    toGhostTextMsP95: percentile(times, 0.95),
    ownPauseMsP95: percentile(ownPauses, 0.95),
    askingPauseMsP95: percentile(
      ownPauses.filter((ms) => ms > 0),
      0.95,
    ),
    requestsPer100Keys:
      100 *
      shareOf(
        sum((one) => one.requests),
        keys,
      ),
    warmingsPer100Keys:
      100 *
      shareOf(
        sum((one) => one.warmings),
        keys,
      ),
    abortedShare: shareOf(
      sum((one) => one.abortedRequests),
      sum((one) => one.requests),
    ),
    evaluatedTokensPerKey: shareOf(
      sum((one) => one.evaluatedTokens),
      keys,
    ),
    evaluationMsPerKey: shareOf(
      sum((one) => one.evaluationMs),
      keys,
    ),
    generatedTokensPerKey: shareOf(
      sum((one) => one.generatedTokens),
      keys,
    ),
    neverOfferedShare: shareOf(
      sum((one) => one.neverOfferedTokens),
      sum((one) => one.generatedTokens),
    ),
    servedShare: shareOf(
      times.length,
      sum((one) => Object.keys(one.pauses).length),
    ),
    servedOfFloorShare: pairs.length === 0 ? undefined : shareOf(both.length, pairs.length),
    timesTheFloor: median(both.map(({ mine, floor }) => mine / floor)),
    evaluationTimesTheFloor: ratioOf(
      perKey((one) => one.evaluatedTokens, own),
      perKey((one) => one.evaluatedTokens, floors),
    ),
    requestsTimesTheFloor: ratioOf(
      perKey((one) => one.requests, own),
      perKey((one) => one.requests, floors),
    ),
  };
}

/** The pauses that the floor serves, each with what the system did in its own run of the same trace and round. */
function pairsOf(
  own: readonly TypingRun[],
  floors: readonly TypingRun[],
): readonly { readonly mine: number | null; readonly floor: number }[] {
  const rounds = new Map<string, number>();
  return own.flatMap((run) => {
    const round = rounds.get(run.trace) ?? 0;
    rounds.set(run.trace, round + 1);
    const ofTrace = floors.filter((one) => one.trace === run.trace);
    const floor = ofTrace[round] ?? ofTrace.at(-1);
    return Object.entries(floor?.pauses ?? {}).flatMap(([step, ms]) =>
      ms === null ? [] : [{ mine: run.pauses[Number(step)] ?? null, floor: ms }],
    );
  });
}
