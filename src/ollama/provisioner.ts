import { randomUUID } from "node:crypto";
import type { Failure } from "../core/failures.ts";
import { sameModel } from "../core/modelName.ts";
import { generationOf } from "../core/provisioning/generation.ts";
import { otherHubName } from "../core/provisioning/hubNames.ts";
import type { DaemonOwner, ProvisioningState, Runtime, Speeds } from "../core/provisioning/state.ts";
import { next, type ProvisioningEvent } from "../core/provisioning/transitions.ts";
import { isOlder, oldestUsable } from "../core/provisioning/versions.ts";
import type { Settings } from "../core/settings.ts";
import { untilAborted } from "../core/untilAborted.ts";
import { Consents, type ConsentKind } from "./consents.ts";
import type { DaemonClient, ListedModel, LoadedModel, ModelDescription } from "./daemonClient.ts";
import type { DaemonKeeper } from "./daemonKeeper.ts";
import { type Endpoint, isEndpoint, resolveEndpoint } from "./endpoint.ts";
import type { ReadyModel } from "./foregroundAnswers.ts";
import type { Timer } from "./idleDeadline.ts";
import type { Memory } from "./memory.ts";
import { importModel } from "./importModel.ts";
import { GateError, pullModel, type PullWatcher } from "./pullModel.ts";
import { DaemonError } from "./readFailure.ts";
import { askFirstTokens } from "./warmUp.ts";

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

/** Something that went wrong, and when. */
export interface RecentFailure {
  readonly at: Date;
  readonly failure: Failure;
}

/** A daemon that answers. */
interface Place {
  readonly client: DaemonClient;
  readonly owner: DaemonOwner;
  readonly version: string;
}

/** What brings a model to the daemon. */
type FetchWork = (client: DaemonClient, watcher: PullWatcher, signal: AbortSignal) => Promise<void>;

/** For how long a model that answered counts as loaded without being asked for again, ms. */
const freshMs = 2_000;

/** Waits between looks at a daemon that is not there, ms; only while the window has the focus. */
const lookAgainMs: readonly number[] = [2_000, 4_000, 8_000, 15_000, 30_000];
/** The same after a failure that a moment will hardly mend, such as too little memory: each look loads the model. */
const tryAgainMs: readonly number[] = [60_000, 120_000, 300_000];

/** Failures that may be over at any moment. */
const mendedSoon: readonly string[] = ["refused", "unreachable", "cutOff", "notOllama", "silent", "tooOld", "busy"];
/** Failures that stay until a person does something. */
const mendedByPerson: readonly string[] = [
  "badEndpoint",
  "unsupported",
  "notLocal",
  "licenceNeeded",
  "pullFailed",
  "startFailed",
];

const unfinishedPull = "facet.unfinishedPull";

/**
 * Brings one model to readiness and keeps it there: finds or starts the daemon, finds the model, loads it with the options of all
 * later requests, and comes back by itself from what goes wrong. It downloads nothing unless asked to.
 */
export class Provisioner {
  readonly #needs: ProvisionerNeeds;
  readonly #consents: Consents;
  readonly #listeners = new Set<() => void>();
  /** Ends with us; the only thing that may end a load (facts: ollama 2.1). */
  readonly #life = new AbortController();
  #settings: Settings;
  #state: ProvisioningState = { kind: "idle" };
  /** Ends when settings change: what was begun for the old ones is of no use. */
  #era = new AbortController();
  #attempt: Promise<ReadyModel> | undefined;
  #ready: ReadyModel | undefined;
  #confirmedAtMs = -Infinity;
  #pull: { readonly model: string; readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  #standIn: string | undefined;
  #gate: { readonly model: string; readonly step: "key" | "licence" } | undefined;
  #mayStart: boolean;
  /** Whether a daemon that we did not start has answered here: it is installed, wherever that may be. */
  #hasFound = false;
  #client: DaemonClient | undefined;
  #recentFailures: readonly RecentFailure[] = [];
  #isFocused = true;
  #looks = 0;
  #cancelLook: () => void = () => undefined;
  readonly #endListening: () => void;

  constructor(needs: ProvisionerNeeds) {
    this.#needs = needs;
    this.#settings = needs.settings;
    this.#mayStart = needs.settings.daemon.autoStart;
    this.#consents = new Consents(needs.memory);
    this.#endListening = needs.keeper.onLost(() => {
      const { state } = this;
      if (state.kind === "ready" && state.owner === "ours") {
        this.reportFailure({ kind: "refused", endpoint: state.runtime.endpoint });
      }
    });
  }

  get state(): ProvisioningState {
    return this.#state;
  }

  /** The model that is wanted, which a smaller one may stand in for meanwhile. */
  get model(): string {
    return this.#needs.modelOf(this.#settings);
  }

  /** Tells of each change of `state`; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
    this.#mayStart = true;
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
    return this.#fetch(model, signal, (client, watcher, whole) =>
      pullModel(client, model, watcher, this.#needs.now, whole),
    );
  }

  /** Downloads a small model and works with it while the wanted one is coming, which then takes over. */
  async pullSmallFirst(small: string, signal: AbortSignal): Promise<void> {
    this.#standIn = small;
    await this.pullModel(signal, small);
    await this.pullModel(signal);
  }

  /** Makes the model out of a file that the user has. Throws as `pullModel` does. */
  async importModel(file: string, signal: AbortSignal, model = this.model): Promise<void> {
    return this.#fetch(model, signal, (client, watcher, whole) =>
      importModel(client, file, model, watcher, this.#needs.now, whole),
    );
  }

  /** The step that the user owes the hub for a model. */
  get gate(): { readonly model: string; readonly step: "key" | "licence" } | undefined {
    return this.#gate;
  }

  /** Stops the download that runs; what has come is kept. */
  cancelPull(): void {
    this.#pull?.controller.abort(new DOMException("The download was stopped.", "AbortError"));
  }

  /** Whether the daemon runs on this machine, as far as its address tells. */
  get isDaemonHere(): boolean {
    const endpoint = resolveEndpoint(this.#settings.endpoint, this.#needs.environment);
    return isEndpoint(endpoint) && endpoint.isLoopback;
  }

  /** The last things that went wrong, newest first, for the diagnosis. */
  get recentFailures(): readonly RecentFailure[] {
    return this.#recentFailures;
  }

  /** The licence text of a model that the daemon has. */
  async licenceOf(model: string, signal: AbortSignal = this.#life.signal): Promise<string> {
    return (await this.#askedClient().show(model, signal)).license;
  }

  /** What the daemon has on its disk. Throws `DaemonError` where none answers. */
  async installedModels(signal: AbortSignal = this.#life.signal): Promise<readonly ListedModel[]> {
    return this.#askedClient().list(signal);
  }

  /** What the daemon has in memory. Throws `DaemonError` where none answers. */
  async loadedModels(signal: AbortSignal = this.#life.signal): Promise<readonly LoadedModel[]> {
    return this.#askedClient().loaded(signal);
  }

  /** The model whose download an earlier session left unfinished. */
  get unfinishedPull(): string | undefined {
    const model = this.#needs.memory.get(unfinishedPull);
    return typeof model === "string" && model !== "" ? model : undefined;
  }

  async forgetUnfinishedPull(): Promise<void> {
    await this.#needs.memory.update(unfinishedPull, undefined);
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
    this.#mayStart = settings.daemon.autoStart;
    this.#hasFound = false;
    this.#standIn = undefined;
    this.#client = undefined;
    const wasIdle = this.#state.kind === "idle";
    this.#newEra();
    this.#move({ kind: "reset" });
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
        this.#move({ kind: "requestFailed", failure });
        // A model that did not fit into memory will not fit a moment later: the user's next wish tries again.
        if (this.#state.kind !== "ready") this.#ready = undefined;
        if (failure.kind !== "outOfMemory") this.#recover();
    }
  }

  /** Whether the window has the focus: without it nothing is looked for. */
  setFocused(isFocused: boolean): void {
    this.#isFocused = isFocused;
    this.#cancelLook();
    if (isFocused && this.#isWorthLooking()) {
      this.#looks = 0;
      this.look();
    }
  }

  /** Ends what we own: downloads first, and a daemon of ours a moment later (facts: ollama 8). */
  async dispose(): Promise<void> {
    const pull = this.#pull;
    this.#cancelLook();
    this.#endListening();
    this.#listeners.clear();
    const reason = new DOMException("Facet is ending.", "AbortError");
    this.#era.abort(reason);
    this.#life.abort(reason);
    await pull?.done.catch(() => undefined);
  }

  /** The daemon that answered last; a look at what it has asks nobody new. */
  #askedClient(): DaemonClient {
    if (this.#client === undefined) throw new DaemonError({ kind: "refused", endpoint: this.#settings.endpoint });
    return this.#client;
  }

  #noteFailure(failure: Failure): void {
    this.#recentFailures = [{ at: new Date(), failure }, ...this.#recentFailures].slice(0, 10);
  }

  #move(event: ProvisioningEvent): void {
    if (event.kind === "failed" || event.kind === "requestFailed") this.#noteFailure(event.failure);
    const before = this.#state;
    this.#state = next(before, event);
    if (this.#state === before) return;
    if (this.#state.kind !== before.kind) this.#needs.log(`${before.kind} -> ${this.#state.kind}`);
    for (const listener of [...this.#listeners]) listener();
  }

  #newEra(): void {
    this.#era.abort(new DOMException("The settings have changed.", "AbortError"));
    this.#era = new AbortController();
    this.#attempt = undefined;
    this.#ready = undefined;
    this.#confirmedAtMs = -Infinity;
    this.#cancelLook();
  }

  /** Begins an attempt, or joins the one that runs; an attempt that settings made useless is followed by the next. */
  #begin(): Promise<ReadyModel> {
    if (this.#attempt !== undefined) return this.#attempt;
    this.#cancelLook();
    const era = this.#era;
    const attempt = this.#make(era.signal)
      .then((ready) => {
        era.signal.throwIfAborted();
        this.#ready = ready;
        this.#confirmedAtMs = this.#needs.now();
        this.#looks = 0;
        return ready;
      })
      .catch(async (error: unknown) => {
        if (era.signal.aborted && !this.#life.signal.aborted) return this.#begin();
        if (error instanceof DaemonError) this.#needs.log(`not ready: ${JSON.stringify(error.failure)}`);
        this.#ready = undefined;
        this.#lookAgainLater();
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
      this.#move({ kind: "lookBegan" });
      const place = await this.#findDaemon(signal);
      const { model, description } = await this.#findModel(place.client, signal);
      return await this.#load(place, model, description, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof DaemonError && !(error instanceof ShownError)) {
        this.#move({ kind: "failed", failure: error.failure });
      }
      throw error;
    }
  }

  async #findDaemon(signal: AbortSignal): Promise<Place> {
    const endpoint = resolveEndpoint(this.#settings.endpoint, this.#needs.environment);
    if (!isEndpoint(endpoint)) throw new DaemonError(endpoint);
    if (!endpoint.isLoopback && !this.#consents.has("endpoint", endpoint.url)) {
      this.#move({ kind: "consentMissing", what: "endpoint", subject: endpoint.url });
      throw new ShownError({ kind: "notLocal", model: endpoint.url });
    }
    const ours = endpoint.isLoopback ? await this.#needs.keeper.running() : undefined;
    const isOurs = ours !== undefined && (ours.url === endpoint.url || endpoint.source === "default");
    const client = this.#needs.clientFor(isOurs ? ours.url : endpoint.url);
    const owner = isOurs ? "ours" : "found";
    try {
      return await this.#placeAt(client, owner, signal).catch((error: unknown) => {
        // A daemon that is just ending cuts the connection; a second look tells whether it is gone.
        if (error instanceof DaemonError && error.failure.kind === "cutOff")
          return this.#placeAt(client, owner, signal);
        throw error;
      });
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      const { failure } = error;
      const isGone = failure.kind === "refused";
      const isTaken = failure.kind === "notOllama" && endpoint.source === "default";
      if (!isGone && !(isTaken && endpoint.isLoopback)) throw error;
      return this.#startDaemon(endpoint, isTaken, signal);
    }
  }

  async #startDaemon(endpoint: Endpoint, isPortTaken: boolean, signal: AbortSignal): Promise<Place> {
    if (!endpoint.isLoopback) {
      this.#move({ kind: "daemonStopped", endpoint: endpoint.url });
      throw new ShownError({ kind: "refused", endpoint: endpoint.url });
    }
    if (!this.#hasFound && (await this.#needs.keeper.binary()) === undefined) {
      this.#move({ kind: "nothingInstalled" });
      throw new ShownError({ kind: "startFailed", problem: "notInstalled", subject: "", detail: "" });
    }
    if (!this.#mayStart) {
      this.#move({ kind: "daemonStopped", endpoint: endpoint.url });
      throw new ShownError({ kind: "refused", endpoint: endpoint.url });
    }
    this.#move({ kind: "startBegan" });
    // Another program has the usual port: ours takes a free one.
    const { url } = await this.#needs.keeper.start(isPortTaken ? "http://127.0.0.1:0" : endpoint.url, signal);
    return this.#placeAt(this.#needs.clientFor(url), "ours", signal);
  }

  async #placeAt(client: DaemonClient, owner: DaemonOwner, signal: AbortSignal): Promise<Place> {
    const version = await client.version(signal);
    if (isOlder(version, oldestUsable)) throw new DaemonError({ kind: "tooOld", version });
    // A daemon that was there before us may be somebody's: when it goes, only a click starts one in its place.
    if (owner === "found") {
      this.#mayStart = false;
      this.#hasFound = true;
    }
    this.#client = client;
    return { client, owner, version };
  }

  async #findModel(
    client: DaemonClient,
    signal: AbortSignal,
  ): Promise<{ readonly model: string; readonly description: ModelDescription }> {
    const found = (await this.#describe(client, this.model, signal)) ?? (await this.#standInOf(client, signal));
    if (found === undefined) {
      const pull = this.#pull;
      this.#move({ kind: "modelAbsent", model: this.model });
      throw new ShownError(
        pull === undefined
          ? { kind: "modelMissing", model: this.model }
          : { kind: "modelComing", model: pull.model, percent: this.#percent() },
      );
    }
    const { model, description } = found;
    const isRemote = description.remoteHost !== undefined || /[:-]cloud$/i.test(model);
    if (isRemote && !this.#consents.has("remoteModel", model)) {
      this.#move({ kind: "consentMissing", what: "remoteModel", subject: model });
      throw new ShownError({ kind: "notLocal", model });
    }
    const { license } = description;
    if (license.trim() !== "" && !this.#settings.licenceAccepted && !this.#consents.hasLicence(model, license)) {
      this.#move({ kind: "consentMissing", what: "licence", subject: model });
      throw new ShownError({ kind: "licenceNeeded", model });
    }
    return found;
  }

  /** Describes a model under any of the names that the daemon may have it by. */
  async #describe(
    client: DaemonClient,
    wanted: string,
    signal: AbortSignal,
  ): Promise<{ readonly model: string; readonly description: ModelDescription } | undefined> {
    const description = await ifPresent(client.show(wanted, signal));
    if (description !== undefined) return { model: wanted, description };
    const names = (await client.list(signal)).map((one) => one.name);
    const listed = names.find((name) => sameModel(name, wanted));
    if (listed !== undefined) return { model: listed, description: await client.show(listed, signal) };
    const otherName = otherHubName(wanted);
    const twin = otherName === undefined ? undefined : names.find((name) => sameModel(name, otherName));
    if (twin === undefined) return undefined;
    await client.copy(twin, wanted, signal);
    return { model: wanted, description: await client.show(wanted, signal) };
  }

  async #standInOf(
    client: DaemonClient,
    signal: AbortSignal,
  ): Promise<{ readonly model: string; readonly description: ModelDescription } | undefined> {
    return this.#standIn === undefined ? undefined : this.#describe(client, this.#standIn, signal);
  }

  async #load(place: Place, model: string, description: ModelDescription, signal: AbortSignal): Promise<ReadyModel> {
    const { client } = place;
    const numCtx = await this.#contextFor(client, model, description, signal);
    const { keepAlive } = this.#settings;
    const generation = generationOf(description);
    const options = { model, numCtx, keepAlive };
    this.#move({ kind: "loadBegan", model, sinceMs: this.#needs.now() });
    // Cancelling a load throws it away and stalls whoever waits for it, so settings do not cancel it (facts: ollama 2.1).
    if (description.capabilities.length === 0 || description.capabilities.includes("completion")) {
      await client.load(options, this.#life.signal);
    }
    signal.throwIfAborted();
    const { speeds, hasTurnTokens } = await this.#firstTokens(place, options, generation, signal);
    const runtime: Runtime = {
      endpoint: client.endpoint,
      ...options,
      generation: hasTurnTokens ? generation : "none",
      speeds,
    };
    if (!hasTurnTokens) this.#needs.log(`${model}: its file splits the turn mark into pieces, so ghost text stays off`);
    signal.throwIfAborted();
    this.#move({ kind: "becameReady", runtime, owner: place.owner, version: place.version });
    return { client, runtime, description };
  }

  async #firstTokens(
    { client, version }: Place,
    options: Pick<Runtime, "model" | "numCtx" | "keepAlive">,
    generation: Runtime["generation"],
    signal: AbortSignal,
  ): Promise<{ readonly speeds: Speeds; readonly hasTurnTokens: boolean }> {
    const key = `facet.speeds ${client.endpoint} ${version} ${options.model}`;
    const known = speedsIn(this.#needs.memory.get(key));
    const first = await askFirstTokens(client, options, generation, known, randomUUID(), signal);
    if (known === undefined) await this.#needs.memory.update(key, first.speeds);
    return first;
  }

  /** Our context, or a larger one that somebody has loaded already: another number would reload the model for everybody (facts: ollama 2.3). */
  async #contextFor(
    client: DaemonClient,
    model: string,
    description: ModelDescription,
    signal: AbortSignal,
  ): Promise<number> {
    const wanted = Math.min(this.#settings.contextLength, description.trainedContext ?? Infinity);
    const loaded = (await client.loaded(signal)).find((one) => sameModel(one.name, model));
    return Math.max(wanted, loaded?.contextLength ?? 0);
  }

  /** Asks the daemon what it has in memory; adopts a context that has grown. */
  async #isStillLoaded(ready: ReadyModel, signal: AbortSignal): Promise<boolean> {
    try {
      const loaded = (await ready.client.loaded(signal)).find((one) => sameModel(one.name, ready.runtime.model));
      if (loaded === undefined || loaded.contextLength < ready.runtime.numCtx) return false;
      if (loaded.contextLength > ready.runtime.numCtx) {
        const runtime = { ...ready.runtime, numCtx: loaded.contextLength };
        this.#ready = { ...ready, runtime };
        this.#move({ kind: "runtimeChanged", runtime });
      }
      this.#confirmedAtMs = this.#needs.now();
      return true;
    } catch (error) {
      if (error instanceof DaemonError) {
        this.#move({ kind: "requestFailed", failure: error.failure });
        return false;
      }
      throw error;
    }
  }

  async #fetch(model: string, signal: AbortSignal, work: FetchWork): Promise<void> {
    const running = this.#pull;
    if (running?.model === model) return untilAborted(running.done, signal);
    this.cancelPull();
    // Whoever asks for a model asks for the daemon too.
    this.#mayStart = true;
    const controller = new AbortController();
    const whole = AbortSignal.any([controller.signal, signal, this.#life.signal]);
    const done = this.#fetchWith(model, work, whole).finally(() => {
      if (this.#pull?.controller === controller) this.#pull = undefined;
    });
    this.#pull = { model, controller, done };
    await done;
  }

  async #fetchWith(model: string, work: FetchWork, signal: AbortSignal): Promise<void> {
    this.#gate = undefined;
    try {
      const { client } = await this.#findDaemon(signal);
      await this.#needs.memory.update(unfinishedPull, model);
      this.#move({ kind: "pullBegan", model });
      const watcher: PullWatcher = {
        moved: (progress) => this.#move({ kind: "pullMoved", model, progress }),
        verifying: () => this.#move({ kind: "verifyBegan", model }),
      };
      await work(client, watcher, signal);
      await this.forgetUnfinishedPull();
    } catch (error) {
      if (this.#life.signal.aborted) throw this.#life.signal.reason;
      if (signal.aborted) {
        await this.forgetUnfinishedPull();
        this.#move({ kind: "pullStopped", model });
        throw signal.reason;
      }
      if (error instanceof GateError) {
        this.#gate = { model, step: error.step };
        this.#move({ kind: "gateMet", model, step: error.step });
        return;
      }
      if (error instanceof DaemonError && !(error instanceof ShownError)) {
        this.#move({ kind: "failed", failure: error.failure });
      }
      throw error;
    }
    this.#newEra();
    await untilAborted(this.#begin(), signal);
  }

  #percent(): number {
    if (this.#state.kind !== "pulling" || this.#state.progress.totalBytes === 0) return 0;
    return Math.floor((100 * this.#state.progress.completedBytes) / this.#state.progress.totalBytes);
  }

  #recover(): void {
    this.#looks = 0;
    this.look();
  }

  /** Whether the trouble may end without us. */
  #isWorthLooking(): boolean {
    switch (this.#state.kind) {
      case "notRunning":
      case "modelMissing":
      case "notInstalled":
        return true;
      case "failed":
        return !mendedByPerson.includes(this.#state.failure.kind);
      case "idle":
      case "looking":
      case "starting":
      case "consentNeeded":
      case "pulling":
      case "gated":
      case "verifying":
      case "loading":
      case "ready":
        return false;
    }
  }

  #lookAgainLater(): void {
    if (!this.#isFocused || this.#life.signal.aborted || !this.#isWorthLooking()) return;
    const isSoon = this.#state.kind !== "failed" || mendedSoon.includes(this.#state.failure.kind);
    const waitsMs = isSoon ? lookAgainMs : tryAgainMs;
    const afterMs = waitsMs[Math.min(this.#looks, waitsMs.length - 1)] ?? 0;
    this.#looks += 1;
    this.#cancelLook();
    this.#cancelLook = this.#needs.timer.set(() => this.look(), afterMs);
  }
}

/** A failure that the state already shows in its own way. */
class ShownError extends DaemonError {}

async function ifPresent<T>(question: Promise<T>): Promise<T | undefined> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof DaemonError && error.failure.kind === "modelMissing") return undefined;
    throw error;
  }
}

function speedsIn(value: unknown): Speeds | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { promptTokensPerSecond, generatedTokensPerSecond } = value as Record<string, unknown>;
  return typeof promptTokensPerSecond === "number" && typeof generatedTokensPerSecond === "number"
    ? { promptTokensPerSecond, generatedTokensPerSecond }
    : undefined;
}
