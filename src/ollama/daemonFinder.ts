import type { DaemonOwner } from "../core/provisioning/state.ts";
import type { ProvisioningEvent } from "../core/provisioning/transitions.ts";
import { isOlder, oldestUsable } from "../core/provisioning/versions.ts";
import type { Settings } from "../core/settings.ts";
import type { Consents } from "./consents.ts";
import type { DaemonClient } from "./daemonClient.ts";
import type { DaemonKeeper, KeptDaemon } from "./daemonKeeper.ts";
import { type Endpoint, isEndpoint, resolveEndpoint } from "./endpoint.ts";
import { DaemonError } from "./readFailure.ts";
import { ShownError } from "./shownError.ts";

/** A daemon that answers. */
export interface Place {
  readonly client: DaemonClient;
  readonly owner: DaemonOwner;
  readonly version: string;
}

/** What the finding of a daemon rests on. */
export interface DaemonFinderNeeds {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keeper: DaemonKeeper;
  readonly consents: Consents;
  readonly clientFor: (endpoint: string) => DaemonClient;
  readonly move: (event: ProvisioningEvent) => void;
}

/** Finds the daemon where the settings say, or starts one of our own where that is allowed. */
export class DaemonFinder {
  readonly #needs: DaemonFinderNeeds;
  #settings: Settings;
  #mayStart: boolean;
  /** Whether a daemon that we did not start has answered here: it is installed, wherever that may be. */
  #hasFound = false;
  #client: DaemonClient | undefined;

  constructor(needs: DaemonFinderNeeds, settings: Settings) {
    this.#needs = needs;
    this.#settings = settings;
    this.#mayStart = settings.daemon.autoStart;
  }

  /** Whether the daemon runs on this machine, as far as its address tells. */
  get isHere(): boolean {
    const endpoint = resolveEndpoint(this.#settings.endpoint, this.#needs.environment);
    return isEndpoint(endpoint) && endpoint.isLoopback;
  }

  /** The daemon that answered last; a look at what it has asks nobody new. Throws `DaemonError` where none has. */
  get lastClient(): DaemonClient {
    if (this.#client === undefined) throw new DaemonError({ kind: "refused", endpoint: this.#settings.endpoint });
    return this.#client;
  }

  useSettings(settings: Settings): void {
    this.#settings = settings;
    this.#mayStart = settings.daemon.autoStart;
    this.#hasFound = false;
    this.#client = undefined;
  }

  /** From now on a daemon may be started, because the user asked for one. */
  allowStart(): void {
    this.#mayStart = true;
  }

  /** A daemon that answers and that the user agrees to; throws the `DaemonError` that says what stands in the way. */
  async find(signal: AbortSignal): Promise<Place> {
    const endpoint = resolveEndpoint(this.#settings.endpoint, this.#needs.environment);
    if (!isEndpoint(endpoint)) throw new DaemonError(endpoint);
    if (!endpoint.isLoopback && !this.#needs.consents.has("endpoint", endpoint.url)) {
      this.#move({ kind: "consentMissing", what: "endpoint", subject: endpoint.url }, signal);
      throw new ShownError({ kind: "notLocal", model: endpoint.url });
    }
    const ours = await this.#oursAt(endpoint);
    const client = this.#needs.clientFor(ours?.url ?? endpoint.url);
    const look = (): Promise<Place> => this.#placeAt(client, endpoint, ours !== undefined, signal);
    try {
      return await look().catch((error: unknown) => {
        // A daemon that is just ending cuts the connection; a second look tells whether it is gone.
        if (error instanceof DaemonError && error.failure.kind === "cutOff") return look();
        throw error;
      });
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      const { failure } = error;
      const isGone = failure.kind === "refused";
      const isTaken = failure.kind === "notOllama" && endpoint.source === "default";
      if (!isGone && !(isTaken && endpoint.isLoopback)) throw error;
      return this.#start(endpoint, isTaken, signal);
    }
  }

  async #start(endpoint: Endpoint, isPortTaken: boolean, signal: AbortSignal): Promise<Place> {
    if (!endpoint.isLoopback) throw this.#stopped(endpoint, signal);
    if (!this.#hasFound && (await this.#needs.keeper.binary()) === undefined) {
      this.#move({ kind: "nothingInstalled" }, signal);
      throw new ShownError({ kind: "startFailed", problem: "notInstalled", subject: "", detail: "" });
    }
    if (!this.#mayStart) throw this.#stopped(endpoint, signal);
    this.#move({ kind: "startBegan" }, signal);
    // Another program has the usual port: ours takes a free one.
    const { url } = await this.#needs.keeper.start(isPortTaken ? "http://127.0.0.1:0" : endpoint.url, signal);
    return this.#placeAt(this.#needs.clientFor(url), endpoint, true, signal);
  }

  #stopped({ url }: Endpoint, signal: AbortSignal): ShownError {
    this.#move({ kind: "daemonStopped", endpoint: url }, signal);
    return new ShownError({ kind: "refused", endpoint: url });
  }

  /** Tells what has been found; throws the signal's reason where nobody looks there any more, because the settings have changed meanwhile. */
  #move(event: ProvisioningEvent, signal: AbortSignal): void {
    signal.throwIfAborted();
    this.#needs.move(event);
  }

  /** Our daemon, where it is the one that is meant. */
  async #oursAt(endpoint: Endpoint): Promise<KeptDaemon | undefined> {
    if (!endpoint.isLoopback) return undefined;
    const ours = await this.#needs.keeper.running();
    return ours?.url === endpoint.url || endpoint.source === "default" ? ours : undefined;
  }

  async #placeAt(client: DaemonClient, endpoint: Endpoint, isOurs: boolean, signal: AbortSignal): Promise<Place> {
    const version = await client.version(signal);
    if (isOlder(version, oldestUsable)) throw new DaemonError({ kind: "tooOld", version });
    // One that a supervisor has only just started was not yet there to be shared a moment ago.
    const owner: DaemonOwner = isOurs || (await this.#oursAt(endpoint))?.url === endpoint.url ? "ours" : "found";
    signal.throwIfAborted();
    // A daemon that was there before us may be somebody's: when it goes, only a click starts one in its place.
    if (owner === "found") {
      this.#mayStart = false;
      this.#hasFound = true;
    }
    this.#client = client;
    return { client, owner, version };
  }
}
