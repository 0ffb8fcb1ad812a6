import type { Failure } from "../../core/failures.ts";
import {
  diskShortage,
  knownModel,
  type Room,
  shortageFor,
  type Shortage,
  smallSibling,
} from "../../core/provisioning/knownModels.ts";
import { isWorthMeanwhile } from "../../core/provisioning/isWorthMeanwhile.ts";
import { sizeWords, waitWords } from "../../core/sizes.ts";
import { shortModelName } from "../../core/status.ts";
import { say } from "../../core/words/words.ts";
import type { SetUpUi } from "../../host/setUpUi.ts";
import { readGguf } from "../../ollama/gguf.ts";
import { roomOf } from "../../ollama/machineRoom.ts";
import type { Provisioner } from "../../ollama/provisioner.ts";
import { DaemonError } from "../../ollama/readFailure.ts";
import type { GateFlow } from "./gateFlow.ts";
import { modelWays } from "./modelWays.ts";
import type { ToldWork } from "./toldWork.ts";

/** What the ways to a model rest on. */
export interface ModelFlowNeeds {
  readonly provisioner: Provisioner;
  readonly ui: SetUpUi;
  readonly told: ToldWork;
  readonly gate: GateFlow;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Says a failure with its one way on. */
  readonly afterFailure: (failure: Failure) => Promise<boolean>;
  /** Asks what must be agreed to before a model may be used. */
  readonly askConsents: () => Promise<void>;
}

/** Brings a model: which one, how, through the gate, and what works meanwhile. Each way is true where it is worth to look again. */
export class ModelFlow {
  readonly #needs: ModelFlowNeeds;
  /** The downloads for which a small model has been proposed. */
  readonly #proposedFor = new Set<string>();

  constructor(needs: ModelFlowNeeds) {
    this.#needs = needs;
  }

  /** Offers the ways to a model and goes the chosen one. */
  async choose(): Promise<boolean> {
    const { ui, provisioner } = this.#needs;
    const installed = await provisioner.installedModels().catch(() => []);
    const isGateInTheWay = provisioner.gate !== undefined;
    const facts = { model: provisioner.model, room: await this.#room(), isGateInTheWay, installed };
    const way = await ui.choose(say("setUp.model.title"), modelWays(facts));
    switch (way?.kind) {
      case undefined:
        return false;
      case "get":
        return this.pull(provisioner.model);
      case "smallFirst":
        return (await this.workMeanwhile()) && this.pull(provisioner.model);
      case "use":
        await ui.set("model", way.model);
        return way.isThere || this.pull(way.model);
      case "import":
        return this.importFile();
    }
  }

  /** Downloads with progress. True where the model came, or where another way was found. */
  async pull(model: string): Promise<boolean> {
    const { provisioner } = this.#needs;
    const known = knownModel(model);
    if (known !== undefined && provisioner.state.kind !== "pulling") {
      const shortage = shortageFor(known, await this.#room());
      if (shortage !== undefined && !(await this.#despite(shortage))) return this.choose();
    }
    const end = provisioner.onChange(() => void this.#proposeSmallFor(model));
    try {
      const title = say("setUp.pulling", { model: shortModelName(model) });
      return await this.#fetching(title, (signal) => provisioner.pullModel(signal, model), model);
    } finally {
      end();
    }
  }

  /** Gets the small model ahead of the wanted one and works with it until that has come. */
  async workMeanwhile(): Promise<boolean> {
    const { provisioner, askConsents } = this.#needs;
    this.#proposedFor.add(provisioner.model);
    const title = say("setUp.pulling", { model: shortModelName(smallSibling.name) });
    if (!(await this.#fetching(title, (signal) => provisioner.workMeanwhileWith(smallSibling.name, signal)))) {
      return false;
    }
    await askConsents();
    return true;
  }

  async importFile(): Promise<boolean> {
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
      const title = say("setUp.importing", { model: shortModelName(provisioner.model) });
      return await this.#fetching(title, (signal) => provisioner.importModel(file, signal));
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      return this.#needs.afterFailure(error.failure);
    }
  }

  /** Goes through the hub's gate, or around it. */
  async passGate(model: string, step: "key" | "licence"): Promise<boolean> {
    switch (await this.#needs.gate.pass({ model, step })) {
      case "tryAgain":
        return this.pull(model);
      case "otherWays":
        return this.choose();
      case "turnedAway":
        return false;
    }
  }

  async #fetching(title: string, work: (signal: AbortSignal) => Promise<void>, model?: string): Promise<boolean> {
    const { provisioner, told, afterFailure } = this.#needs;
    const end = await told.run(title, work, model);
    if (end === "stopped") return false;
    if (end !== "done") return afterFailure(end);
    const { gate } = provisioner;
    return gate === undefined || this.passGate(gate.model, gate.step);
  }

  /** Asks once whether a small model shall work until a long download has ended. */
  async #proposeSmallFor(model: string): Promise<void> {
    const { provisioner, ui } = this.#needs;
    const { state } = provisioner;
    if (state.kind !== "pulling" || state.model !== model || this.#proposedFor.has(model)) return;
    if (!isWorthMeanwhile(model, state.progress)) return;
    this.#proposedFor.add(model);
    const use = say("action.setUp.meanwhile");
    const time = waitWords(state.progress.secondsLeft);
    const size = sizeWords(smallSibling.downloadBytes);
    const answer = await ui.ask("information", say("setUp.meanwhile", { time, size }), use);
    if (answer === use && provisioner.state.kind === "pulling") await this.workMeanwhile();
  }

  async #room(): Promise<Room> {
    const { environment, provisioner } = this.#needs;
    return roomOf(environment, provisioner.isDaemonHere);
  }

  async #despite(shortage: Shortage): Promise<boolean> {
    const words = say(`setUp.shortage.${shortage.kind}`, {
      needed: sizeWords(shortage.neededBytes),
      present: sizeWords(shortage.presentBytes),
    });
    return this.#needs.ui.confirm(words, say("setUp.shortage.detail"), say("action.setUp.anyway"));
  }
}
