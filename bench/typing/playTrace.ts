import { setTimeout as sleep } from "node:timers/promises";
import { statesOf, type Trace, type TraceState } from "./trace.ts";

/** Ghost text as it was shown: what stands before the cursor then, and what is offered behind it. */
export interface Shown {
  /** The index of the step after which it came. */
  readonly step: number;
  readonly afterKeyMs: number;
  readonly text: string;
}

/** One of those that are compared: something that shows ghost text while a person types. */
export interface GhostTextSystem {
  readonly name: string;
  /** The document is opened, and the cursor rests in it. */
  open(trace: Trace): Promise<void>;
  /** A step has been done; resolves with the ghost text for the place, if any. The signal ends the wish, as the next key does. */
  complete(state: TraceState, context: StepContext): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Where in the trace a step is. */
export interface StepContext {
  readonly step: number;
  readonly isPause: boolean;
  readonly isJump: boolean;
  readonly signal: AbortSignal;
}

/** A trace as it was played. */
export interface Played {
  readonly trace: Trace;
  readonly system: string;
  readonly shown: readonly Shown[];
  /** When each step was done, by `performance.now()`. */
  readonly stepMs: readonly number[];
  readonly endedMs: number;
}

/** Plays a trace in its own time against a system: whoever is slow makes nobody wait, as with a person. */
export async function playTrace(
  trace: Trace,
  system: GhostTextSystem,
  isPauseAfter: (trace: Trace, step: number) => boolean,
  signal: AbortSignal,
): Promise<Played> {
  const shown: Shown[] = [];
  const stepMs: number[] = [];
  const states = statesOf(trace);
  await system.open(trace);
  let dueMs = performance.now();
  let wish = new AbortController();
  for (const [step, { afterMs, kind }] of trace.steps.entries()) {
    dueMs += afterMs;
    await sleep(Math.max(0, dueMs - performance.now()), undefined, { signal });
    wish.abort();
    wish = new AbortController();
    const state = states[step + 1];
    if (state === undefined) break;
    const atMs = performance.now();
    stepMs.push(atMs);
    const context = {
      step,
      isPause: isPauseAfter(trace, step),
      isJump: kind === "jump",
      signal: AbortSignal.any([wish.signal, signal]),
    };
    const note = (text: string | undefined): void => {
      if (text === undefined || text.trim() === "" || context.signal.aborted) return;
      shown.push({ step, afterKeyMs: performance.now() - atMs, text });
    };
    void system.complete(state, context).then(note, (error: unknown) => {
      if (!context.signal.aborted) throw error;
    });
  }
  await sleep(Math.max(0, dueMs + trace.lastRestMs - performance.now()), undefined, { signal });
  wish.abort();
  const endedMs = performance.now();
  await system.close();
  return { trace, system: system.name, shown, stepMs, endedMs };
}
