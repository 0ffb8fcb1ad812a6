import path from "node:path";
import { waitForFacetReady } from "../editor/facetPage.ts";
import { openEditor, repository } from "../editor/openEditor.ts";
import { report } from "../parts/progress.ts";
import { typeSample } from "./typedSample.ts";

/** What is shown, and when its parts were ready, ms since the program began. */
export interface Demonstration {
  readonly folder: string;
  readonly daemonUrl: string;
  readonly signal: AbortSignal;
  readonly daemonReadyMs: number;
  readonly modelLoadedMs: number;
}

/** Ghost text however slow the machine is at this moment, and no list of suggestions that would change it. */
const shownWhileTyping = { "facet.completion.trigger": "typing", "editor.suggestOnTriggerCharacters": false };

/** Types into a sample file of the real editor, takes the ghost text that comes, and prints it with the times; throws if none comes. */
export async function demonstrate(what: Demonstration): Promise<void> {
  const settings = { ...shownWhileTyping, "facet.endpoint": what.daemonUrl };
  const editor = await openEditor({ folder: what.folder, settings });
  const close = (): void => void editor.close();
  what.signal.addEventListener("abort", close, { once: true });
  try {
    report("the editor is open");
    const { spot, suggestion, keyToGhostTextMs } = await typeSample(editor.page, path.join(repository, "out"), () =>
      waitForFacetReady(editor.page),
    );
    report(`ghost text came and Tab took it; pictures are in out/`);
    console.log(`\n${spot.file}, line ${spot.line}: typed "${spot.text}", suggested:\n\n${suggestion}\n`);
    console.log(`daemon ready       ${inSeconds(what.daemonReadyMs)} s after the start`);
    console.log(`model loaded       ${inSeconds(what.modelLoadedMs)} s after the start`);
    console.log(`key to ghost text  ${keyToGhostTextMs.toFixed(0)} ms`);
  } finally {
    what.signal.removeEventListener("abort", close);
    if (!what.signal.aborted) await editor.close();
  }
}

function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
