import { firstSteps, settingsQuery } from "./places.ts";
import { isOlder, oldestFast } from "./provisioning/versions.ts";
import type { Status, StatusAction } from "./status.ts";
import { say } from "./words/words.ts";

/** What a line of the menu may lead to: besides what helps in a state, the places of ours and of VS Code's. */
type MenuCommand =
  StatusAction | "facet.showChat" | "facet.trySample" | "facet.tryCommitSample" | "workbench.action.openWalkthrough";

/** One line of the menu behind the status bar, and what it does. */
export interface StatusMenuItem {
  readonly label: string;
  readonly command: MenuCommand;
  /** What the command is told. */
  readonly argument?: string;
}

/** What can be done in a status, the most useful first. */
export function menuOf(status: Status): readonly StatusMenuItem[] {
  return [
    ...itemsFor(status),
    { label: say("action.chat"), command: "facet.showChat" },
    { label: say("action.trySample"), command: "facet.trySample" },
    { label: say("action.tryCommitSample"), command: "facet.tryCommitSample" },
    { label: say("action.firstSteps"), command: "workbench.action.openWalkthrough", argument: firstSteps },
    { label: say("action.openSettings"), command: "workbench.action.openSettings", argument: settingsQuery },
    { label: say("action.diagnose"), command: "facet.diagnose" },
    { label: say("action.statistics"), command: "facet.showStatistics" },
    { label: say("action.showLog"), command: "facet.showLog" },
  ];
}

function itemsFor(status: Status): readonly StatusMenuItem[] {
  switch (status.kind) {
    case "provisioning":
      return itemsOnTheWay(status.state.kind);
    case "untrusted":
    case "serverStopped":
      return [];
    case "editorOff":
      return [chooseProvider()];
    case "paused":
      return [{ label: say("action.completionsOn"), command: "facet.toggleCompletions" }];
    case "languageOff":
    case "noGhostText":
    case "ready": {
      const isComing = status.kind === "ready" && status.coming !== undefined;
      return [
        ...(status.kind === "ready" && status.others !== undefined ? [chooseProvider()] : []),
        ...(status.kind === "ready" && isOlder(status.version, oldestFast)
          ? [{ label: say("action.setUp.upgrade"), command: "facet.setUp" } as const]
          : []),
        ...(isComing ? [{ label: say("action.showPull"), command: "facet.pullModel" } as const] : []),
        { label: say("action.completionsOff"), command: "facet.toggleCompletions" },
        { label: say("action.snooze"), command: "facet.snooze" },
        ...(isComing ? [] : [{ label: say("action.otherModel"), command: "facet.pullModel" } as const]),
      ];
    }
  }
}

function itemsOnTheWay(kind: Extract<Status, { kind: "provisioning" }>["state"]["kind"]): readonly StatusMenuItem[] {
  switch (kind) {
    case "pulling":
      return [
        { label: say("action.setUp.meanwhile"), command: "facet.workMeanwhile" },
        { label: say("action.showPull"), command: "facet.pullModel" },
      ];
    case "idle":
    case "looking":
    case "starting":
    case "verifying":
    case "loading":
    case "ready":
      return [];
    case "notInstalled":
    case "notRunning":
    case "consentNeeded":
    case "modelMissing":
    case "gated":
    case "failed":
      return [{ label: say("action.setUp"), command: "facet.setUp" }];
  }
}

function chooseProvider(): StatusMenuItem {
  return { label: say("action.chooseProvider"), command: "facet.chooseProvider" };
}
