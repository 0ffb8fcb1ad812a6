import { svg } from "../svg.ts";
import type { Series } from "./figure.ts";
import { plotFrame } from "./frame.ts";
import { number } from "./numbers.ts";

/** One bar over a day, with a value for each series from the bottom up. */
export interface Bar {
  readonly day: string;
  readonly title: string;
  readonly values: readonly number[];
}

/** Bars over days, each made of the series one above the other. */
export function stackedBars(width: number, series: readonly Series[], bars: readonly Bar[]): SVGSVGElement {
  const total = (bar: Bar): number => bar.values.reduce((sum, one) => sum + one, 0);
  const days = bars.map(({ day }) => day);
  const { drawing, step, x, y } = plotFrame(width, days, Math.max(0, ...bars.map(total)), 1);
  const thickness = Math.max(2, Math.min(34, step * 0.72));
  for (const [index, bar] of bars.entries()) {
    const group = svg("g", {}, svg("title", {}, `${bar.title}\n${listOf(series, bar.values)}`));
    let below = 0;
    for (const [which, value] of bar.values.entries()) {
      if (value <= 0) continue;
      const top = y(below + value);
      const at = { x: x(index) - thickness / 2, y: top, width: thickness, height: Math.max(1, y(below) - top) };
      group.append(svg("rect", { ...at, class: `mark ${series[which]?.look ?? ""}` }));
      below += value;
    }
    drawing.append(group);
  }
  return drawing;
}

function listOf(series: readonly Series[], values: readonly number[]): string {
  return series.map(({ name }, index) => `${name}: ${number(values[index] ?? 0)}`).join("\n");
}
