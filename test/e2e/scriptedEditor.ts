import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { openFile, waitForFacetReady } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { answerLine, FaultyDaemon, lastLine } from "../faults/faultyDaemon.ts";
import { FacetLog } from "./facetLog.ts";

/** A real editor before a daemon that writes what a test wants behind the cursor. */
export interface ScriptedEditor extends OpenedEditor {
  readonly daemon: FaultyDaemon;
  readonly folder: string;
  readonly log: FacetLog;
}

/** Opens files of a workspace of their own, and shows the first once ghost text may come; with a speed, that is what the daemon says of itself. */
export async function openScriptedEditor(
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>> = {},
  promptTokensPerSecond?: number,
): Promise<ScriptedEditor> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-scripted-"));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const daemon = await FaultyDaemon.start();
  daemon.promptTokensPerSecond = promptTokensPerSecond;
  const own = { "facet.endpoint": daemon.url, "facet.licenceAccepted": true, "facet.completion.trigger": "typing" };
  let editor: OpenedEditor | undefined;
  const close = async (): Promise<void> => {
    await editor?.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    editor = await openEditor({ folder, settings: { ...own, ...settings }, logLevel: "debug" });
    await openFile(editor.page, Object.keys(files)[0] ?? "");
    await waitForFacetReady(editor.page);
    return { ...editor, daemon, folder, log: await FacetLog.of(editor.userDataDir), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lets a daemon say one text, and a second one once it is told to; until it is healed. */
export function answerInTwoParts(daemon: FaultyDaemon, first: string, second: string): { readonly goOn: () => void } {
  let goOn = (): void => undefined;
  const released = new Promise<void>((resolve) => (goOn = resolve));
  daemon.strike("begin", async (response, { path: asked }) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    response.write(answerLine(asked, first));
    await released;
    response.write(answerLine(asked, second));
    response.end(lastLine(asked));
  });
  return { goOn };
}
