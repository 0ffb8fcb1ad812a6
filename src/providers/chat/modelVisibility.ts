import { lm, version, workspace } from "vscode";
import { say } from "../../core/words/words.ts";
import { vendor } from "./vendor.ts";

/** Why our models can or cannot be seen in VS Code's model menu, in sentences; asking also makes VS Code take them up. */
export async function modelVisibility(): Promise<readonly string[]> {
  if (!("registerLanguageModelChatProvider" in lm)) return [say("model.oldEditor", { version })];
  const models = await lm.selectChatModels({ vendor });
  if (models.length === 0) return [say("model.notResolved")];
  return [
    say("model.visible"),
    say("model.askModeOnly"),
    say("model.plainQuestions"),
    ...(workspace.isTrusted ? [] : [say("model.untrustedPicker")]),
  ];
}
