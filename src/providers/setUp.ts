import type { Failure } from "../core/failures.ts";
import { wordsOfFailure } from "../core/failureWords.ts";
import { downloadPage } from "../core/provisioning/installWays.ts";
import { smallSibling } from "../core/provisioning/knownModels.ts";
import { isOfDownload, type ProvisioningState } from "../core/provisioning/state.ts";
import { isOlder, oldestFast } from "../core/provisioning/versions.ts";
import { type WayOn, wayOnAfter } from "../core/provisioning/wayOn.ts";
import { shortModelName } from "../core/status.ts";
import { untilAborted } from "../core/untilAborted.ts";
import { say } from "../core/words/words.ts";
import type { SetUpUi } from "../host/setUpUi.ts";
import type { DaemonKeeper } from "../ollama/daemonKeeper.ts";
import type { Memory } from "../ollama/memory.ts";
import type { Provisioner } from "../ollama/provisioner.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { RemoteDaemons } from "./remoteDaemons.ts";
import { GateFlow } from "./setUp/gateFlow.ts";
import { InstallFlow } from "./setUp/installFlow.ts";
import { ModelFlow } from "./setUp/modelFlow.ts";
import { ToldWork } from "./setUp/toldWork.ts";

/** What the set-up rests on. */
export interface SetUpNeeds {
  readonly provisioner: Provisioner;
  readonly keeper: DaemonKeeper;
  readonly ui: SetUpUi;
  readonly remote: RemoteDaemons;
  readonly memory: Memory;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Opens something to try it on. */
  readonly trySample: () => Thenable<unknown>;
}

/**
 * Leads the user from wherever things stand to a warm model, one question at a time. Each step ends with another look at the state,
 * so that what the user did elsewhere in the meantime counts too.
 */
export class SetUp {
  readonly #needs: SetUpNeeds;
  readonly #told: ToldWork;
  readonly #install: InstallFlow;
  readonly #model: ModelFlow;

  constructor(needs: SetUpNeeds) {
    this.#needs = needs;
    const { provisioner, keeper, ui } = needs;
    this.#told = new ToldWork(provisioner, ui);
    this.#install = new InstallFlow(keeper, ui);
    this.#model = new ModelFlow({
      ...needs,
      told: this.#told,
      gate: new GateFlow(needs),
      afterFailure: (failure) => this.#afterFailure(failure),
      askConsents: () => this.#askConsents(),
    });
  }

  /** `facet.setUp`: goes on until everything works or the user has had enough. */
  async run(): Promise<void> {
    for (;;) {
      if (this.#needs.provisioner.state.kind !== "pulling") await this.#look();
      if (!(await this.#step(this.#needs.provisioner.state))) return;
    }
  }

  /** Whether all is there once it has been looked for; a download that is on its way is not waited for. */
  async looksReady(): Promise<boolean> {
    const { provisioner } = this.#needs;
    if (provisioner.state.kind !== "pulling") await this.#look();
    return provisioner.state.kind === "ready";
  }

  /** `facet.startDaemon`. */
  async startDaemon(): Promise<void> {
    await this.#start();
    if (!isSettled(this.#needs.provisioner.state)) await this.run();
  }

  /** `facet.pullModel`: asks which way where there is a choice to make. */
  async pullModel(): Promise<void> {
    const { provisioner } = this.#needs;
    if (provisioner.state.kind !== "pulling") await this.#look();
    const { state } = provisioner;
    if (state.kind === "pulling" || (state.kind === "ready" && state.coming !== undefined)) return this.#showPull();
    const hasFailed = state.kind === "failed" && isOfDownload(state.failure);
    const mayChoose = hasFailed || state.kind === "modelMissing" || state.kind === "gated" || state.kind === "ready";
    if (!mayChoose || (await this.#model.choose())) await this.run();
  }

  /** Downloads the wanted model itself, without offering another one for it. */
  async pullWanted(): Promise<void> {
    const { provisioner } = this.#needs;
    if (await this.#model.pull(provisioner.model)) await this.#look();
    await this.#askConsents();
  }

  /** `facet.workMeanwhile`: a small model at once, and the wanted one takes over when it has come. */
  async workMeanwhile(): Promise<void> {
    const { provisioner } = this.#needs;
    const isComing = provisioner.state.kind === "pulling";
    if (!(await this.#model.workMeanwhile()) || isComing) return;
    if (await this.#model.pull(provisioner.model)) await this.run();
  }

  /** `facet.importModel`. */
  async importModel(): Promise<void> {
    if (await this.#model.importFile()) await this.run();
  }

  /** Asks once per session whether a download that an earlier one left unfinished shall go on. */
  async offerToResume(): Promise<void> {
    const { provisioner, ui } = this.#needs;
    const model = provisioner.unfinishedPull;
    if (model === undefined) return;
    const [rest, notNow] = [say("action.setUp.resume"), say("action.setUp.notNow")];
    const answer = await ui.ask("information", say("setUp.resume", { model: shortModelName(model) }), rest, notNow);
    if (answer === rest && (await this.#model.pull(model))) await this.run();
    if (answer === notNow) await provisioner.forgetUnfinishedPull();
  }

  /** One question. True to look again, false where the user turned away or nothing is left to do. */
  async #step(state: ProvisioningState): Promise<boolean> {
    const { provisioner } = this.#needs;
    switch (state.kind) {
      case "notInstalled":
        return this.#install.run();
      case "notRunning":
        return this.#startOrReach(state.endpoint);
      case "consentNeeded":
        return this.#consent(state.what, state.subject);
      case "modelMissing":
        return this.#model.choose();
      case "gated":
        return this.#model.passGate(state.model, state.step);
      case "pulling":
        return this.#model.pull(state.model);
      case "failed":
        return this.#afterFailure(state.failure);
      case "ready":
        await this.#sayReady(state);
        return false;
      case "idle":
      case "looking":
      case "starting":
      case "verifying":
      case "loading":
        // Something else drives it; the next look joins that.
        return provisioner.state !== state;
    }
  }

  async #look(): Promise<void> {
    const { provisioner } = this.#needs;
    try {
      await this.#told.show(say("setUp.looking"), (signal) => provisioner.ensureReady(signal));
    } catch (error) {
      // What is missing is in the state.
      if (!(error instanceof DaemonError) && !isAbortError(error)) throw error;
    }
  }

  /** That all is well, or would be faster with a newer daemon. */
  async #sayReady({ version, runtime }: Extract<ProvisioningState, { kind: "ready" }>): Promise<void> {
    const { ui } = this.#needs;
    if (!isOlder(version, oldestFast)) {
      const trySample = say("action.trySample");
      const words = say("setUp.ready", { model: shortModelName(runtime.model) });
      if ((await ui.ask("information", words, trySample)) === trySample) await this.#needs.trySample();
      return;
    }
    const upgrade = say("action.setUp.upgrade");
    const answer = await ui.ask("information", say("setUp.readySlow", { version }), upgrade);
    if (answer === upgrade) await ui.open(downloadPage);
  }

  async #showPull(): Promise<void> {
    const { state } = this.#needs.provisioner;
    if (state.kind === "pulling") await this.#model.pull(state.model);
    else if (state.kind === "ready" && state.coming !== undefined) await this.#model.pull(state.coming.model);
  }

  async #start(): Promise<boolean> {
    const { provisioner } = this.#needs;
    const end = await this.#told.run(say("status.starting"), (signal) =>
      untilAborted(provisioner.startDaemon(), signal),
    );
    if (end === "stopped") return false;
    return end === "done" || this.#afterFailure(end);
  }

  async #startOrReach(endpoint: string): Promise<boolean> {
    const { ui, remote } = this.#needs;
    const start = say("action.setUp.start");
    const ways = remote.waysFor(endpoint);
    const words = ways.words ?? say("setUp.notRunning", { endpoint });
    const answer = await ui.ask("information", words, start, ...ways.buttons);
    if (answer === undefined) return false;
    return answer === start ? this.#start() : remote.take(answer, endpoint);
  }

  async #consent(what: "endpoint" | "remoteModel" | "licence", subject: string): Promise<boolean> {
    const { provisioner, ui } = this.#needs;
    if (what === "licence") await ui.show(await provisioner.licenceOf(subject), "plaintext");
    const button = what === "licence" ? say("action.setUp.accept") : say("action.setUp.allow");
    const words = say(`setUp.consent.${what}`, { subject });
    if (!(await ui.confirm(words, say(`setUp.consent.${what}Detail`), button))) return false;
    await provisioner.grant(what, subject);
    return true;
  }

  /** Asks what stands between a model that is there and its use, one thing after another. */
  async #askConsents(): Promise<void> {
    const { provisioner } = this.#needs;
    for (let owed = provisioner.owedConsent; owed !== undefined; owed = provisioner.owedConsent) {
      if (!(await this.#consent(owed.what, owed.subject))) return;
      await this.#look();
    }
  }

  /** Says what went wrong, with the one way on that fits. */
  async #afterFailure(failure: Failure): Promise<boolean> {
    const { button, go } = this.#way(wayOnAfter(failure));
    return (await this.#needs.ui.ask("warning", wordsOfFailure(failure), button)) === button && (await go());
  }

  #way(way: WayOn): { readonly button: string; readonly go: () => Promise<boolean> } {
    const { ui, provisioner } = this.#needs;
    switch (way) {
      case "retry":
        return { button: say("action.retry"), go: () => Promise.resolve(true) };
      case "fetchAgain":
        return { button: say("action.retry"), go: () => this.#model.pull(provisioner.model) };
      case "upgrade":
        return { button: say("action.setUp.upgrade"), go: () => ui.open(downloadPage).then(() => true) };
      case "changeEndpoint":
        return { button: say("action.openSettings"), go: () => ui.openSettings("facet.endpoint").then(() => false) };
      case "useSmallModel":
        return {
          button: say("action.setUp.useSmall"),
          go: () => ui.set("model", smallSibling.name).then(() => this.#model.pull(smallSibling.name)),
        };
      case "chooseProgram":
        return { button: say("action.setUp.chooseProgram"), go: () => this.#install.chooseProgram() };
      case "otherWays":
        return { button: say("action.setUp.otherWays"), go: () => this.#model.choose() };
    }
  }
}

function isSettled(state: ProvisioningState): boolean {
  return state.kind === "ready" || state.kind === "pulling" || state.kind === "failed";
}

function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
