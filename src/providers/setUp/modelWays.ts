import { knownModel, shortageFor, smallSibling, ungatedTwin, type Room } from "../../core/provisioning/knownModels.ts";
import { gemmaModel } from "../../core/settings.ts";
import { sizeWords } from "../../core/sizes.ts";
import { say } from "../../core/words/words.ts";
import type { Choice } from "../../host/setUpUi.ts";
import type { ListedModel } from "../../ollama/daemonModels.ts";

/** How one may come to a model. */
export type ModelWay =
  | { readonly kind: "get" }
  | { readonly kind: "smallFirst" }
  | { readonly kind: "use"; readonly model: string; readonly isThere: boolean }
  | { readonly kind: "import" };

/** What decides which ways there are, and which comes first. */
export interface ModelWayFacts {
  readonly model: string;
  readonly room: Room;
  readonly isGateInTheWay: boolean;
  readonly installed: readonly ListedModel[];
}

/** The ways to a model, the best one first. */
export function modelWays({ model, room, isGateInTheWay, installed }: ModelWayFacts): readonly Choice<ModelWay>[] {
  const wanted = knownModel(model);
  const isTight = wanted !== undefined && shortageFor(wanted, room)?.kind === "memory";
  const get: Choice<ModelWay> = {
    label:
      wanted?.name === gemmaModel
        ? say("setUp.model.get", { size: sizeWords(wanted.downloadBytes) })
        : `${say("action.pullModel")}: ${model}`,
    detail: say("setUp.model.getDetail", { model }),
    value: { kind: "get" },
  };
  const small: readonly Choice<ModelWay>[] =
    wanted === smallSibling
      ? []
      : [
          {
            label: say("setUp.model.smallFirst", { size: sizeWords(smallSibling.downloadBytes) }),
            detail: say("setUp.model.smallFirstDetail"),
            value: { kind: "smallFirst" },
          },
          {
            label: say("setUp.model.small", { size: sizeWords(smallSibling.downloadBytes) }),
            detail: say("setUp.model.smallDetail"),
            value: { kind: "use", model: smallSibling.name, isThere: false },
          },
        ];
  const twin: readonly Choice<ModelWay>[] =
    wanted?.name === ungatedTwin.name
      ? []
      : [
          {
            label: say("setUp.model.twin", { size: sizeWords(ungatedTwin.downloadBytes) }),
            detail: say("setUp.model.twinDetail"),
            value: { kind: "use", model: ungatedTwin.name, isThere: false },
          },
        ];
  // A gate in the way makes the other doors the better ones; little memory makes the small model so.
  const ordered = isTight
    ? [...small.slice(1), get, ...small.slice(0, 1), ...twin]
    : isGateInTheWay
      ? [...twin, get, ...small]
      : [get, ...small, ...twin];
  const [best, ...others] = ordered;
  return [
    ...(best === undefined ? [] : [{ ...best, description: say("setUp.model.recommended") }]),
    ...others,
    { label: say("setUp.model.import"), detail: say("setUp.model.importDetail"), value: { kind: "import" } },
    ...installed
      .filter((one) => !one.isRemote)
      .map((one): Choice<ModelWay> => ({
        label: one.name,
        description: say("setUp.model.installed", { size: sizeWords(one.sizeBytes) }),
        value: { kind: "use", model: one.name, isThere: true },
      })),
  ];
}
