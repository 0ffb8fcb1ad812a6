import { type QuickPickItem, window } from "vscode";
import { type Status, viewOf } from "../core/status.ts";
import { say } from "../core/words/words.ts";

interface MenuItem extends QuickPickItem {
  readonly command: string;
}

/** Everything a click on the status bar may lead to, in one list. */
export class StatusMenu {
  readonly #status: () => Status;
  readonly #run: (command: string) => Thenable<unknown>;

  constructor(status: () => Status, run: (command: string) => Thenable<unknown>) {
    this.#status = status;
    this.#run = run;
  }

  async show(): Promise<void> {
    const status = this.#status();
    const items: MenuItem[] = [
      {
        label: status.kind === "paused" ? say("action.completionsOn") : say("action.completionsOff"),
        command: "facet.toggleCompletions",
      },
      { label: say("action.showLog"), command: "facet.showLog" },
    ];
    const picked = await window.showQuickPick(items, { placeHolder: viewOf(status).tooltip[0] ?? "" });
    if (picked !== undefined) await this.#run(picked.command);
  }
}
