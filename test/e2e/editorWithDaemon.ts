import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import type { EditorServerOptions } from "../../scripts/editor/editorServer.ts";
import { type OwnDaemon, realDaemon } from "../../scripts/parts/ownDaemon.ts";
import { runProcess } from "../../src/shared/process/runProcess.ts";
import { DaemonMeter } from "../daemonMeter.ts";

/** A file that even the smallest model goes on with as anybody would, however little of it fits into the prompt of a busy machine. */
const months = `/** The months by their number. */
export const january = 1;
export const february = 2;
export const march = 3;
export const april = 4;
export const may = 5;

`;

/** A real editor on a copy of the sample workspace, beside a real daemon whose requests are counted on the way. */
export interface EditorWithDaemon extends OpenedEditor {
  readonly daemon: OwnDaemon;
  readonly meter: DaemonMeter;
  readonly folder: string;
}

/** Starts all of it; `close` ends all of it. */
export async function openEditorWithDaemon(options: EditorServerOptions = {}): Promise<EditorWithDaemon> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-workspace-"));
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  await writeFile(path.join(folder, "months.ts"), months);
  await runProcess({ command: "git", args: ["init", "--quiet"], cwd: folder }, new AbortController().signal);
  const daemon = await realDaemon();
  const meter = await DaemonMeter.before(daemon.url);
  // The mode follows the measured speed, and a test machine may be slow for a moment.
  const settings = { "facet.endpoint": meter.url, "facet.completion.trigger": "typing", ...options.settings };
  const editor = await openEditor({ ...options, folder, settings }).catch(async (error: unknown) => {
    await meter.stop();
    await daemon.stop();
    throw error;
  });
  return {
    ...editor,
    daemon,
    meter,
    folder,
    close: async () => {
      await editor.close();
      await meter.stop();
      await daemon.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
