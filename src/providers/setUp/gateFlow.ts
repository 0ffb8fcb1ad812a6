import { keysPage, pageOf } from "../../core/provisioning/hubNames.ts";
import { say } from "../../core/words/words.ts";
import type { Choice, SetUpUi } from "../../host/setUpUi.ts";
import type { DaemonKeeper } from "../../ollama/daemonKeeper.ts";
import type { OwedStep } from "../../ollama/modelFetch.ts";
import type { Provisioner } from "../../ollama/provisioner.ts";
import { publicKeyOf } from "../../ollama/publicKey.ts";

/** Where the user wants to go from the hub's gate. */
export type GateEnd = "tryAgain" | "otherWays" | "turnedAway";

/** What the way through the gate rests on. */
export interface GateFlowNeeds {
  readonly provisioner: Provisioner;
  readonly keeper: DaemonKeeper;
  readonly ui: SetUpUi;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Guides through one step that the user owes the hub: what to do, where, and that Facet goes on when they are back. */
export class GateFlow {
  readonly #needs: GateFlowNeeds;

  constructor(needs: GateFlowNeeds) {
    this.#needs = needs;
  }

  async pass({ model, step }: OwedStep): Promise<GateEnd> {
    const { ui } = this.#needs;
    const otherWays = say("action.setUp.otherWays");
    const opened = step === "key" ? await this.#showKey(otherWays) : await this.#showPage(model, otherWays);
    if (opened !== "opened") return opened;
    // A list goes away when the user is back, which a message would not.
    const leaving = new AbortController();
    const choices: readonly Choice<GateEnd>[] = [
      { label: say("action.setUp.tryNow"), value: "tryAgain" },
      { label: otherWays, value: "otherWays" },
    ];
    const end = await Promise.race([
      ui.choose(say("setUp.gate.waiting"), choices, leaving.signal),
      ui.whenBack(leaving.signal).then(
        (): GateEnd => "tryAgain",
        () => undefined,
      ),
    ]);
    leaving.abort();
    return end ?? "turnedAway";
  }

  async #showKey(otherWays: string): Promise<"opened" | "otherWays" | "turnedAway"> {
    const { ui, environment, keeper, provisioner } = this.#needs;
    const owner = (await keeper.running()) === undefined ? "found" : "ours";
    const key = await publicKeyOf(process.platform, environment, owner, provisioner.isDaemonHere);
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

  async #showPage(model: string, otherWays: string): Promise<"opened" | "otherWays" | "turnedAway"> {
    const { ui } = this.#needs;
    const page = pageOf(model) ?? keysPage;
    const open = say("action.setUp.openPage");
    const words = say("setUp.gate.licence", { page });
    const answer = await ui.askModal(words, say("setUp.gate.licenceDetail"), open, otherWays);
    if (answer !== open) return answer === otherWays ? "otherWays" : "turnedAway";
    await ui.open(page);
    return "opened";
  }
}
