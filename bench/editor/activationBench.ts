import { readFile } from "node:fs/promises";
import { openScriptedEditor } from "../../test/e2e/scriptedEditor.ts";
import { median } from "../statistics.ts";

/** What the real editor waits for when a window opens, medians over some windows, ms. */
export interface ActivationCost {
  readonly windows: number;
  /** In `activate` itself. */
  readonly activateMs: number;
  /** From the begin of `activate` to the moment when the next key gets ghost text, on a daemon that takes no time. */
  readonly firstPossibleMs: number;
}

/** The marks of one window's log: `activated in N ms` is written at the end of `activate`. */
export function marksOf(log: string): { readonly activateMs: number; readonly firstPossibleMs: number } {
  const at = (pattern: RegExp): RegExpExecArray => {
    const found = pattern.exec(log);
    if (found === null) throw new Error(`The log has no ${pattern.source}:\n${log}`);
    return found;
  };
  const timeOf = (found: RegExpExecArray): number => Date.parse((found[1] ?? "").replace(" ", "T"));
  const activated = at(/^(\S+ \S+) \[info\] activated in (\d+) ms/m);
  const possible = at(/^(\S+ \S+) \[info\] ghost text is possible/m);
  const activateMs = Number(activated[2]);
  return { activateMs, firstPossibleMs: timeOf(possible) - timeOf(activated) + activateMs };
}

/** Opens windows of the real editor one after another, and reads what each has noted. */
export async function activationBench(
  windows: number,
  signal: AbortSignal,
  report: (line: string) => void,
): Promise<ActivationCost | undefined> {
  const marks: ReturnType<typeof marksOf>[] = [];
  while (marks.length < windows && !signal.aborted) {
    const editor = await openScriptedEditor({ "sums.ts": "export const one = 1;\n" });
    try {
      await editor.log.line(/ghost text is possible/);
      marks.push(marksOf(await readFile(editor.log.file, "utf8")));
    } finally {
      await editor.close();
    }
    const { activateMs, firstPossibleMs } = marks.at(-1) ?? { activateMs: 0, firstPossibleMs: 0 };
    report(`a window: activate ${activateMs} ms, ghost text possible after ${firstPossibleMs} ms`);
  }
  const activateMs = median(marks.map((one) => one.activateMs));
  const firstPossibleMs = median(marks.map((one) => one.firstPossibleMs));
  if (activateMs === undefined || firstPossibleMs === undefined) return undefined;
  return { windows: marks.length, activateMs, firstPossibleMs };
}
