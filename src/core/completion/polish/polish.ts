import type { Offer, Spot } from "../spot.ts";
import { surroundingsOf } from "../surroundings.ts";
import { breakBeforeCloser } from "./breakBeforeCloser.ts";
import { coverClosers } from "./coverClosers.ts";
import { cutAtExplanation } from "./cutAtExplanation.ts";
import { cutAtEndOfText } from "./cutAtEndOfText.ts";
import { cutAtGluedFence } from "./cutAtGluedFence.ts";
import { cutUnfinishedLine } from "./cutUnfinishedLine.ts";
import { cutWhereItStops } from "./cutWhereItStops.ts";
import type { Draft, PolishOptions, Step } from "./draft.ts";
import { dropBeginningOfNextLine } from "./dropBeginningOfNextLine.ts";
import { dropCopyOfLinesAbove } from "./dropCopyOfLinesAbove.ts";
import { dropDoubledQuote } from "./dropDoubledQuote.ts";
import { dropEchoOfHeader } from "./dropEchoOfHeader.ts";
import { dropEchoOfLine } from "./dropEchoOfLine.ts";
import { dropEchoOfLinesAbove } from "./dropEchoOfLinesAbove.ts";
import { dropEchoOfPrompt } from "./dropEchoOfPrompt.ts";
import { dropLoop } from "./dropLoop.ts";
import { dropNextLines } from "./dropNextLines.ts";
import { dropNothingNew } from "./dropNothingNew.ts";
import { dropTalk } from "./dropTalk.ts";
import { dropTokenAgain } from "./dropTokenAgain.ts";
import { fitInsideLine } from "./fitInsideLine.ts";
import { keepFirstLine } from "./keepFirstLine.ts";
import { trimEnd } from "./trimEnd.ts";
import { useLineFeeds } from "./useLineFeeds.ts";

/** In this order: what was never meant, where it ends, how it fits, and whether anything is left. */
const steps: readonly Step[] = [
  useLineFeeds,
  dropEchoOfPrompt,
  dropTalk,
  dropEchoOfHeader,
  dropEchoOfLinesAbove,
  dropEchoOfLine,
  dropTokenAgain,
  dropDoubledQuote,
  cutAtExplanation,
  cutAtGluedFence,
  cutAtEndOfText,
  cutWhereItStops,
  dropLoop,
  cutUnfinishedLine,
  keepFirstLine,
  fitInsideLine,
  dropBeginningOfNextLine,
  dropNextLines,
  dropCopyOfLinesAbove,
  coverClosers,
  trimEnd,
  breakBeforeCloser,
  dropNothingNew,
];

/** What of a model's text may be offered at a spot, or undefined if that is nothing worth offering. */
export function polish(text: string, spot: Spot, options: PolishOptions): Offer | undefined {
  const scene = { spot, around: surroundingsOf(spot), options };
  const draft = steps.reduce<Draft>((so, step) => (so.text === "" ? so : step(so, scene)), {
    text,
    replaces: 0,
    isFinished: options.finished,
  });
  return draft.text === "" ? undefined : { text: draft.text, replaces: draft.replaces };
}
