import "../speakAsPage.ts";
import { say } from "../../src/core/words/words.ts";
import { deliver, type Handlers } from "../../src/shared/frames/deliver.ts";
import {
  isStatisticsFact,
  type StatisticsFact,
  type StatisticsWish,
} from "../../src/shared/frames/statisticsFrames.ts";
import { element } from "../element.ts";
import { connect, keep, kept, rememberForReload } from "../host.ts";
import { wordButton } from "../toolkit.ts";
import { Figure } from "./figure.ts";
import { plotsOf, type Screen } from "./plots.ts";
import "./statistics.css";
import { tilesOf } from "./tiles.ts";

const wish: (wish: StatisticsWish) => void = connect(isStatisticsFact, (fact) => deliver(handlers, fact));

const periods = ["week", "month", "quarter", "year"] as const;

/** Under which the period is kept at once, since the editor may be loaded again before it has written what it was told. */
const place = "facet.statistics.period";

const choices = periods.map((period) => {
  const input = document.createElement("input");
  input.type = "radio";
  input.name = "period";
  input.value = period;
  input.addEventListener("change", () => wish({ type: "show", period }));
  return input;
});
const choice = element(
  "fieldset",
  "periods",
  element("legend", "for-readers", say("statistics.period")),
  ...choices.map((input, index) => element("label", "", input, say(`statistics.period.${periods[index] ?? "month"}`))),
);
const exporting = wordButton(say("statistics.export"), "secondary", () => wish({ type: "export" }));
const forgetting = wordButton(say("statistics.reset"), "secondary", () => wish({ type: "reset" }));
const notice = element("p", "notice");
notice.setAttribute("role", "status");
const empty = element("p", "empty", say("statistics.empty"));
const tiles = element("section", "");
const figures = element("section", "figures");
const drawn: Figure[] = [];

function show(screen: Screen): void {
  const isEmpty = screen.total.shown === 0;
  for (const input of choices) input.checked = input.value === screen.period;
  rememberForReload({ period: screen.period });
  keep(place, screen.period);
  empty.hidden = !isEmpty;
  tiles.hidden = isEmpty;
  figures.hidden = isEmpty;
  tiles.replaceChildren(tilesOf(screen));
  for (const [index, plot] of plotsOf(screen).entries()) {
    // A figure stays when its numbers change, and with it what the reader has unfolded.
    const figure = drawn[index] ?? new Figure();
    drawn[index] = figure;
    if (!figure.element.isConnected) figures.append(figure.element);
    figure.show(plot);
  }
  page.dataset["period"] = screen.period;
  page.hidden = false;
}

const handlers: Handlers<StatisticsFact> = {
  screen: show,
  notice: ({ words }) => {
    notice.textContent = words;
  },
};

const page = element(
  "main",
  "page",
  element("h1", "", say("statistics.title")),
  element("p", "local", say("statistics.local")),
  element("div", "tools", choice, element("div", "buttons", exporting, forgetting)),
  notice,
  empty,
  tiles,
  figures,
);
page.hidden = true;
document.body.append(page);
const last = periods.find((one) => one === kept(place));
wish(last === undefined ? { type: "ready" } : { type: "show", period: last });
