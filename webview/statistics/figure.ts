import { say } from "../../src/core/words/words.ts";
import { element } from "../element.ts";

/** One series of a plot: its name, and the class that gives it its colour and pattern. */
export interface Series {
  readonly name: string;
  readonly look: string;
}

/** A table: its heads, and rows whose first cell names the row. */
export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A plot that fits itself to its room. */
export interface Plot {
  readonly title: string;
  /** What the axis counts; empty where the values stand beside their bars. */
  readonly unit: string;
  readonly series: readonly Series[];
  readonly table: Table;
  readonly draw: (width: number) => SVGSVGElement;
}

/** The narrowest that is drawn, pixels. */
const leastWidth = 160;

/** A plot with its title, unit and legend, and the table behind it, which says the same to whoever does not see it. */
export class Figure {
  readonly element = element("figure", "figure");
  readonly #title = element("h2", "");
  readonly #unit = element("span", "unit");
  readonly #legend = element("ul", "legend");
  readonly #room = element("div", "room");
  readonly #table = element("div", "table-room");
  readonly #resize: ResizeObserver;
  #plot: Plot | undefined;
  #width = 0;

  constructor() {
    this.#legend.setAttribute("aria-hidden", "true");
    this.#room.setAttribute("aria-hidden", "true");
    const details = element("details", "", element("summary", "", say("statistics.table")), this.#table);
    const caption = element("figcaption", "", this.#title, this.#unit, this.#legend);
    this.element.append(caption, this.#room, details);
    this.#resize = new ResizeObserver(([entry]) => {
      this.#width = Math.max(leastWidth, Math.floor(entry?.contentRect.width ?? 0));
      this.#redraw();
    });
    this.#resize.observe(this.#room);
  }

  show(plot: Plot): void {
    this.#plot = plot;
    this.#title.textContent = plot.title;
    this.#unit.textContent = plot.unit;
    this.#legend.replaceChildren(
      ...plot.series.map(({ name, look }) => element("li", "", element("span", `key ${look}`), name)),
    );
    this.#legend.hidden = plot.series.length < 2;
    this.#table.replaceChildren(tableOf(plot));
    this.#redraw();
  }

  #redraw(): void {
    if (this.#plot !== undefined && this.#width > 0) this.#room.replaceChildren(this.#plot.draw(this.#width));
  }
}

function tableOf({ title, unit, table }: Plot): HTMLTableElement {
  const caption = element("caption", "for-readers", unit === "" ? title : `${title}, ${unit}`);
  const head = element("tr", "", ...table.heads.map((words) => headCell("col", words)));
  const rows = table.rows.map(([name = "", ...cells]) =>
    element("tr", "", headCell("row", name), ...cells.map((cell) => element("td", "", cell))),
  );
  return element("table", "", caption, element("thead", "", head), element("tbody", "", ...rows));
}

function headCell(scope: string, words: string): HTMLTableCellElement {
  const cell = element("th", "", words);
  cell.scope = scope;
  return cell;
}
