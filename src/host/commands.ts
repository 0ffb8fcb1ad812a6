import { commands, type Disposable } from "vscode";

/** Every command of the extension by its id; the only caller of `registerCommand`. */
export function registerCommands(
  table: Readonly<Record<string, (...values: readonly unknown[]) => unknown>>,
): Disposable[] {
  return Object.entries(table).map(([id, run]) => commands.registerCommand(id, run));
}
