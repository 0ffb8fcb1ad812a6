import { window } from "vscode";
import { type Status, viewOf } from "../core/status.ts";
import { menuOf } from "../core/statusMenu.ts";

/** Everything a click on the status bar may lead to, in one list. */
export class StatusMenu {
  readonly #status: () => Status;
  readonly #run: (command: string, ...values: readonly unknown[]) => Thenable<unknown>;

  constructor(status: () => Status, run: (command: string, ...values: readonly unknown[]) => Thenable<unknown>) {
    this.#status = status;
    this.#run = run;
  }

  async show(): Promise<void> {
    const status = this.#status();
    const items = menuOf(status).map((one) => ({ ...one }));
    const picked = await window.showQuickPick(items, { placeHolder: viewOf(status).tooltip[0] ?? "" });
    if (picked === undefined) return;
    await (picked.argument === undefined ? this.#run(picked.command) : this.#run(picked.command, picked.argument));
  }
}
