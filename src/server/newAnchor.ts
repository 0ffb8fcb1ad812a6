import { type Anchor, windowStartBefore } from "../core/completion/anchor.ts";
import { turnTemplateOf } from "../core/completion/turnTemplate.ts";
import { ghostTextHead } from "../core/prompts/ghostText.ts";
import type { ModelGeneration } from "../core/provisioning/state.ts";
import { fitting, wholeLines } from "./excerpts.ts";
import type { Scene } from "./scene.ts";
import type { Wish } from "./wish.ts";

/** How many characters of a prompt are there for what. */
export interface PromptRoom {
  readonly after: number;
  readonly snippets: number;
}

/** The anchor for a wish at a new spot; undefined for models that cannot go on with code. */
export function newAnchor(wish: Wish, scene: Scene, generation: ModelGeneration, room: PromptRoom): Anchor | undefined {
  const { place, spot } = scene;
  const template = turnTemplateOf(generation);
  if (template === undefined && generation !== "insert") return undefined;
  const left = place.selected?.from ?? place.cursor;
  // Cut to two thirds, so that it can grow before it must be cut again.
  const windowStart = windowStartBefore(place.text, left, Math.round((scene.mostBefore * 2) / 3));
  const after = wholeLines(spot.after, room.after);
  const before = scene.beforeFrom(windowStart);
  const snippets = fitting(wish.snippets, room.snippets);
  const head =
    template === undefined
      ? { text: "", fence: "````", lines: [] }
      : ghostTextHead({ languageId: place.languageId, path: place.path, snippets, after }, template, before);
  return {
    uri: place.uri,
    windowStart,
    head,
    promptLines: head.lines,
    after,
    isAfterCut: after.length < spot.after.length,
    mostBefore: scene.mostBefore,
  };
}
