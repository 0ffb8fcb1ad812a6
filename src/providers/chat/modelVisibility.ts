import { lm, version, workspace } from "vscode";
import { menuWords } from "../../core/conversation/menuWords.ts";
import { editorSetting } from "../../host/settings.ts";
import type { OfferedModels } from "./offeredModels.ts";
import { vendor } from "./vendor.ts";

/** Why our models can or cannot be seen in VS Code's model menu, in sentences; asking also makes VS Code take them up. */
export async function modelVisibility(
  offered: Pick<OfferedModels, "hidden" | "isComplete">,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const canTakeModels = "registerLanguageModelChatProvider" in lm;
  const models = canTakeModels ? await lm.selectChatModels({ vendor }) : [];
  return menuWords({
    editorVersion: version,
    canTakeModels,
    isChatOff: editorSetting("chat.disableAIFeatures", undefined) === true,
    isTrusted: workspace.isTrusted,
    isReady: offered.isComplete,
    taken: [...new Set(models.map(({ id }) => id))],
    hidden: await offered.hidden(signal).catch(() => []),
  });
}
