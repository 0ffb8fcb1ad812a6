import type { Failure } from "../core/failures.ts";
import { percentOf, type ProvisioningState } from "../core/provisioning/state.ts";
import type { ProvisioningEvent } from "../core/provisioning/transitions.ts";
import { worthOfLook } from "../core/provisioning/worthOfLook.ts";
import type { Settings } from "../core/settings.ts";
import { untilAborted } from "../core/untilAborted.ts";
import { Consents, type ConsentKind } from "./consents.ts";
import type { DaemonClient } from "./daemonClient.ts";
import type { ListedModel, LoadedModel } from "./daemonModels.ts";
import { DaemonFinder, type Place } from "./daemonFinder.ts";
import type { DaemonKeeper } from "./daemonKeeper.ts";
import { findModel, type FoundModel, missingConsent, type OwedConsent } from "./findModel.ts";
import type { ReadyModel } from "./foregroundAnswers.ts";
import type { Timer } from "./idleDeadline.ts";
import { importModel } from "./importModel.ts";
import { LaterLooks } from "./laterLooks.ts";
import { loadedRuntime, loadModel } from "./loadModel.ts";
import type { Memory } from "./memory.ts";
import { ModelFetch, type OwedStep } from "./modelFetch.ts";
import { pullModel } from "./pullModel.ts";
import { DaemonError } from "./readFailure.ts";
import { ShownError } from "./shownError.ts";
import { StandIn } from "./standIn.ts";
import { type RecentFailure, ToldState } from "./toldState.ts";

/** What the provisioning of one model rests on. */
export interface ProvisionerNeeds {
  readonly settings: Settings;
  /** Which of the settings' models this is about; `completion.model` may differ from `model`. */
  readonly modelOf: (settings: Settings) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keeper: DaemonKeeper;
  readonly memory: Memory;
  readonly timer: Timer;
  readonly now: () => number;
  readonly clientFor: (endpoint: string) => DaemonClient;
  readonly log: (line: string) => void;
}

/** For how long a model that answered counts as loaded without being asked for again, ms. */
const freshMs = 2_000;

/**
 * Brings one model to readiness and keeps it there: finds or starts the daemon, finds the model, loads it with the options of all
 * later requests, and comes back by itself from what goes wrong. It downloads nothing unless asked to.
 */
export class Provisioner {
  readonly #needs: ProvisionerNeeds;
  readonly #consents: Consents;
  readonly #told: ToldState;
  /** Ends with us; the only thing that may end a load (facts: ollama 2.1). */
  readonly #life = new AbortController();
  #settings: Settings;
  /** Ends when settings change: what was begun for the old ones is of no use. */
  #era = new AbortController();
  #attempt: Promise<ReadyModel> | undefined;
  #ready: ReadyModel | undefined;
  #confirmedAtMs = -Infinity;
  #owedConsent: OwedConsent | undefined;
  readonly #finder: DaemonFinder;
  readonly #fetch: ModelFetch;
  readonly #standIn: StandIn;
  readonly #looks: LaterLooks;
  readonly #endListening: () => void;

  constructor(needs: ProvisionerNeeds) {
    this.#needs = needs;
    this.#told = new ToldState(needs.log);
    this.#settings = needs.settings;
    this.#consents = new Consents(needs.memory);
    const move = (event: ProvisioningEvent): void => this.#told.move(event);
    this.#finder = new DaemonFinder({ ...needs, consents: this.#consents, move }, needs.settings);
    this.#standIn = new StandIn(needs.memory);
    this.#looks = new LaterLooks(needs.timer, () => this.look());
    this.#fetch = new ModelFetch({
      memory: needs.memory,
      findDaemon: (signal) => this.#finder.find(signal),
      move: (event) => {
        move(event);
        // What has ended here may come all the same, by another window.
        if (event.kind === "pullStopped" || event.kind === "pullFailed") this.#looks.plan(worthOfLook(this.state));
      },
      came: () => {
        this.#newEra();
        return this.#begin();
      },
      life: this.#life.signal,
    });
    this.#endListening = needs.keeper.onLost(() => {
      const { state } = this;
      if (state.kind === "ready" && state.owner === "ours") {
        this.reportFailure({ kind: "refused", endpoint: state.runtime.endpoint });
      }
    });
  }

  get state(): ProvisioningState {
    return this.#told.now;
  }

  /** For how long the model has been loading, ms; 0 where none is. */
  get loadingForMs(): number {
    const { state } = this;
    return state.kind === "loading" ? this.#needs.now() - state.sinceMs : 0;
  }

  /** The model that is wanted, which a smaller one may stand in for meanwhile. */
  get model(): string {
    return this.#needs.modelOf(this.#settings);
  }

  /** Tells of each change of `state`; the returned function ends that. */
  onChange(listener: () => void): () => void {
    return this.#told.onChange(listener);
  }

  /**
   * The model, loaded; begins or joins what is needed for that. The signal ends the waiting, never the loading.
   * Throws the `DaemonError` that says what is missing.
   */
  async ensureReady(signal: AbortSignal): Promise<ReadyModel> {
    signal.throwIfAborted();
    const ready = this.#ready;
    if (ready !== undefined && this.#attempt === undefined) {
      if (this.#needs.now() - this.#confirmedAtMs < freshMs) return ready;
      if (await this.#isStillLoaded(ready, signal)) return this.#ready ?? ready;
    }
    return untilAborted(this.#begin(), signal);
  }

  /** Looks for the daemon and its model in the background; what it finds is the state. */
  look(): void {
    this.#begin().catch(() => undefined);
  }

  /** Starts a daemon because the user asked for one, whatever the settings say about doing so unasked. */
  async startDaemon(): Promise<void> {
    this.#finder.allowStart();
    await this.#begin();
  }

  /** Agrees to what the state asks for, for good. */
  async grant(what: ConsentKind, subject: string): Promise<void> {
    await this.#consents.grant(what, subject);
    this.#newEra();
    this.look();
  }

  /**
   * Downloads the model, or another one for it; joins a download that runs. Ends when the model is ready to be used.
   * The signal stops the download; a later one goes on where it ended. Throws `DaemonError` or the signal's reason;
   * a step that the user owes the hub is no error but `gate`.
   */
  async pullModel(signal: AbortSignal, model = this.model): Promise<void> {
    // Whoever asks for a model asks for the daemon too.
    this.#finder.allowStart();
    return this.#fetch.run(model, signal, (client, watcher, whole) =>
      pullModel(client, model, watcher, this.#needs.now, whole),
    );
  }

  /**
   * Downloads a small model and works with it until the wanted one has come, which then takes over;
   * a download that runs waits for it and then goes on by itself. Throws as `pullModel` does.
   */
  async workMeanwhileWith(small: string, signal: AbortSignal): Promise<void> {
    const { model } = this;
    await this.#standIn.choose(small, model);
    this.#finder.allowStart();
    return this.#fetch.runFirst(small, model, signal, (client, watcher, whole) =>
      pullModel(client, small, watcher, this.#needs.now, whole),
    );
  }

  /** Makes the model out of a file that the user has. Throws as `pullModel` does. */
  async importModel(file: string, signal: AbortSignal, model = this.model): Promise<void> {
    this.#finder.allowStart();
    return this.#fetch.run(model, signal, (client, watcher, whole) =>
      importModel(client, file, model, watcher, this.#needs.now, whole),
    );
  }

  /** What the user has not agreed to yet, of the model that was found last; a download that runs may hide it in the state. */
  get owedConsent(): OwedConsent | undefined {
    return this.#owedConsent;
  }

  /** The step that the user owes the hub for a model. */
  get gate(): OwedStep | undefined {
    return this.#fetch.gate;
  }

  /** Stops the download that runs; what has come is kept. */
  cancelPull(): void {
    this.#fetch.cancel();
  }

  /** Whether the daemon runs on this machine, as far as its address tells. */
  get isDaemonHere(): boolean {
    return this.#finder.isHere;
  }

  /** The last things that went wrong, newest first, for the diagnosis. */
  get recentFailures(): readonly RecentFailure[] {
    return this.#told.recentFailures;
  }

  /** The licence text of a model that the daemon has. */
  async licenceOf(model: string, signal: AbortSignal = this.#life.signal): Promise<string> {
    return (await this.#finder.lastClient.show(model, signal)).license;
  }

  /** What the daemon has on its disk. Throws `DaemonError` where none answers. */
  async installedModels(signal: AbortSignal = this.#life.signal): Promise<readonly ListedModel[]> {
    return this.#finder.lastClient.list(signal);
  }

  /** What the daemon has in memory. Throws `DaemonError` where none answers. */
  async loadedModels(signal: AbortSignal = this.#life.signal): Promise<readonly LoadedModel[]> {
    return this.#finder.lastClient.loaded(signal);
  }

  /** The model whose download an earlier session left unfinished. */
  get unfinishedPull(): string | undefined {
    return this.#fetch.unfinished;
  }

  async forgetUnfinishedPull(): Promise<void> {
    await this.#fetch.forgetUnfinished();
  }

  useSettings(settings: Settings): void {
    const before = this.#settings;
    this.#settings = settings;
    const isSame =
      before.endpoint === settings.endpoint &&
      this.#needs.modelOf(before) === this.#needs.modelOf(settings) &&
      before.contextLength === settings.contextLength &&
      before.keepAlive === settings.keepAlive &&
      before.licenceAccepted === settings.licenceAccepted &&
      before.daemon.path === settings.daemon.path &&
      before.daemon.autoStart === settings.daemon.autoStart;
    if (isSame) return;
    this.#finder.useSettings(settings);
    // What another daemon downloads is of no use here.
    if (before.endpoint !== settings.endpoint) this.#fetch.cancel();
    const wasIdle = this.state.kind === "idle";
    this.#newEra();
    this.#told.move({ kind: "reset" });
    if (!wasIdle) this.look();
  }

  /** Takes in what a request ended with, and comes back from it where that is possible. */
  reportFailure(failure: Failure): void {
    this.#needs.log(`request failed: ${JSON.stringify(failure)}`);
    switch (failure.kind) {
      case "unsupported":
      case "contextExceeded":
      case "busy":
      case "modelComing":
      case "licenceNeeded":
        return;
      case "refused":
      case "unreachable":
      case "badEndpoint":
      case "notOllama":
      case "tooOld":
      case "modelMissing":
      case "outOfMemory":
      case "runnerFailed":
      case "cutOff":
      case "silent":
      case "notLocal":
      case "pullFailed":
      case "startFailed":
      case "other":
        this.#confirmedAtMs = -Infinity;
        this.#told.move({ kind: "requestFailed", failure });
        // A model that did not fit into memory will not fit a moment later: the user's next wish tries again.
        if (this.state.kind !== "ready") this.#ready = undefined;
        if (failure.kind !== "outOfMemory") this.#recover();
    }
  }

  /** Whether the window has the focus: without it nothing is looked for. */
  setFocused(isFocused: boolean): void {
    this.#looks.setFocused(isFocused, worthOfLook(this.state));
  }

  /** Ends what we own: downloads first, and a daemon of ours a moment later (facts: ollama 8). */
  async dispose(): Promise<void> {
    this.#looks.cancel();
    this.#endListening();
    this.#told.end();
    const reason = new DOMException("Facet is ending.", "AbortError");
    this.#era.abort(reason);
    this.#life.abort(reason);
    await this.#fetch.settled();
  }

  #newEra(): void {
    this.#era.abort(new DOMException("The settings have changed.", "AbortError"));
    this.#era = new AbortController();
    this.#attempt = undefined;
    this.#ready = undefined;
    this.#confirmedAtMs = -Infinity;
    this.#looks.cancel();
  }

  /** Begins an attempt, or joins the one that runs; an attempt that settings made useless is followed by the next. */
  #begin(): Promise<ReadyModel> {
    if (this.#attempt !== undefined) return this.#attempt;
    this.#looks.cancel();
    const era = this.#era;
    const attempt = this.#make(era.signal)
      .then((ready) => {
        era.signal.throwIfAborted();
        this.#ready = ready;
        this.#told.noteObstacle("");
        this.#confirmedAtMs = this.#needs.now();
        this.#looks.startOver();
        return ready;
      })
      .catch(async (error: unknown) => {
        if (era.signal.aborted && !this.#life.signal.aborted) return this.#ready ?? this.#begin();
        if (error instanceof DaemonError) this.#told.noteObstacle(`not ready: ${JSON.stringify(error.failure)}`);
        this.#ready = undefined;
        if (!this.#life.signal.aborted) this.#looks.plan(worthOfLook(this.state));
        throw error;
      })
      .finally(() => {
        if (this.#attempt === attempt) this.#attempt = undefined;
      });
    this.#attempt = attempt;
    return attempt;
  }

  async #make(signal: AbortSignal): Promise<ReadyModel> {
    try {
      this.#told.move({ kind: "lookBegan" });
      const place = await this.#finder.find(signal);
      return await this.#load(place, await this.#findModel(place.client, signal), signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof DaemonError && !(error instanceof ShownError)) {
        this.#told.move({ kind: "failed", failure: error.failure });
      }
      throw error;
    }
  }

  async #findModel(client: DaemonClient, signal: AbortSignal): Promise<FoundModel> {
    const wanted = await findModel(client, this.model, signal);
    if (wanted !== undefined) await this.#standIn.dismiss();
    const small = this.#standIn.for(this.model);
    const found = wanted ?? (small === undefined ? undefined : await findModel(client, small, signal));
    signal.throwIfAborted();
    if (found === undefined) {
      const coming = this.#fetch.running;
      this.#told.move({ kind: "modelAbsent", model: this.model });
      if (coming === undefined) throw new ShownError({ kind: "modelMissing", model: this.model });
      const percent = coming.progress === undefined ? 0 : percentOf(coming.progress);
      throw new ShownError({ kind: "modelComing", model: coming.model, percent });
    }
    const missing = missingConsent(found, this.#consents, this.#settings.licenceAccepted);
    this.#owedConsent = missing;
    if (missing !== undefined) {
      this.#told.move(missing);
      const kind = missing.what === "licence" ? "licenceNeeded" : "notLocal";
      throw new ShownError({ kind, model: found.model });
    }
    return found;
  }

  async #load(place: Place, found: FoundModel, signal: AbortSignal): Promise<ReadyModel> {
    const needs = {
      settings: this.#settings,
      memory: this.#needs.memory,
      log: this.#needs.log,
      began: () => this.#told.move({ kind: "loadBegan", model: found.model, sinceMs: this.#needs.now() }),
      life: this.#life.signal,
    };
    const runtime = await loadModel(place, found, needs, signal);
    signal.throwIfAborted();
    this.#told.move({ kind: "becameReady", runtime, owner: place.owner, version: place.version });
    return { client: place.client, runtime, description: found.description };
  }

  /** Asks the daemon what it has in memory; adopts a context that has grown. */
  async #isStillLoaded(ready: ReadyModel, signal: AbortSignal): Promise<boolean> {
    try {
      const runtime = await loadedRuntime(ready, signal);
      // Settings may have changed meanwhile, and then this is about a model that nobody wants any more.
      if (runtime === undefined || this.#ready !== ready) return false;
      if (runtime !== ready.runtime) {
        this.#ready = { ...ready, runtime };
        this.#told.move({ kind: "runtimeChanged", runtime });
      }
      this.#confirmedAtMs = this.#needs.now();
      return true;
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      if (this.#ready === ready) this.#told.move({ kind: "requestFailed", failure: error.failure });
      return false;
    }
  }

  #recover(): void {
    this.#looks.startOver();
    this.look();
  }
}
