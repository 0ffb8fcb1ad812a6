import { svg } from "../svg.ts";
import type { Series } from "./figure.ts";
import { plotFrame } from "./frame.ts";
import { number } from "./numbers.ts";

/** The values of each series on one day; `null` where there is none. */
export interface Point {
  readonly day: string;
  readonly title: string;
  readonly values: readonly (number | null)[];
}

/** Lines over days; a day without a value is passed over by a gap. */
export function lines(width: number, series: readonly Series[], points: readonly Point[]): SVGSVGElement {
  const highest = Math.max(0, ...points.flatMap(({ values }) => values.map((one) => one ?? 0)));
  const days = points.map(({ day }) => day);
  const { drawing, x, y } = plotFrame(width, days, highest, 0);
  for (const [which, { name, look }] of series.entries()) {
    const known = points.flatMap(({ title, values }, index) => {
      const value = values[which] ?? null;
      return value === null ? [] : [{ title, value, index }];
    });
    const path = known.map(({ value, index }, at) => {
      const goesOn = known[at - 1]?.index === index - 1;
      return `${goesOn ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    });
    drawing.append(svg("path", { d: path.join(""), class: `line ${look}` }));
    for (const { title, value, index } of known) {
      const words = svg("title", {}, `${title}\n${name}: ${number(value)}`);
      drawing.append(svg("circle", { cx: x(index), cy: y(value), r: 3, class: `mark ${look}` }, words));
    }
  }
  return drawing;
}
