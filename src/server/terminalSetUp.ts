import { wordsOfFailure } from "../core/failureWords.ts";
import { keysPage, pageOf } from "../core/provisioning/hubNames.ts";
import { downloadPage } from "../core/provisioning/installWays.ts";
import { type KnownModel, smallSibling, ungatedTwin, wantedModel } from "../core/provisioning/knownModels.ts";
import { percentOf, type ProvisioningState } from "../core/provisioning/state.ts";
import { sizeWords } from "../core/sizes.ts";
import { shortModelName, viewOf } from "../core/status.ts";
import { say } from "../core/words/words.ts";
import type { Provisioner } from "../ollama/provisioner.ts";
import type { PublicKey } from "../ollama/publicKey.ts";
import { DaemonError } from "../ollama/readFailure.ts";

/** A terminal, reduced to what the set-up needs of it. */
export interface Terminal {
  /** Prints a line; a passing one is written over by the next. */
  readonly print: (line: string, isPassing?: boolean) => void;
  /** Asks for one of the choices by its number; undefined where nobody answers or the person wants none. */
  readonly choose: (question: string, choices: readonly string[]) => Promise<number | undefined>;
}

/** What the set-up in a terminal rests on. */
export interface TerminalSetUpNeeds {
  readonly provisioner: Provisioner;
  readonly terminal: Terminal;
  readonly publicKey: () => Promise<PublicKey>;
}

/** Leads from wherever things stand to a warm model, in a terminal: the same states, words and steps as in VS Code. */
export class TerminalSetUp {
  readonly #needs: TerminalSetUpNeeds;
  #lastWords = "";

  constructor(needs: TerminalSetUpNeeds) {
    this.#needs = needs;
  }

  /** Whether the model is ready in the end. */
  async run(signal: AbortSignal): Promise<boolean> {
    const { provisioner, terminal } = this.#needs;
    const stopTelling = provisioner.onChange(() => this.#tell(provisioner.state));
    try {
      for (;;) {
        await this.#look(signal);
        const { state } = provisioner;
        if (state.kind === "ready") {
          terminal.print(say("setUp.ready", { model: shortModelName(state.runtime.model) }));
          return true;
        }
        if (!(await this.#step(state, signal))) return false;
      }
    } finally {
      stopTelling();
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    try {
      await this.#needs.provisioner.ensureReady(signal);
    } catch (error) {
      // What is missing is in the state.
      if (!(error instanceof DaemonError)) throw error;
    }
  }

  /** True to look again, false where the person has to do something first or wants no more. */
  async #step(state: ProvisioningState, signal: AbortSignal): Promise<boolean> {
    const { provisioner, terminal } = this.#needs;
    switch (state.kind) {
      case "notInstalled":
        terminal.print(`${say("setUp.notInstalled")} ${downloadPage}`);
        return false;
      case "notRunning":
        if ((await terminal.choose("", [say("action.setUp.start")])) === undefined) return false;
        await provisioner.startDaemon().catch(onlyDaemonErrors);
        return true;
      case "consentNeeded":
        return this.#consent(state.what, state.subject);
      case "modelMissing":
        return this.#getModel(state.model, signal);
      case "gated":
        return this.#passGate(state.model, signal);
      case "failed":
        return (await terminal.choose(wordsOfFailure(state.failure), [say("action.retry")])) !== undefined;
      case "ready":
        return false;
      case "idle":
      case "looking":
      case "starting":
      case "pulling":
      case "verifying":
      case "loading":
        return true;
    }
  }

  async #consent(what: "endpoint" | "remoteModel" | "licence", subject: string): Promise<boolean> {
    const { provisioner, terminal } = this.#needs;
    if (what === "licence") terminal.print(await provisioner.licenceOf(subject));
    else terminal.print(say(`setUp.consent.${what}Detail`));
    const button = what === "licence" ? say("action.setUp.accept") : say("action.setUp.allow");
    if ((await terminal.choose(say(`setUp.consent.${what}`, { subject }), [button])) === undefined) return false;
    await provisioner.grant(what, subject);
    return true;
  }

  async #getModel(model: string, signal: AbortSignal): Promise<boolean> {
    const { terminal } = this.#needs;
    const size = ({ downloadBytes }: KnownModel): { readonly size: string } => ({ size: sizeWords(downloadBytes) });
    const choices = [
      [
        model,
        model === wantedModel.name ? say("setUp.model.get", size(wantedModel)) : `${say("action.pullModel")}: ${model}`,
      ],
      [ungatedTwin.name, say("setUp.model.twin", size(ungatedTwin))],
      [smallSibling.name, say("setUp.model.small", size(smallSibling))],
    ] as const;
    const offered = choices.filter(([name], at) => at === 0 || name !== model);
    const chosen = await terminal.choose(
      say("setUp.model.title"),
      offered.map(([, words]) => words),
    );
    const name = chosen === undefined ? undefined : offered[chosen]?.[0];
    return name !== undefined && this.#pull(name, name === model, signal);
  }

  /** Another model than the wanted one is got, and said how to be named from then on. */
  async #pull(model: string, isWanted: boolean, signal: AbortSignal): Promise<boolean> {
    const { provisioner, terminal } = this.#needs;
    await provisioner.pullModel(signal, model).catch(onlyDaemonErrors);
    if (isWanted || provisioner.state.kind === "failed" || provisioner.state.kind === "gated") return true;
    terminal.print(`"model": "${model}"`);
    return false;
  }

  async #passGate(model: string, signal: AbortSignal): Promise<boolean> {
    const { provisioner, terminal, publicKey } = this.#needs;
    const page = pageOf(model) ?? keysPage;
    if (provisioner.gate?.step !== "licence") {
      const key = await publicKey();
      terminal.print(say("setUp.gate.key"));
      terminal.print(
        key.kind === "key"
          ? say("setUp.gate.keyDetail", { key: key.text })
          : say("setUp.gate.keyCommandDetail", { command: key.command }),
      );
      terminal.print(keysPage);
    } else {
      terminal.print(say("setUp.gate.licence", { page }));
    }
    const isDone = await terminal.choose(say("setUp.gate.waiting"), [say("action.setUp.tryNow")]);
    return isDone !== undefined && this.#pull(model, true, signal);
  }

  /** Says each thing once; progress writes over itself. */
  #tell(state: ProvisioningState): void {
    const words = viewOf({ kind: "provisioning", state }).tooltip[0];
    if (words === undefined || words === this.#lastWords || state.kind === "ready") return;
    this.#lastWords = words;
    const isPassing = state.kind === "pulling" && percentOf(state.progress) < 100;
    this.#needs.terminal.print(words, isPassing);
  }
}

function onlyDaemonErrors(error: unknown): void {
  if (!(error instanceof DaemonError)) throw error;
}
