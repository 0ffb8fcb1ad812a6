import { setTimeout as sleep } from "node:timers/promises";
import { firstWholeLine } from "../../src/server/excerpts.ts";
import type { Runtime } from "../../src/core/provisioning/state.ts";
import type { DaemonClient } from "../../src/ollama/daemonClient.ts";
import type { CodeWindow } from "./codeWindow.ts";
import type { GhostTextSystem, StepContext } from "./playTrace.ts";
import type { Trace, TraceState } from "./trace.ts";

/** How an extension found in the field asks for ghost text. */
export interface Policy {
  readonly name: string;
  readonly promptAt: (state: TraceState, trace: Trace, window: CodeWindow) => string;
  /** Quiet time before a request, ms. */
  readonly debounceMs: number;
  /** Whether the next key closes the request that runs. */
  readonly isAborted: boolean;
  /** Whether the next request waits for the one that runs. */
  readonly isOneAtATime: boolean;
  /** From the request on, ms, after which whatever there is counts as the whole answer; undefined = to the end of the first line. */
  readonly cutMs: number | undefined;
}

function sliding({ text, cursor }: TraceState, window: CodeWindow): { before: string; after: string } {
  return {
    before: text.slice(Math.max(0, cursor - window.beforeCharacters), cursor),
    after: text.slice(cursor, cursor + window.afterCharacters),
  };
}

function fimOrder(state: TraceState, _trace: Trace, window: CodeWindow): string {
  const { before, after } = sliding(state, window);
  return `<|fim_prefix|>${before}<|fim_suffix|>${after}<|fim_middle|>`;
}

function holeInTurn(state: TraceState, trace: Trace, window: CodeWindow): string {
  const { before, after } = sliding(state, window);
  const wish = `Fill in {{HOLE}} in this ${trace.languageId} code. Answer with nothing but what belongs there.`;
  return `<start_of_turn>user\n${wish}\n\n${before}{{HOLE}}${after}<end_of_turn>\n<start_of_turn>model\n`;
}

/** The policies that the sources of the well-known extensions show (bench/README.md), played as they are there. */
export const policies: readonly Policy[] = [
  {
    name: "FIM order, 350 ms debounce, 375 ms cut",
    promptAt: fimOrder,
    debounceMs: 350,
    isAborted: true,
    isOneAtATime: false,
    cutMs: 375,
  },
  {
    name: "FIM order, sliding window, never aborted",
    promptAt: fimOrder,
    debounceMs: 0,
    isAborted: false,
    isOneAtATime: true,
    cutMs: undefined,
  },
  {
    name: "prefix only, 150 ms debounce",
    promptAt: (state, _trace, window) => sliding(state, window).before,
    debounceMs: 150,
    isAborted: false,
    isOneAtATime: false,
    cutMs: undefined,
  },
  {
    name: "hole-filler in a turn, 350 ms debounce",
    promptAt: holeInTurn,
    debounceMs: 350,
    isAborted: true,
    isOneAtATime: false,
    cutMs: undefined,
  },
];

/** Plays a policy: no stop rules and no polishing stand in its way, any text counts as ghost text. */
export class PeerSystem implements GhostTextSystem {
  readonly name: string;
  readonly #policy: Policy;
  readonly #client: DaemonClient;
  readonly #runtime: Runtime;
  readonly #window: CodeWindow;
  #trace: Trace | undefined;
  #last: Promise<unknown> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(policy: Policy, client: DaemonClient, runtime: Runtime, window: CodeWindow) {
    this.name = policy.name;
    this.#policy = policy;
    this.#client = client;
    this.#runtime = runtime;
    this.#window = window;
  }

  open(trace: Trace): Promise<void> {
    this.#trace = trace;
    return Promise.resolve();
  }

  async complete(state: TraceState, { isJump, signal }: StepContext): Promise<string | undefined> {
    const trace = this.#trace;
    if (trace === undefined || isJump) return undefined;
    const { debounceMs, isAborted, isOneAtATime } = this.#policy;
    if (debounceMs > 0) await sleep(debounceMs, undefined, { signal });
    if (isOneAtATime) await this.#last;
    signal.throwIfAborted();
    const ending = isAborted ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    const prompt = this.#policy.promptAt(state, trace, this.#window);
    const answer = this.#ask(prompt, ending);
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#last;
  }

  async #ask(prompt: string, signal: AbortSignal): Promise<string | undefined> {
    const { cutMs } = this.#policy;
    const sentMs = performance.now();
    const sampling = { temperature: 0, numPredict: this.#window.answerTokens, stop: ["\n\n"] };
    let text = "";
    for await (const event of this.#client.generateRaw(this.#runtime, prompt, sampling, signal)) {
      if (event.kind === "text") text += event.text;
      const line = firstWholeLine(text, event.kind === "end");
      const isCut = cutMs !== undefined && performance.now() - sentMs >= cutMs && text.trim() !== "";
      if (line !== undefined || isCut) return line ?? text;
    }
    return text;
  }
}
