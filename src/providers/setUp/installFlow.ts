import { downloadPage, installWayOn } from "../../core/provisioning/installWays.ts";
import { say } from "../../core/words/words.ts";
import type { SetUpUi } from "../../host/setUpUi.ts";
import type { DaemonKeeper } from "../../ollama/daemonKeeper.ts";

/** Waits between looks for a program that is being installed, ms. */
const lookMs = 2_000;

/** Helps to install Ollama, or to find the one that is there. Nothing runs before the user has seen it. */
export class InstallFlow {
  readonly #keeper: DaemonKeeper;
  readonly #ui: SetUpUi;

  constructor(keeper: DaemonKeeper, ui: SetUpUi) {
    this.#keeper = keeper;
    this.#ui = ui;
  }

  /** True where it is worth to look again. */
  async run(): Promise<boolean> {
    const way = installWayOn(process.platform);
    const [install, download, choose] = [
      say("action.setUp.install"),
      say("action.setUp.download"),
      say("action.setUp.chooseProgram"),
    ];
    const buttons = way === undefined ? [download, choose] : [install, download, choose];
    const answer = await this.#ui.ask("information", say("setUp.notInstalled"), ...buttons);
    if (answer === undefined) return false;
    if (answer === choose) return this.chooseProgram();
    if (answer === download || way === undefined) await this.#ui.open(downloadPage);
    else if (!(await this.#runInstaller(way.command, way.readAt))) return false;
    return this.#untilInstalled();
  }

  async chooseProgram(): Promise<boolean> {
    const file = await this.#ui.pickFile(say("setUp.pickProgram"));
    if (file === undefined) return false;
    await this.#ui.set("daemon.path", file);
    return true;
  }

  async #runInstaller(command: string, readAt: string): Promise<boolean> {
    const [run, read] = [say("action.setUp.run"), say("action.setUp.readFirst")];
    const first = await this.#ui.ask("information", `${say("setUp.install.ask")} ${command}`, run, read);
    if (first === undefined) return false;
    if (first === read) {
      await this.#ui.open(readAt);
      const detail = say("setUp.install.detail", { command });
      if (!(await this.#ui.confirm(say("setUp.install.ask"), detail, run))) return false;
    }
    this.#ui.runInTerminal(command);
    return true;
  }

  async #untilInstalled(): Promise<boolean> {
    return this.#ui.progress(say("setUp.install.waiting"), async (_report, signal) => {
      while (!signal.aborted) {
        if ((await this.#keeper.binary()) !== undefined) return true;
        await pause(lookMs, signal);
      }
      return false;
    });
  }
}

/** Waits, no longer than the signal allows. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
