import type { PullProgress } from "../core/provisioning/state.ts";
import type { ProvisioningEvent } from "../core/provisioning/transitions.ts";
import { untilAborted } from "../core/untilAborted.ts";
import type { DaemonClient } from "./daemonClient.ts";
import type { Place } from "./daemonFinder.ts";
import type { Memory } from "./memory.ts";
import { GateError, type PullWatcher } from "./pullModel.ts";
import { DaemonError } from "./readFailure.ts";
import { ShownError } from "./shownError.ts";

/** What brings a model to the daemon. */
export type FetchWork = (client: DaemonClient, watcher: PullWatcher, signal: AbortSignal) => Promise<void>;

/** A step that the user owes the hub for a model. */
export interface OwedStep {
  readonly model: string;
  readonly step: "key" | "licence";
}

/** What the fetching of models rests on. */
export interface ModelFetchNeeds {
  readonly memory: Memory;
  readonly findDaemon: (signal: AbortSignal) => Promise<Place>;
  readonly move: (event: ProvisioningEvent) => void;
  /** Brings what has come to readiness. */
  readonly came: () => Promise<unknown>;
  /** Ends with us: a fetch that ends so is remembered as unfinished. */
  readonly life: AbortSignal;
}

/** A fetch from its beginning to its end, pauses included. */
interface Fetch {
  readonly model: string;
  /** Ends the whole of it. */
  readonly controller: AbortController;
  /** Ends what runs of it now; it goes on when `pausedFor` has ended. */
  part: AbortController;
  pausedFor: Promise<void> | undefined;
  done: Promise<void>;
}

const unfinishedPull = "facet.unfinishedPull";

/** Brings models to the daemon, one at a time; another one can be let through first. */
export class ModelFetch {
  readonly #needs: ModelFetchNeeds;
  /** The last is the one that runs; those before it wait for it. */
  #fetches: readonly Fetch[] = [];
  #gate: OwedStep | undefined;
  #progress: PullProgress | undefined;

  constructor(needs: ModelFetchNeeds) {
    this.#needs = needs;
  }

  /** The model that is being fetched now, and how far it is. */
  get running(): { readonly model: string; readonly progress: PullProgress | undefined } | undefined {
    const now = this.#fetches.at(-1);
    return now === undefined ? undefined : { model: now.model, progress: this.#progress };
  }

  get gate(): OwedStep | undefined {
    return this.#gate;
  }

  /** The model whose download an earlier session left unfinished. */
  get unfinished(): string | undefined {
    const model = this.#needs.memory.get(unfinishedPull);
    return typeof model === "string" && model !== "" ? model : undefined;
  }

  async forgetUnfinished(): Promise<void> {
    await this.#needs.memory.update(unfinishedPull, undefined);
  }

  /** Fetches a model in place of what is being fetched, or joins in where it is the same. The signal stops it. */
  async run(model: string, signal: AbortSignal, work: FetchWork): Promise<void> {
    const same = this.#runningFor(model);
    if (same !== undefined) return untilAborted(same.done, signal);
    this.cancel();
    return this.#add(model, model, signal, work).done;
  }

  /** Fetches a model ahead of what is being fetched, which waits and then goes on; `remembered` is what a closed window left unfinished. */
  async runFirst(model: string, remembered: string, signal: AbortSignal, work: FetchWork): Promise<void> {
    const same = this.#runningFor(model);
    if (same !== undefined) return untilAborted(same.done, signal);
    const paused = this.#fetches.at(-1);
    const first = this.#add(model, remembered, signal, work);
    if (paused !== undefined) {
      paused.pausedFor = first.done;
      paused.part.abort(new DOMException("Another model comes first.", "AbortError"));
    }
    return first.done;
  }

  /** Stops whatever is being fetched; what has come is kept. */
  cancel(): void {
    for (const { controller } of this.#fetches) {
      controller.abort(new DOMException("The download was stopped.", "AbortError"));
    }
  }

  /** Resolves when nothing is being fetched any more, however it ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#fetches.map((one) => one.done));
  }

  /** A fetch of a model that one can join; one that is being stopped is not. */
  #runningFor(model: string): Fetch | undefined {
    return this.#fetches.find((one) => one.model === model && !one.controller.signal.aborted);
  }

  #add(model: string, remembered: string, signal: AbortSignal, work: FetchWork): Fetch {
    const controller = new AbortController();
    const fetch: Fetch = {
      model,
      controller,
      part: new AbortController(),
      pausedFor: undefined,
      done: Promise.resolve(),
    };
    const whole = AbortSignal.any([controller.signal, signal, this.#needs.life]);
    this.#fetches = [...this.#fetches, fetch];
    this.#progress = undefined;
    fetch.done = this.#whole(fetch, remembered, whole, work).finally(() => {
      this.#fetches = this.#fetches.filter((one) => one !== fetch);
    });
    return fetch;
  }

  async #whole(fetch: Fetch, remembered: string, signal: AbortSignal, work: FetchWork): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    for (;;) {
      try {
        return await this.#part(fetch, remembered, AbortSignal.any([signal, fetch.part.signal]), work);
      } catch (error) {
        if (isOver()) return this.#stopped(fetch.model, signal);
        const first = fetch.pausedFor;
        if (first === undefined) throw error;
        fetch.pausedFor = undefined;
        // However the other ended, this one is still wanted.
        await untilAborted(Promise.allSettled([first]), signal).catch(() => undefined);
        if (isOver()) return this.#stopped(fetch.model, signal);
        fetch.part = new AbortController();
      }
    }
  }

  async #part(fetch: Fetch, remembered: string, signal: AbortSignal, work: FetchWork): Promise<void> {
    const { move, memory } = this.#needs;
    const { model } = fetch;
    this.#gate = undefined;
    try {
      const { client } = await this.#needs.findDaemon(signal);
      await memory.update(unfinishedPull, remembered);
      this.#progress = undefined;
      move({ kind: "pullBegan", model });
      const watcher: PullWatcher = {
        moved: (progress) => {
          if (fetch.pausedFor !== undefined) return;
          this.#progress = progress;
          move({ kind: "pullMoved", model, progress });
        },
        verifying: () => move({ kind: "verifyBegan", model }),
      };
      await work(client, watcher, signal);
      if (remembered === model) await this.forgetUnfinished();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof GateError) {
        this.#gate = { model, step: error.step };
        move({ kind: "gateMet", model, step: error.step });
        return;
      }
      if (error instanceof DaemonError && !(error instanceof ShownError)) {
        move({ kind: "pullFailed", failure: error.failure });
      }
      throw error;
    }
    await untilAborted(this.#needs.came(), signal);
  }

  /** Ended by the user, who knows of it; ended with us, it is offered again next time. */
  async #stopped(model: string, signal: AbortSignal): Promise<never> {
    if (!this.#needs.life.aborted) {
      await this.forgetUnfinished();
      this.#needs.move({ kind: "pullStopped", model });
    }
    throw signal.reason;
  }
}
