import type { Failure } from "../failures.ts";

/** The one thing to do after a failure of the set-up. */
export type WayOn =
  "retry" | "fetchAgain" | "upgrade" | "changeEndpoint" | "useSmallModel" | "chooseProgram" | "otherWays";

/** What helps most against a failure; each has exactly one. */
export function wayOnAfter(failure: Failure): WayOn {
  switch (failure.kind) {
    case "tooOld":
      return "upgrade";
    case "badEndpoint":
    case "notOllama":
      return "changeEndpoint";
    case "outOfMemory":
      return "useSmallModel";
    case "startFailed":
      return failure.problem === "portTaken" ? "changeEndpoint" : "chooseProgram";
    case "pullFailed":
      return ["notOnHub", "badName", "notGguf", "fileGone", "noSpace", "readOnly", "daemonTools"].includes(
        failure.problem,
      )
        ? "otherWays"
        : "fetchAgain";
    case "unsupported":
      return "otherWays";
    case "refused":
    case "unreachable":
    case "modelMissing":
    case "contextExceeded":
    case "runnerFailed":
    case "busy":
    case "cutOff":
    case "silent":
    case "notLocal":
    case "modelComing":
    case "licenceNeeded":
    case "other":
      return "retry";
  }
}
