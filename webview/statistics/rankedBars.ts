import { svg } from "../svg.ts";
import type { Series } from "./figure.ts";
import { number } from "./numbers.ts";

/** A name with its values, of which each is a part of the one before. */
export interface Ranked {
  readonly name: string;
  readonly values: readonly number[];
  /** What stands at the end of the bar. */
  readonly words: string;
}

/** In less than that, pixels, name and words stand above the bar instead of beside it. */
const roomy = 340;
const barHeight = 14;

/** A bar for each name, the values within one another. */
export function rankedBars(width: number, series: readonly Series[], rows: readonly Ranked[]): SVGSVGElement {
  const place = width < roomy ? above(width) : beside(width);
  const height = rows.length * place.rowHeight + 4;
  const highest = Math.max(1, ...rows.map(({ values }) => values[0] ?? 0));
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  for (const [index, { name, values, words }] of rows.entries()) {
    const top = index * place.rowHeight;
    const title = series.map((one, which) => `${one.name}: ${number(values[which] ?? 0)}`).join("\n");
    const group = svg("g", {}, svg("title", {}, `${name}\n${title}`));
    const length = (value: number): number => (place.longest * value) / highest;
    const most = Math.max(6, Math.floor(place.nameRoom(words) / 7));
    group.append(svg("text", { ...place.name, y: top + place.text }, shortened(name, most)));
    for (const [which, value] of values.entries()) {
      if (value <= 0) continue;
      const size = { x: place.left, y: top + place.bar, width: Math.max(1, length(value)), height: barHeight };
      group.append(svg("rect", { ...size, class: `mark ${series[which]?.look ?? ""}` }));
    }
    group.append(svg("text", { ...place.words(length(values[0] ?? 0)), y: top + place.text }, words));
    drawing.append(group);
  }
  return drawing;
}

/** Where the parts of a row stand: their tops from the row's, and their places across, pixels. */
interface Place {
  readonly rowHeight: number;
  readonly text: number;
  readonly bar: number;
  readonly left: number;
  readonly longest: number;
  readonly name: { readonly x: number; readonly class: string };
  readonly nameRoom: (words: string) => number;
  readonly words: (barLength: number) => { readonly x: number; readonly class: string };
}

function beside(width: number): Place {
  const left = Math.min(160, width * 0.34);
  const right = Math.min(190, width * 0.36);
  return {
    ...{ rowHeight: 26, text: 17, bar: 6, left: left + 8, longest: width - left - right - 16 },
    name: { x: left, class: "tick at-end" },
    nameRoom: () => left,
    words: (barLength) => ({ x: left + 14 + barLength, class: "tick" }),
  };
}

function above(width: number): Place {
  return {
    ...{ rowHeight: 44, text: 15, bar: 21, left: 1, longest: width - 2 },
    name: { x: 0, class: "tick" },
    nameRoom: (words) => width - words.length * 6,
    words: () => ({ x: width, class: "tick at-end" }),
  };
}

/** A name that fits in; the whole of it is in the table and the title. */
function shortened(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}
