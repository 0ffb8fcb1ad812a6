import { axisTicks } from "../../src/core/statistics/axisTicks.ts";
import { svg } from "../svg.ts";
import { dayWords, shortNumber } from "./numbers.ts";

/** Room around what is drawn, pixels; at the right for half of a date. */
const room = { top: 10, right: 26, bottom: 24, left: 46 } as const;
const height = 190;
/** A date needs about that much, pixels. */
const dateWidth = 58;

/** A field with axes: a place for each day, and the height of each value. */
export interface PlotFrame {
  readonly drawing: SVGSVGElement;
  readonly bottom: number;
  readonly step: number;
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** Draws the axes of a plot over days; values reach from 0 to at least `highest`. */
export function plotFrame(width: number, days: readonly string[], highest: number, leastStep: number): PlotFrame {
  const ticks = axisTicks(highest, leastStep);
  const bottom = height - room.bottom;
  const step = (width - room.left - room.right) / Math.max(1, days.length);
  const x = (index: number): number => room.left + step * (index + 0.5);
  const y = (value: number): number => bottom - ((bottom - room.top) * value) / (ticks.at(-1) ?? 1);
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  for (const tick of ticks) {
    const at = Math.round(y(tick)) + 0.5;
    drawing.append(
      svg("line", { x1: room.left, x2: width - room.right, y1: at, y2: at, class: tick === 0 ? "axis" : "grid" }),
      svg("text", { x: room.left - 6, y: at + 4, class: "tick at-end" }, shortNumber(tick)),
    );
  }
  const every = Math.max(1, Math.ceil(dateWidth / step));
  for (const [index, day] of days.entries()) {
    // Counted from today backwards, so that today is always named.
    if ((days.length - 1 - index) % every !== 0) continue;
    drawing.append(svg("text", { x: x(index), y: height - 7, class: "tick at-middle" }, dayWords(day)));
  }
  return { drawing, bottom, step, x, y };
}
