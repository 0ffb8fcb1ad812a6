import type { Failure } from "./failures.ts";
import { say } from "./words/words.ts";

/** The sentence for a failure, which names what is wrong and what it is about. */
export function wordsOfFailure(failure: Failure): string {
  switch (failure.kind) {
    case "refused":
      return say("failure.refused", failure);
    case "unreachable":
      return say("failure.unreachable", failure);
    case "badEndpoint":
      return say("failure.badEndpoint", failure);
    case "notOllama":
      return say("failure.notOllama", failure);
    case "tooOld":
      return say("failure.tooOld", failure);
    case "modelMissing":
      return say("failure.modelMissing", failure);
    case "unsupported":
      return say("failure.unsupported", failure);
    case "contextExceeded":
      return say("failure.contextExceeded", failure);
    case "outOfMemory":
      return say("failure.outOfMemory", failure);
    case "runnerFailed":
      return say("failure.runnerFailed", failure);
    case "busy":
      return say("failure.busy");
    case "cutOff":
      return say("failure.cutOff", failure);
    case "silent":
      return say("failure.silent", { seconds: Math.round(failure.afterMs / 1000) });
    case "notLocal":
      return say("failure.notLocal", failure);
    case "modelComing":
      return say("failure.modelComing", failure);
    case "licenceNeeded":
      return say("failure.licenceNeeded", failure);
    case "pullFailed":
      return say(`failure.pull.${failure.problem}`, failure);
    case "startFailed":
      return say(`failure.start.${failure.problem}`, failure);
    case "other":
      return say("failure.other", failure);
  }
}
