import { shortModelName } from "../status.ts";
import { say } from "../words/words.ts";

/** Why a model of the daemon is not offered to the editor's model menu. */
export type WhyHidden = "remote" | "noChat" | "unread";

/** What decides which models the editor's own chat shows. */
export interface MenuFacts {
  readonly editorVersion: string;
  /** Whether the editor takes models from extensions at all. */
  readonly canTakeModels: boolean;
  /** Whether the user has switched the editor's chat off. */
  readonly isChatOff: boolean;
  readonly isTrusted: boolean;
  /** Whether the daemon is ready; before, the wanted model alone is offered. */
  readonly isReady: boolean;
  /** What the editor has taken up. */
  readonly taken: readonly string[];
  readonly hidden: readonly { readonly name: string; readonly why: WhyHidden }[];
}

/** Why our models can or cannot be seen in the editor's model menu, in sentences; what stands in everybody's way comes first. */
export function menuWords(facts: MenuFacts): readonly string[] {
  const { editorVersion, canTakeModels, isChatOff, isTrusted, isReady, taken, hidden } = facts;
  if (!canTakeModels) return [say("model.oldEditor", { version: editorVersion })];
  const inTheWay = [...(isChatOff ? [say("model.chatOff")] : []), ...(isTrusted ? [] : [say("model.untrustedPicker")])];
  if (taken.length === 0) return [...inTheWay, say("model.notResolved")];
  return [
    ...inTheWay,
    say("model.visible", { models: taken.map(shortModelName).join(", ") }),
    ...(isReady ? [] : [say("model.untilReady")]),
    ...hidden.map(({ name, why }) => say(`model.hidden.${why}`, { name: shortModelName(name) })),
    say("model.askModeOnly"),
    say("model.plainQuestions"),
  ];
}
