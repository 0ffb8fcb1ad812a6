import { say } from "../../src/core/words/words.ts";
import { element } from "../element.ts";
import { milliseconds, none, number, percent } from "./numbers.ts";
import { type Screen, takenOf } from "./plots.ts";

/** The figures that count, large: a list of terms and their values. */
export function tilesOf({ total }: Screen): HTMLElement {
  const { shown, accepted, line, word, kept, judged, promptTokens, cachedTokens } = total;
  const { promptTokensPerSecond: reads, generatedTokensPerSecond: writes } = total;
  const counts = { all: number(accepted), line: number(line), word: number(word) };
  const speed = writes === null ? none : say("statistics.tokensPerSecond", { amount: number(writes) });
  const list = element(
    "dl",
    "tiles",
    tile(say("statistics.shown"), number(shown), say("statistics.shownNote", { requests: number(total.requests) })),
    tile(say("statistics.taken"), percent(takenOf(total), shown), say("statistics.takenNote", counts)),
    tile(
      say("statistics.kept"),
      percent(kept, judged),
      say("statistics.keptNote", { kept: number(kept), judged: number(judged) }),
    ),
    tile(say("statistics.characters"), number(total.acceptedCharacters), say("statistics.charactersNote")),
    tile(
      say("statistics.firstLine"),
      milliseconds(total.medianMs),
      say("statistics.firstLineNote", { time: milliseconds(total.slowMs) }),
    ),
    tile(
      say("statistics.reuse"),
      percent(cachedTokens, promptTokens),
      say("statistics.reuseNote", { evaluated: number(promptTokens - cachedTokens) }),
    ),
    tile(say("statistics.speed"), speed, say("statistics.speedNote", { prompt: number(reads) })),
  );
  list.setAttribute("aria-label", say("statistics.summary"));
  return list;
}

function tile(name: string, value: string, note: string): HTMLElement {
  return element("div", "tile", element("dt", "", name), element("dd", "value", value), element("dd", "note", note));
}
