import { say } from "../core/words/words.ts";
import { hostsIn, withLineUnder } from "../core/sshConfiguration.ts";
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

/** Who has not picked a file after this time has gone another way, ms. */
const pickMs = 120_000;

/** What is needed of the editor. */
export type RemoteUi = Pick<
  SetUpUi,
  "remoteName" | "ask" | "askModal" | "confirm" | "choose" | "copy" | "set" | "sshConfiguration"
>;

/** Helps where the extension runs beside the files on another machine, and Ollama may be on the one in front of the user. */
export class RemoteDaemons {
  readonly #ui: RemoteUi;
  readonly #clientFor: (endpoint: string) => DaemonClient;

  constructor(ui: RemoteUi, clientFor: (endpoint: string) => DaemonClient) {
    this.#ui = ui;
    this.#clientFor = clientFor;
  }

  waysFor(endpoint: string): RemoteWays {
    const name = this.#ui.remoteName;
    if (name === undefined) return { words: undefined, buttons: [] };
    const words = say("setUp.notRunningRemote", { endpoint, where: whereOf(name) });
    return { words, buttons: [name === "ssh-remote" ? say("action.setUp.forward") : say("action.setUp.lookOnHost")] };
  }

  /** Goes one of the ways to a daemon that is expected at an endpoint. True where it is worth to look again. */
  take(button: string, endpoint: string): Promise<boolean> {
    return button === say("action.setUp.forward") ? this.#forward(endpoint) : this.#lookOnHost();
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

  /** Leads to the line in the user's own SSH configuration, written by us where they agree, and then to a look whether it helped. */
  async #forward(endpoint: string): Promise<boolean> {
    const line = forwardLine(endpoint);
    const [write, copy] = [say("action.setUp.writeLine"), say("action.setUp.copyLine")];
    const answer = await this.#ui.askModal(
      say("setUp.forward.ask"),
      say("setUp.forward.detail", { line }),
      write,
      copy,
    );
    if (answer === undefined) return false;
    const host = answer === write ? await this.#write(line) : undefined;
    if (host === "turnedAway") return false;
    if (host === undefined) await this.#ui.copy(line);
    const words = host === undefined ? say("setUp.forward.copied", { line }) : say("setUp.forward.written", host);
    const retry = say("action.retry");
    let again = await this.#ui.ask("information", words, retry);
    while (again === retry && !(await this.#answers(endpoint))) {
      again = await this.#ui.ask("warning", say("setUp.forward.silent", { endpoint }), retry);
    }
    return again === retry;
  }

  /** The host that the line stands under now; undefined where the file cannot be reached, or does not name this machine. */
  async #write(line: string): Promise<{ readonly host: string } | "turnedAway" | undefined> {
    const file = await this.#ui.sshConfiguration(AbortSignal.timeout(pickMs));
    const hosts = file === undefined ? [] : hostsIn(file.text);
    if (file === undefined || hosts.length === 0) return undefined;
    const choices = hosts.map((host) => ({ label: host, value: host }));
    const host = await this.#ui.choose(say("setUp.forward.pickHost"), choices);
    if (host === undefined) return "turnedAway";
    const text = withLineUnder(file.text, host, line);
    if (text === undefined) return undefined;
    if (text === file.text) return { host };
    const words = say("setUp.forward.write", { host, file: file.path });
    if (!(await this.#ui.confirm(words, line, say("action.setUp.writeLine")))) return "turnedAway";
    return (await file.write(text)) ? { host } : undefined;
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

/** Makes the daemon of the machine in front of the user answer where it is expected on the other one. */
function forwardLine(endpoint: string): string {
  const port = URL.canParse(endpoint) ? new URL(endpoint).port : "";
  return `RemoteForward ${port === "" ? "11434" : port} 127.0.0.1:11434`;
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
