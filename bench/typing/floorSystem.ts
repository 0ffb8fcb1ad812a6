import type { Anchor } from "../../src/core/completion/anchor.ts";
import { GhostStream, withoutHeldBack } from "../../src/core/completion/ghostStream.ts";
import { polish } from "../../src/core/completion/polish/polish.ts";
import type { Spot } from "../../src/core/completion/spot.ts";
import { turnTemplateOf } from "../../src/core/completion/turnTemplate.ts";
import { neutralise } from "../../src/core/controlText.ts";
import { ghostTextHead } from "../../src/core/prompts/ghostText.ts";
import type { Runtime } from "../../src/core/provisioning/state.ts";
import type { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { firstWholeLine } from "../../src/server/excerpts.ts";
import { indentUnitOf } from "../../src/server/indentUnit.ts";
import { readToEnd } from "../readToEnd.ts";
import { codeAfter, type CodeWindow, frozenStart } from "./codeWindow.ts";
import type { GhostTextSystem, StepContext } from "./playTrace.ts";
import { statesOf, type Trace, type TraceState } from "./trace.ts";

/** A place where the trace types, with the prompt's frozen beginning. */
interface FloorSpot {
  readonly firstStep: number;
  readonly anchor: Anchor;
}

/**
 * The ideal client on the same daemon: it knows the trace, so it has each place evaluated before the person gets there, asks only in
 * pauses, at once, by the product's own prompt, and shows the first line the moment it is whole. Nobody can do better by this prompt.
 */
export class FloorSystem implements GhostTextSystem {
  readonly name = "floor";
  readonly #client: DaemonClient;
  readonly #runtime: Runtime;
  readonly #window: CodeWindow;
  #spots: readonly FloorSpot[] = [];
  #trace: Trace | undefined;
  #indentUnit = "  ";
  #running = new AbortController();

  constructor(client: DaemonClient, runtime: Runtime, window: CodeWindow) {
    this.#client = client;
    this.#runtime = runtime;
    this.#window = window;
  }

  async open(trace: Trace): Promise<void> {
    this.#trace = trace;
    this.#indentUnit = indentUnitOf(trace.text);
    const states = statesOf(trace);
    const starts = [0, ...trace.steps.flatMap((step, index) => (step.kind === "jump" ? [index + 1] : []))];
    this.#spots = starts.flatMap((index) => {
      const state = states[index];
      return state === undefined ? [] : [this.#spotAt(state, index)];
    });
    // The last one first, so that the first is the freshest when the person begins.
    for (const [at, spot] of [...this.#spots].reverse().entries()) {
      const state = states[starts[starts.length - 1 - at] ?? 0];
      if (state !== undefined) await this.#evaluate(spot, state);
    }
  }

  async complete(state: TraceState, { step, isPause, isJump, signal }: StepContext): Promise<string | undefined> {
    // A place that is gone back to: the daemon takes its evaluated prompt out of its memory while the person looks around.
    const spot = this.#spots.findLast((one) => one.firstStep <= step + 1);
    if (spot === undefined) return undefined;
    if (isJump) {
      await this.#evaluate(spot, state);
      return undefined;
    }
    this.#running.abort();
    if (!isPause) return undefined;
    this.#running = new AbortController();
    return this.#ask(spot, state, AbortSignal.any([signal, this.#running.signal]));
  }

  close(): Promise<void> {
    this.#running.abort();
    return Promise.resolve();
  }

  #spotAt({ text, cursor }: TraceState, firstStep: number): FloorSpot {
    const template = turnTemplateOf(this.#runtime.generation);
    const trace = this.#trace;
    if (template === undefined || trace === undefined) throw new Error("the floor needs a model with turns");
    const windowStart = frozenStart(text, cursor, this.#window);
    const after = codeAfter(text, cursor, this.#window);
    const { languageId, path } = trace;
    const before = text.slice(windowStart, cursor);
    const head = ghostTextHead({ languageId, path, snippets: [], after }, template, before);
    const anchor: Anchor = {
      uri: path,
      windowStart,
      head,
      promptLines: head.lines,
      after,
      isAfterCut: true,
      mostBefore: Number.MAX_SAFE_INTEGER,
    };
    return { firstStep, anchor };
  }

  #promptAt({ anchor }: FloorSpot, before: string): string {
    return anchor.head.text + neutralise(withoutHeldBack(before));
  }

  async #evaluate(spot: FloorSpot, { text, cursor }: TraceState): Promise<void> {
    const prompt = this.#promptAt(spot, text.slice(spot.anchor.windowStart, cursor));
    const never = new AbortController().signal;
    const options = { temperature: 0, numPredict: 1 };
    await readToEnd(this.#client.generateRaw(this.#runtime, prompt, options, never));
  }

  async #ask(spot: FloorSpot, { text, cursor }: TraceState, signal: AbortSignal): Promise<string | undefined> {
    const { anchor } = spot;
    const before = text.slice(anchor.windowStart, cursor);
    const place: Spot = {
      languageId: this.#trace?.languageId ?? "plaintext",
      before: text.slice(0, cursor),
      after: text.slice(cursor, cursor + 4_000),
      indentUnit: this.#indentUnit,
    };
    const stops = turnTemplateOf(this.#runtime.generation)?.stops ?? [];
    const stream = new GhostStream({ anchor, spot: place, before, maxLines: 12, stops });
    const sampling = {
      temperature: 0,
      numPredict: this.#window.answerTokens,
      stop: [...stops, `\n${anchor.head.fence}`],
    };
    const offered = (): string | undefined => {
      const line = firstWholeLine(stream.text, stream.isFinished);
      if (line === undefined) return undefined;
      const options = { finished: true, maxLines: 12, multiline: true, promptLines: anchor.promptLines };
      return polish(line, place, options)?.text;
    };
    const prompt = this.#promptAt(spot, before);
    for await (const event of this.#client.generateRaw(this.#runtime, prompt, sampling, signal)) {
      if (event.kind === "end") stream.end(event.figures.doneReason === "length");
      else stream.add(event.text);
      const text = offered();
      if (text !== undefined || stream.isFinished) return text;
    }
    stream.end(false);
    return offered();
  }
}
