import { changedSettings, diagnosisText, type DiagnosisFacts } from "../core/diagnosis.ts";
import type { Failure } from "../core/failures.ts";
import type { Settings } from "../core/settings.ts";
import { defaultSettings } from "../core/settings.ts";
import { say } from "../core/words/words.ts";
import type { SetUpUi } from "../host/setUpUi.ts";
import type { DaemonClient } from "../ollama/daemonClient.ts";
import type { DaemonKeeper } from "../ollama/daemonKeeper.ts";
import { isEndpoint, resolveEndpoint } from "../ollama/endpoint.ts";
import { machineFacts } from "../ollama/machineRoom.ts";
import type { Provisioner } from "../ollama/provisioner.ts";
import { DaemonError } from "../ollama/readFailure.ts";

/** What the diagnosis rests on. */
export interface DiagnosisNeeds {
  readonly provisioner: Provisioner;
  readonly keeper: DaemonKeeper;
  readonly ui: Pick<SetUpUi, "remoteName" | "progress" | "show" | "ask" | "copy">;
  readonly settings: () => Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clientFor: (endpoint: string) => DaemonClient;
  readonly facetVersion: string;
  readonly editor: { readonly name: string; readonly version: string };
  /** Why our models can or cannot be seen in the editor's own chat. */
  readonly chatWords: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Reads the settings again: an editor that has just started may not have known them. */
  readonly followSettings: () => void;
  /** What the status bar says now. */
  readonly statusWords: () => readonly string[];
}

/** The daemon may be silent; the page does not wait for it longer than this, ms. */
const patienceMs = 5_000;

/** Writes the one page that tells how things stand and why. */
export class Diagnosis {
  readonly #needs: DiagnosisNeeds;

  constructor(needs: DiagnosisNeeds) {
    this.#needs = needs;
  }

  /** `facet.diagnose`: shows the page and offers to copy it. */
  async show(): Promise<void> {
    const { ui } = this.#needs;
    const text = await ui.progress(say("diagnosis.title"), (_report, signal) => this.text(signal));
    await ui.show(text, "markdown");
    const copy = say("action.diagnosis.copy");
    if ((await ui.ask("information", say("diagnosis.title"), copy)) !== copy) return;
    await ui.copy(text);
    await ui.ask("information", say("diagnosis.copied"));
  }

  async text(signal: AbortSignal): Promise<string> {
    for (let tries = 1; ; tries++) {
      const before = JSON.stringify(this.#needs.settings());
      const facts = await this.#facts(AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
      // An editor that is just starting may have learnt its settings meanwhile.
      if (tries === 3 || JSON.stringify(this.#needs.settings()) === before) return diagnosisText(facts);
    }
  }

  async #facts(signal: AbortSignal): Promise<DiagnosisFacts> {
    const { provisioner, keeper, settings, environment, followSettings, chatWords } = this.#needs;
    followSettings();
    const { state } = provisioner;
    const address = resolveEndpoint(settings().endpoint, environment);
    const endpoint = isEndpoint(address)
      ? address
      : { url: settings().endpoint || (environment["OLLAMA_HOST"] ?? ""), source: "setting" as const };
    const ours = await keeper.running();
    const url = state.kind === "ready" ? state.runtime.endpoint : (ours?.url ?? endpoint.url);
    const client = this.#needs.clientFor(url);
    const owner = state.kind === "ready" ? state.owner : ours?.url === url ? "ours" : undefined;
    const isAllowed = isEndpoint(address) && (address.isLoopback || state.kind === "ready");
    const answer = isAllowed ? await answerOf(client.version(signal)) : undefined;
    const isThere = answer !== undefined && "value" in answer;
    return {
      facetVersion: this.#needs.facetVersion,
      editor: this.#needs.editor,
      system: machineFacts(),
      remoteName: this.#needs.ui.remoteName,
      endpoint: { url, source: endpoint.source },
      daemon: isThere
        ? { version: answer.value, owner }
        : { failure: answer?.failure ?? (isEndpoint(address) ? { kind: "notLocal", model: url } : address) },
      program: await keeper.binary().catch(() => undefined),
      model: provisioner.model,
      installed: isThere ? valueOr(await answerOf(client.list(signal)), []) : [],
      loaded: isThere ? valueOr(await answerOf(client.loaded(signal)), []) : [],
      gate: provisioner.gate,
      runsAt: state.kind === "ready" ? state.runtime.elsewhere : undefined,
      generation: state.kind === "ready" ? state.runtime.generation : undefined,
      speeds: state.kind === "ready" ? state.runtime.speeds : undefined,
      status:
        state.kind === "ready" ? [say("diagnosis.works"), ...this.#needs.statusWords()] : this.#needs.statusWords(),
      changedSettings: changedSettings(settings(), defaultSettings),
      chat: await chatWords(signal).catch(() => []),
      failures: provisioner.recentFailures,
    };
  }
}

type Answer<Value> = { readonly value: Value } | { readonly failure: Failure };

/** A daemon that does not answer is what the page is about. */
async function answerOf<Value>(question: Promise<Value>): Promise<Answer<Value>> {
  try {
    return { value: await question };
  } catch (error) {
    return { failure: error instanceof DaemonError ? error.failure : { kind: "silent", afterMs: patienceMs } };
  }
}

function valueOr<Value>(answer: Answer<Value>, otherwise: Value): Value {
  return "value" in answer ? answer.value : otherwise;
}
