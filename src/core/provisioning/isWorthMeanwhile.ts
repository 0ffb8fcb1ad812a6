import { knownModel, smallSibling } from "./knownModels.ts";
import type { PullProgress } from "./state.ts";

/** A download that takes longer than this is worth a small model meanwhile, s. */
const longSeconds = 120;

/** Whether a small model would be there so much earlier that it is worth to be proposed. */
export function isWorthMeanwhile(model: string, { secondsLeft, bytesPerSecond }: PullProgress): boolean {
  if (secondsLeft === undefined || bytesPerSecond <= 0 || knownModel(model) === smallSibling) return false;
  return secondsLeft > longSeconds && smallSibling.downloadBytes / bytesPerSecond < secondsLeft / 2;
}
