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

const rowHeight = 26;
const barHeight = 14;

/** A bar for each name, the values within one another. */
export function rankedBars(width: number, series: readonly Series[], rows: readonly Ranked[]): SVGSVGElement {
  const height = rows.length * rowHeight + 4;
  const left = Math.min(160, width * 0.34);
  const right = Math.min(190, width * 0.36);
  const highest = Math.max(1, ...rows.map(({ values }) => values[0] ?? 0));
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  for (const [index, { name, values, words }] of rows.entries()) {
    const top = index * rowHeight + (rowHeight - barHeight) / 2;
    const text = top + barHeight - 3;
    const title = series.map((one, which) => `${one.name}: ${number(values[which] ?? 0)}`).join("\n");
    const group = svg("g", {}, svg("title", {}, `${name}\n${title}`));
    const length = (value: number): number => ((width - left - right - 16) * value) / highest;
    group.append(svg("text", { x: left, y: text, class: "tick at-end" }, shortened(name, left)));
    for (const [which, value] of values.entries()) {
      if (value <= 0) continue;
      const size = { x: left + 8, y: top, width: Math.max(1, length(value)), height: barHeight };
      group.append(svg("rect", { ...size, class: `mark ${series[which]?.look ?? ""}` }));
    }
    group.append(svg("text", { x: left + 14 + length(values[0] ?? 0), y: text, class: "tick" }, words));
    drawing.append(group);
  }
  return drawing;
}

/** A name that fits in; the whole of it is in the table and the title. */
function shortened(name: string, room: number): string {
  const most = Math.max(6, Math.floor(room / 7));
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}
