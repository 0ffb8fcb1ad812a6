import { say } from "../core/words/words.ts";
import type { SetUpUi } from "../host/setUpUi.ts";
import type { DaemonClient } from "../ollama/daemonClient.ts";
import { hostEndpoints } from "../ollama/hostEndpoints.ts";

/** How a daemon elsewhere may be reached from where the extension runs. */
export interface RemoteWays {
  /** What to say instead of the usual; undefined on the user's own machine. */
  readonly words: string | undefined;
  readonly buttons: readonly string[];
}

/** A host that is silent for so long is not there, ms. */
const probeMs = 2_000;

/** Helps where the extension runs beside the files on another machine, and Ollama may be on the one in front of the user. */
export class RemoteDaemons {
  readonly #ui: SetUpUi;
  readonly #clientFor: (endpoint: string) => DaemonClient;

  constructor(ui: SetUpUi, clientFor: (endpoint: string) => DaemonClient) {
    this.#ui = ui;
    this.#clientFor = clientFor;
  }

  waysFor(endpoint: string): RemoteWays {
    const name = this.#ui.remoteName;
    if (name === undefined) return { words: undefined, buttons: [] };
    const words = say("setUp.notRunningRemote", { endpoint, where: whereOf(name) });
    return { words, buttons: [name === "ssh-remote" ? say("action.setUp.forward") : say("action.setUp.lookOnHost")] };
  }

  /** Goes one of the ways. True where it is worth to look again. */
  take(button: string): Promise<boolean> {
    return button === say("action.setUp.forward") ? this.#forward() : this.#lookOnHost();
  }

  async #lookOnHost(): Promise<boolean> {
    for (const endpoint of await hostEndpoints()) {
      if (!(await this.#answers(endpoint))) continue;
      const use = say("action.setUp.allow");
      const detail = say("setUp.consent.endpointDetail");
      if (!(await this.#ui.confirm(say("setUp.hostFound", { endpoint }), detail, use))) return false;
      await this.#ui.set("endpoint", endpoint);
      return true;
    }
    const retry = say("action.retry");
    return (await this.#ui.ask("warning", say("setUp.hostNotFound"), retry)) === retry && (await this.#lookOnHost());
  }

  /** The user's own SSH configuration is out of our reach from here, so the line is handed over. */
  async #forward(): Promise<boolean> {
    const line = "RemoteForward 11434 127.0.0.1:11434";
    const copy = say("action.setUp.copyLine");
    if (!(await this.#ui.confirm(say("setUp.forward.ask"), say("setUp.forward.detail", { line }), copy))) return false;
    await this.#ui.copy(line);
    await this.#ui.openSshConfiguration();
    const retry = say("action.retry");
    return (await this.#ui.ask("information", say("setUp.forward.copied", { line }), retry)) === retry;
  }

  async #answers(endpoint: string): Promise<boolean> {
    try {
      await this.#clientFor(endpoint).version(AbortSignal.timeout(probeMs));
      return true;
    } catch {
      return false;
    }
  }
}

function whereOf(remoteName: string): string {
  switch (remoteName) {
    case "ssh-remote":
      return say("setUp.where.ssh");
    case "wsl":
      return say("setUp.where.wsl");
    case "dev-container":
    case "attached-container":
      return say("setUp.where.container");
    default:
      return say("setUp.where.other", { name: remoteName });
  }
}
