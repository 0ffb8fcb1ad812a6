import type { StatusAction } from "./status.ts";
import { say } from "./words/words.ts";

/** What the button for an action says. */
export function labelOfStatusAction(action: StatusAction): string {
  switch (action) {
    case "facet.startDaemon":
      return say("action.startDaemon");
    case "facet.pullModel":
      return say("action.pullModel");
    case "facet.workMeanwhile":
      return say("action.setUp.meanwhile");
    case "facet.setUp":
      return say("action.setUp");
    case "facet.showStatistics":
      return say("action.statistics");
    case "facet.showLog":
      return say("action.showLog");
    case "facet.diagnose":
      return say("action.diagnose");
    case "facet.chooseProvider":
      return say("action.chooseProvider");
    case "facet.toggleCompletions":
      return say("action.completionsOn");
    case "facet.snooze":
      return say("action.snooze");
    case "facet.showMenu":
      return say("chat.action.menu");
    case "workbench.action.openSettings":
      return say("action.openSettings");
    case "workbench.trust.manage":
      return say("chat.action.trust");
  }
}
