import { commands } from "vscode";

/** Sets context keys, for menus and walkthroughs; tells VS Code only what has changed. */
export class ContextKeys {
  readonly #values = new Map<string, unknown>();

  set(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (this.#values.get(name) === value) continue;
      this.#values.set(name, value);
      void commands.executeCommand("setContext", name, value);
    }
  }
}
