import { Range, Selection, window, workspace } from "vscode";
import { labelOfStatusAction } from "../core/actionWords.ts";
import { isLocal } from "../core/provisioning/state.ts";
import { sampleWithHole } from "../core/sample.ts";
import { viewOf } from "../core/status.ts";
import { say } from "../core/words/words.ts";
import type { SetUpUi } from "../host/setUpUi.ts";
import type { GhostText } from "./ghostText.ts";
import type { GhostTextModel } from "./ghostTextModel.ts";
import type { SetUp } from "./setUp.ts";

/** What a sample rests on. */
export interface SampleNeeds {
  readonly ghostText: Pick<GhostText, "status" | "askIn">;
  readonly model: Pick<GhostTextModel, "state">;
  /** The set-up of the model that writes ghost text. */
  readonly setUp: () => Pick<SetUp, "looksReady" | "run">;
  readonly ui: Pick<SetUpUi, "ask">;
  readonly run: (command: string) => Thenable<unknown>;
}

/** `facet.trySample`: a document of its own with a hole, and ghost text in it. */
export class Sample {
  readonly #needs: SampleNeeds;

  constructor(needs: SampleNeeds) {
    this.#needs = needs;
  }

  /** Shows it where ghost text can come; else leads to what is missing for that, and to nothing more. */
  async show(): Promise<void> {
    const { ghostText, model, setUp, ui, run } = this.#needs;
    if (!workspace.isTrusted) {
      const trust = labelOfStatusAction("workbench.trust.manage");
      if ((await ui.ask("warning", say("status.untrusted"), trust)) === trust) await run("workbench.trust.manage");
      return;
    }
    if (!(await setUp().looksReady())) return setUp().run();
    const { languageId, before, after } = sampleWithHole(isLocal(model.state));
    const document = await workspace.openTextDocument({ language: languageId, content: `${before}${after}` });
    const cursor = document.positionAt(before.length);
    const editor = await window.showTextDocument(document, { preview: false });
    editor.selection = new Selection(cursor, cursor);
    // No further than needed: what to do stands at the top.
    editor.revealRange(new Range(cursor, cursor));
    const { status } = ghostText;
    // Switched off in some way: what a click on the status bar does helps.
    if (status.kind !== "ready" && status.kind !== "serverStopped") await run(viewOf(status).action);
    ghostText.askIn(document);
  }
}
