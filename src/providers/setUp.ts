import type { Failure } from "../core/failures.ts";
import { wordsOfFailure } from "../core/failureWords.ts";
import { keysPage, pageOf } from "../core/provisioning/hubNames.ts";
import { downloadPage, installWayOn } from "../core/provisioning/installWays.ts";
import {
  diskShortage,
  knownModel,
  shortageFor,
  smallSibling,
  ungatedTwin,
  type KnownModel,
  type Shortage,
} from "../core/provisioning/knownModels.ts";
import { percentOf, type ProvisioningState } from "../core/provisioning/state.ts";
import { isOlder, oldestFast } from "../core/provisioning/versions.ts";
import { gemmaModel } from "../core/settings.ts";
import { sizeWords, speedWords, waitWords } from "../core/sizes.ts";
import { shortModelName, viewOf } from "../core/status.ts";
import { untilAborted } from "../core/untilAborted.ts";
import { say } from "../core/words/words.ts";
import type { Choice, Report, SetUpUi } from "../host/setUpUi.ts";
import type { DaemonKeeper } from "../ollama/daemonKeeper.ts";
import { readGguf } from "../ollama/gguf.ts";
import { roomOf } from "../ollama/machineRoom.ts";
import type { Memory } from "../ollama/memory.ts";
import type { Provisioner } from "../ollama/provisioner.ts";
import { publicKeyOf } from "../ollama/publicKey.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { RemoteDaemons } from "./remoteDaemons.ts";

/** What the set-up rests on. */
export interface SetUpNeeds {
  readonly provisioner: Provisioner;
  readonly keeper: DaemonKeeper;
  readonly ui: SetUpUi;
  readonly remote: RemoteDaemons;
  readonly memory: Memory;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How one may come to a model. */
type Way =
  | { readonly kind: "get"; readonly model: KnownModel | undefined }
  | { readonly kind: "smallFirst" }
  | { readonly kind: "use"; readonly model: string; readonly isThere: boolean }
  | { readonly kind: "import" };

const installedLookMs = 2_000;
const saidSlow = "facet.saidSlowDaemon";

/**
 * Leads the user from wherever things stand to a warm model, one question at a time. Each step ends with another look at the state,
 * so that what the user did elsewhere in the meantime counts too.
 */
export class SetUp {
  readonly #needs: SetUpNeeds;

  constructor(needs: SetUpNeeds) {
    this.#needs = needs;
  }

  /** `facet.setUp`: goes on until everything works or the user has had enough. */
  async run(): Promise<void> {
    for (;;) {
      await this.#look();
      if (!(await this.#step(this.#needs.provisioner.state))) return;
    }
  }

  /** `facet.startDaemon`. */
  async startDaemon(): Promise<void> {
    const { provisioner, ui } = this.#needs;
    await this.#telling(() =>
      ui.progress(say("status.starting"), (report, signal) =>
        this.#watching(report, () => untilAborted(provisioner.startDaemon(), signal)),
      ),
    );
    if (!isSettled(provisioner.state)) await this.run();
  }

  /** `facet.pullModel`: asks which way where there is a choice to make. */
  async pullModel(): Promise<void> {
    const { provisioner } = this.#needs;
    await this.#look();
    const { state } = provisioner;
    if (state.kind === "pulling") return this.showPull();
    if (state.kind === "modelMissing" || state.kind === "gated" || state.kind === "ready") {
      if (await this.#takeWay()) await this.run();
      return;
    }
    await this.run();
  }

  /** `facet.importModel`. */
  async importModel(): Promise<void> {
    if (await this.#import()) await this.run();
  }

  /** Shows the download that runs. */
  async showPull(): Promise<void> {
    const { provisioner } = this.#needs;
    if (provisioner.state.kind === "pulling") await this.#pull(provisioner.state.model);
  }

  /** Asks once per session whether a download that an earlier one left unfinished shall go on. */
  async offerToResume(): Promise<void> {
    const { provisioner, ui } = this.#needs;
    const model = provisioner.unfinishedPull;
    if (model === undefined) return;
    const [rest, notNow] = [say("action.setUp.resume"), say("action.setUp.notNow")];
    const answer = await ui.ask("information", say("setUp.resume", { model: shortModelName(model) }), rest, notNow);
    if (answer === rest && (await this.#pull(model))) await this.run();
    if (answer === notNow) await provisioner.forgetUnfinishedPull();
  }

  /** Says once, and never again, that a newer daemon would be faster. */
  async mentionSlowDaemon(): Promise<void> {
    const { provisioner, memory, ui } = this.#needs;
    const { state } = provisioner;
    if (state.kind !== "ready" || !isOlder(state.version, oldestFast) || memory.get(saidSlow) === true) return;
    await memory.update(saidSlow, true);
    const upgrade = say("action.setUp.upgrade");
    const answer = await ui.ask("information", say("setUp.readySlow", { version: state.version }), upgrade);
    if (answer === upgrade) await ui.open(downloadPage);
  }

  /** One question. True to look again, false where the user turned away or nothing is left to do. */
  async #step(state: ProvisioningState): Promise<boolean> {
    const { provisioner, ui } = this.#needs;
    switch (state.kind) {
      case "notInstalled":
        return this.#install();
      case "notRunning":
        return this.#startOrReach(state.endpoint);
      case "consentNeeded":
        return this.#consent(state.what, state.subject);
      case "modelMissing":
        return this.#takeWay();
      case "gated":
        return this.#passGate(state.model, state.step);
      case "pulling":
        return this.#pull(state.model);
      case "failed":
        return this.#afterFailure(state.failure);
      case "ready":
        await ui.ask("information", say("setUp.ready", { model: shortModelName(state.runtime.model) }));
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
    const { provisioner, ui } = this.#needs;
    if (provisioner.state.kind === "pulling") return;
    try {
      await ui.progress(say("setUp.looking"), (report, signal) =>
        this.#watching(report, () => provisioner.ensureReady(signal)),
      );
    } catch (error) {
      // What is missing is in the state.
      if (!(error instanceof DaemonError) && !isAbortError(error)) throw error;
    }
  }

  async #install(): Promise<boolean> {
    const { ui } = this.#needs;
    const way = installWayOn(process.platform);
    const [install, download, choose] = [
      say("action.setUp.install"),
      say("action.setUp.download"),
      say("action.setUp.chooseProgram"),
    ];
    const buttons = way === undefined ? [download, choose] : [install, download, choose];
    const answer = await ui.ask("information", say("setUp.notInstalled"), ...buttons);
    if (answer === undefined) return false;
    if (answer === choose) return this.#chooseProgram();
    if (answer === download || way === undefined) await ui.open(downloadPage);
    else if (!(await this.#runInstaller(way.command, way.readAt))) return false;
    return this.#waitForInstallation();
  }

  async #runInstaller(command: string, readAt: string): Promise<boolean> {
    const { ui } = this.#needs;
    const [run, read] = [say("action.setUp.run"), say("action.setUp.readFirst")];
    const first = await ui.ask("information", `${say("setUp.install.ask")} ${command}`, run, read);
    if (first === undefined) return false;
    if (first === read) {
      await ui.open(readAt);
      if (!(await ui.confirm(say("setUp.install.ask"), say("setUp.install.detail", { command }), run))) return false;
    }
    ui.runInTerminal(command);
    return true;
  }

  async #waitForInstallation(): Promise<boolean> {
    const { keeper, ui } = this.#needs;
    return ui.progress(say("setUp.install.waiting"), async (_report, signal) => {
      while (!signal.aborted) {
        if ((await keeper.binary()) !== undefined) return true;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, installedLookMs);
          signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
        });
      }
      return false;
    });
  }

  async #chooseProgram(): Promise<boolean> {
    const file = await this.#needs.ui.pickFile(say("setUp.pickProgram"));
    if (file === undefined) return false;
    await this.#needs.ui.set("daemon.path", file);
    return true;
  }

  async #startOrReach(endpoint: string): Promise<boolean> {
    const { provisioner, ui, remote } = this.#needs;
    const start = say("action.setUp.start");
    const ways = remote.waysFor(endpoint);
    const words = ways.words ?? say("setUp.notRunning", { endpoint });
    const answer = await ui.ask("information", words, start, ...ways.buttons);
    if (answer === undefined) return false;
    if (answer !== start) return remote.take(answer);
    return this.#telling(() =>
      ui.progress(say("status.starting"), (report, signal) =>
        this.#watching(report, () => untilAborted(provisioner.startDaemon(), signal)),
      ),
    );
  }

  async #consent(what: "endpoint" | "remoteModel" | "licence", subject: string): Promise<boolean> {
    const { provisioner, ui } = this.#needs;
    if (what === "licence") {
      await ui.show(await provisioner.licenceOf(subject), "plaintext");
    }
    const button = what === "licence" ? say("action.setUp.accept") : say("action.setUp.allow");
    const words = say(`setUp.consent.${what}`, { subject });
    if (!(await ui.confirm(words, say(`setUp.consent.${what}Detail`), button))) return false;
    await provisioner.grant(what, subject);
    return true;
  }

  /** Offers the ways to a model and goes the chosen one. */
  async #takeWay(): Promise<boolean> {
    const { ui, provisioner } = this.#needs;
    const way = await ui.choose(say("setUp.model.title"), await this.#ways());
    switch (way?.kind) {
      case undefined:
        return false;
      case "get":
        return this.#pull(provisioner.model, way.model);
      case "smallFirst":
        return this.#pullSmallFirst();
      case "use":
        await ui.set("model", way.model);
        return way.isThere || this.#pull(way.model, knownModel(way.model));
      case "import":
        return this.#import();
    }
  }

  async #ways(): Promise<readonly Choice<Way>[]> {
    const { provisioner } = this.#needs;
    const wanted = knownModel(provisioner.model);
    const room = await this.#room();
    const isTight = wanted !== undefined && shortageFor(wanted, room)?.kind === "memory";
    const isSmallWanted = wanted === smallSibling;
    const get: Choice<Way> = {
      label:
        wanted?.name === gemmaModel
          ? say("setUp.model.get", { size: sizeWords(wanted.downloadBytes) })
          : `${say("action.pullModel")}: ${provisioner.model}`,
      detail: say("setUp.model.getDetail", { model: provisioner.model }),
      value: { kind: "get", model: wanted },
    };
    const small: readonly Choice<Way>[] = isSmallWanted
      ? []
      : [
          {
            label: say("setUp.model.smallFirst", { size: sizeWords(smallSibling.downloadBytes) }),
            detail: say("setUp.model.smallFirstDetail"),
            value: { kind: "smallFirst" },
          },
          {
            label: say("setUp.model.small", { size: sizeWords(smallSibling.downloadBytes) }),
            detail: say("setUp.model.smallDetail"),
            value: { kind: "use", model: smallSibling.name, isThere: false },
          },
        ];
    const twin: readonly Choice<Way>[] =
      wanted?.name === ungatedTwin.name
        ? []
        : [
            {
              label: say("setUp.model.twin", { size: sizeWords(ungatedTwin.downloadBytes) }),
              detail: say("setUp.model.twinDetail"),
              value: { kind: "use", model: ungatedTwin.name, isThere: false },
            },
          ];
    // A gate in the way makes the other doors the better ones; little memory makes the small model so.
    const ordered = isTight
      ? [...small.slice(1), get, ...small.slice(0, 1), ...twin]
      : provisioner.gate === undefined
        ? [get, ...small, ...twin]
        : [...twin, get, ...small];
    const [best, ...others] = ordered;
    return [
      ...(best === undefined ? [] : [{ ...best, description: say("setUp.model.recommended") }]),
      ...others,
      {
        label: say("setUp.model.import"),
        detail: say("setUp.model.importDetail"),
        value: { kind: "import" },
      },
      ...(await this.#installed()),
    ];
  }

  async #installed(): Promise<readonly Choice<Way>[]> {
    const models = await this.#needs.provisioner.installedModels().catch(() => []);
    return models
      .filter((one) => !one.isRemote)
      .map((one) => ({
        label: one.name,
        description: say("setUp.model.installed", { size: sizeWords(one.sizeBytes) }),
        value: { kind: "use", model: one.name, isThere: true },
      }));
  }

  async #room(): Promise<Parameters<typeof shortageFor>[1]> {
    const { environment, provisioner } = this.#needs;
    return roomOf(environment, provisioner.isDaemonHere);
  }

  /** Downloads with progress. True where the model came, or where another way was found. */
  async #pull(model: string, known = knownModel(model)): Promise<boolean> {
    const { provisioner } = this.#needs;
    if (known !== undefined && provisioner.state.kind !== "pulling") {
      const shortage = shortageFor(known, await this.#room());
      if (shortage !== undefined && !(await this.#despite(shortage))) return this.#takeWay();
    }
    return this.#fetching(say("setUp.pulling", { model: shortModelName(model) }), (signal) =>
      provisioner.pullModel(signal, model),
    );
  }

  async #pullSmallFirst(): Promise<boolean> {
    return this.#fetching(say("setUp.pulling", { model: shortModelName(this.#needs.provisioner.model) }), (signal) =>
      this.#needs.provisioner.pullSmallFirst(smallSibling.name, signal),
    );
  }

  async #import(): Promise<boolean> {
    const { provisioner, ui } = this.#needs;
    const file = await ui.pickFile(say("setUp.pickGguf"), { GGUF: ["gguf"] });
    if (file === undefined) return false;
    try {
      const gguf = await readGguf(file);
      const shortage = diskShortage(2 * gguf.sizeBytes, await this.#room());
      if (shortage !== undefined && !(await this.#despite(shortage))) return false;
      const go = await ui.confirm(
        say("setUp.importing", { model: gguf.file }),
        say("setUp.importWarning", { size: sizeWords(2 * gguf.sizeBytes) }),
        say("setUp.pickGguf"),
      );
      if (!go) return false;
      return await this.#fetching(say("setUp.importing", { model: shortModelName(provisioner.model) }), (signal) =>
        provisioner.importModel(file, signal),
      );
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      return this.#afterFailure(error.failure);
    }
  }

  async #fetching(title: string, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { provisioner, ui } = this.#needs;
    const done = await this.#telling(() =>
      ui.progress(title, (report, signal) => this.#watching(report, () => work(signal))),
    );
    const { gate } = provisioner;
    return done && gate !== undefined ? this.#passGate(gate.model, gate.step) : done;
  }

  async #despite(shortage: Shortage): Promise<boolean> {
    const words = say(`setUp.shortage.${shortage.kind}`, {
      needed: sizeWords(shortage.neededBytes),
      present: sizeWords(shortage.presentBytes),
    });
    return this.#needs.ui.confirm(words, say("setUp.shortage.detail"), say("action.setUp.anyway"));
  }

  async #passGate(model: string, step: "key" | "licence"): Promise<boolean> {
    const { ui } = this.#needs;
    const otherWays = say("action.setUp.otherWays");
    const opened = step === "key" ? await this.#showKey(otherWays) : await this.#showLicencePage(model, otherWays);
    if (opened === "otherWays") return this.#takeWay();
    if (opened === "turnedAway") return false;
    const tryNow = say("action.setUp.tryNow");
    const leaving = new AbortController();
    const answer = await Promise.race([
      ui.ask("information", say("setUp.gate.waiting"), tryNow, otherWays),
      ui.whenBack(leaving.signal).then(
        () => tryNow,
        () => undefined,
      ),
    ]);
    leaving.abort();
    if (answer === otherWays) return this.#takeWay();
    return answer === tryNow && this.#pull(model);
  }

  async #showKey(otherWays: string): Promise<"opened" | "otherWays" | "turnedAway"> {
    const { ui, environment, provisioner } = this.#needs;
    const key = await publicKeyOf(
      process.platform,
      environment,
      (await this.#needs.keeper.running()) === undefined ? "found" : "ours",
      provisioner.isDaemonHere,
    );
    const button = key.kind === "key" ? say("action.setUp.copyKey") : say("action.setUp.copyCommand");
    const detail =
      key.kind === "key"
        ? say("setUp.gate.keyDetail", { key: key.text })
        : say("setUp.gate.keyCommandDetail", { command: key.command });
    const answer = await ui.askModal(say("setUp.gate.key"), detail, button, otherWays);
    if (answer !== button) return answer === otherWays ? "otherWays" : "turnedAway";
    await ui.copy(key.kind === "key" ? key.text : key.command);
    await ui.open(keysPage);
    return "opened";
  }

  async #showLicencePage(model: string, otherWays: string): Promise<"opened" | "otherWays" | "turnedAway"> {
    const { ui } = this.#needs;
    const page = pageOf(model) ?? keysPage;
    const open = say("action.setUp.openPage");
    const answer = await ui.askModal(
      say("setUp.gate.licence", { page }),
      say("setUp.gate.licenceDetail"),
      open,
      otherWays,
    );
    if (answer !== open) return answer === otherWays ? "otherWays" : "turnedAway";
    await ui.open(page);
    return "opened";
  }

  /** Says what went wrong, with the one way on that fits. */
  async #afterFailure(failure: Failure): Promise<boolean> {
    const { ui } = this.#needs;
    const way = this.#wayAfter(failure);
    const answer = await ui.ask("warning", wordsOfFailure(failure), way.button);
    return answer === way.button && (await way.go());
  }

  #wayAfter(failure: Failure): { readonly button: string; readonly go: () => Promise<boolean> } {
    const { ui } = this.#needs;
    const goOn = (): Promise<boolean> => Promise.resolve(true);
    switch (failure.kind) {
      case "tooOld":
        return { button: say("action.setUp.upgrade"), go: () => ui.open(downloadPage).then(goOn) };
      case "badEndpoint":
      case "notOllama":
        return { button: say("action.openSettings"), go: () => ui.openSettings("facet.endpoint").then(() => false) };
      case "outOfMemory":
        return {
          button: say("action.setUp.useSmall"),
          go: () => ui.set("model", smallSibling.name).then(() => this.#pull(smallSibling.name)),
        };
      case "startFailed":
        return failure.problem === "portTaken"
          ? { button: say("action.openSettings"), go: () => ui.openSettings("facet.endpoint").then(() => false) }
          : { button: say("action.setUp.chooseProgram"), go: () => this.#chooseProgram() };
      case "pullFailed":
        return ["notOnHub", "badName", "notGguf", "fileGone", "noSpace", "readOnly", "daemonTools"].includes(
          failure.problem,
        )
          ? { button: say("action.setUp.otherWays"), go: () => this.#takeWay() }
          : { button: say("action.retry"), go: () => this.#pull(this.#needs.provisioner.model) };
      case "unsupported":
        return { button: say("action.setUp.otherWays"), go: () => this.#takeWay() };
      case "refused":
      case "unreachable":
      case "modelMissing":
      case "contextExceeded":
      case "runnerFailed":
      case "busy":
      case "cutOff":
      case "silent":
      case "notLocal":
      case "modelComing":
      case "licenceNeeded":
      case "other":
        return { button: say("action.retry"), go: goOn };
    }
  }

  /** Runs what a click began; what goes wrong is said with its way on. */
  async #telling(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (isAbortError(error)) {
        await this.#needs.ui.ask("information", say("setUp.stopped"));
        return false;
      }
      if (!(error instanceof DaemonError)) throw error;
      // A state with a question of its own asks it in the next round.
      if (this.#needs.provisioner.state.kind !== "failed") return true;
      return this.#afterFailure(error.failure);
    }
  }

  /** Tells the notification what the state becomes while something runs. */
  async #watching<Result>(report: Report, work: () => Promise<Result>): Promise<Result> {
    const { provisioner } = this.#needs;
    const tell = (): void => reportState(provisioner.state, report);
    const end = provisioner.onChange(tell);
    tell();
    try {
      return await work();
    } finally {
      end();
    }
  }
}

function reportState(state: ProvisioningState, report: Report): void {
  const progress =
    state.kind === "pulling" ? state.progress : state.kind === "ready" ? state.coming?.progress : undefined;
  if (progress === undefined) {
    report(viewOf({ kind: "provisioning", state }).tooltip[0] ?? "");
    return;
  }
  if (progress.totalBytes === 0) {
    report(say("setUp.progress.begin"));
    return;
  }
  const percent = percentOf(progress);
  report(
    say("setUp.progress", {
      percent,
      done: sizeWords(progress.completedBytes),
      total: sizeWords(progress.totalBytes),
      speed: speedWords(progress.bytesPerSecond),
      timeLeft: waitWords(progress.secondsLeft),
    }),
    percent,
  );
}

function isSettled(state: ProvisioningState): boolean {
  return state.kind === "ready" || state.kind === "pulling" || state.kind === "failed";
}

function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
