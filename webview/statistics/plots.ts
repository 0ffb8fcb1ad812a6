import { say } from "../../src/core/words/words.ts";
import type { StatisticsFact } from "../../src/shared/frames/statisticsFrames.ts";
import type { Plot, Series } from "./figure.ts";
import { lines } from "./lines.ts";
import { dayWords, longDayWords, milliseconds, number, percent } from "./numbers.ts";
import { rankedBars, type Ranked } from "./rankedBars.ts";
import { stackedBars } from "./stackedBars.ts";

export type Screen = Extract<StatisticsFact, { readonly type: "screen" }>;
type Figures = Screen["total"];

/** Languages that have a bar of their own; the table has all. */
const mostLanguages = 10;

/** All accepted offers, in whatever way. */
export function takenOf({ accepted, line, word }: Figures): number {
  return accepted + line + word;
}

/** The plots of the page, in their order. */
export function plotsOf(screen: Screen): readonly Plot[] {
  return [ends(screen), times(screen), sources(screen), languages(screen), ...speeds(screen), reuse(screen)];
}

function ends({ stretches }: Screen): Plot {
  const series = [
    { name: say("statistics.ends.accepted"), look: "first" },
    { name: say("statistics.ends.line"), look: "second" },
    { name: say("statistics.ends.word"), look: "third" },
    { name: say("statistics.ends.dismissed"), look: "rest" },
  ];
  const valuesOf = (one: Figures): readonly number[] => [
    ...[one.accepted, one.line, one.word],
    Math.max(0, one.shown - takenOf(one)),
  ];
  return overDays(stretches, series, "statistics.plot.ends", valuesOf, (width, points) =>
    stackedBars(width, series, points),
  );
}

function times({ stretches }: Screen): Plot {
  const series = [
    { name: say("statistics.times.slow"), look: "rest" },
    { name: say("statistics.times.median"), look: "first" },
  ];
  const valuesOf = ({ slowMs, medianMs }: Figures): readonly (number | null)[] => [slowMs, medianMs];
  return overDays(stretches, series, "statistics.plot.times", valuesOf, (width, points) =>
    lines(width, series, points),
  );
}

function reuse({ stretches }: Screen): Plot {
  const series = [
    { name: say("statistics.reuse.evaluated"), look: "warn" },
    { name: say("statistics.reuse.cached"), look: "second" },
  ];
  const valuesOf = ({ promptTokens, cachedTokens }: Figures): readonly number[] => [
    Math.max(0, promptTokens - cachedTokens),
    cachedTokens,
  ];
  return overDays(stretches, series, "statistics.plot.reuse", valuesOf, (width, points) =>
    stackedBars(width, series, points),
  );
}

function speeds({ stretches }: Screen): readonly Plot[] {
  const one = (
    title: "statistics.plot.reading" | "statistics.plot.writing",
    valueOf: (figures: Figures) => number | null,
  ): Plot => {
    const series = [{ name: say("statistics.plot.speed.unit"), look: "first" }];
    const draw = (width: number, points: readonly PointOf<number | null>[]): SVGSVGElement =>
      lines(width, series, points);
    const plot = overDays(stretches, series, "statistics.plot.times", (figures) => [valueOf(figures)], draw);
    return { ...plot, title: say(title), unit: say("statistics.plot.speed.unit") };
  };
  return [
    one("statistics.plot.reading", (figures) => figures.promptTokensPerSecond),
    one("statistics.plot.writing", (figures) => figures.generatedTokensPerSecond),
  ];
}

function sources({ sources: all }: Screen): Plot {
  const name = {
    hit: "statistics.source.hit",
    joined: "statistics.source.joined",
    new: "statistics.source.new",
  } as const;
  return ranked(
    say("statistics.plot.sources"),
    say("statistics.table.source"),
    all.map(({ source, figures }) => ({ name: say(name[source]), figures })),
    all.length,
  );
}

function languages({ languages: all }: Screen): Plot {
  const named = all.map(({ languageId, figures }) => ({ name: languageId, figures }));
  return ranked(say("statistics.plot.languages"), say("statistics.table.language"), named, mostLanguages);
}

interface Named {
  readonly name: string;
  readonly figures: Figures;
}

function ranked(title: string, head: string, all: readonly Named[], most: number): Plot {
  const series = [
    { name: say("statistics.table.shown"), look: "rest" },
    { name: say("statistics.taken.series"), look: "first" },
  ];
  const barOf = ({ name, figures }: Named): Ranked => ({
    name,
    values: [figures.shown, takenOf(figures)],
    words: `${number(figures.shown)} · ${percent(takenOf(figures), figures.shown)} · ${milliseconds(figures.medianMs)}`,
  });
  const others = all.length > most ? [otherNames(all.slice(most - 1))] : [];
  const bars = [...all.slice(0, others.length === 0 ? most : most - 1).map(barOf), ...others];
  return {
    title,
    unit: [say("statistics.table.shown"), say("statistics.taken.series"), say("statistics.table.median")].join(" · "),
    series,
    table: {
      heads: [
        ...[head, say("statistics.table.shown"), say("statistics.ends.accepted"), say("statistics.ends.line")],
        ...[say("statistics.ends.word"), say("statistics.table.kept"), say("statistics.table.median")],
      ],
      rows: all.map(({ name, figures }) => [
        ...[name, number(figures.shown), number(figures.accepted), number(figures.line), number(figures.word)],
        ...[percent(figures.kept, figures.judged), number(figures.medianMs)],
      ]),
    },
    draw: (width) => rankedBars(width, series, bars),
  };
}

function otherNames(rest: readonly Named[]): Ranked {
  const sum = (value: (figures: Figures) => number): number =>
    rest.reduce((total, { figures }) => total + value(figures), 0);
  const [shown, taken] = [sum((one) => one.shown), sum(takenOf)];
  const name = say("statistics.otherLanguages", { count: rest.length });
  return { name, values: [shown, taken], words: `${number(shown)} · ${percent(taken, shown)}` };
}

interface PointOf<Value> {
  readonly day: string;
  readonly title: string;
  readonly values: readonly Value[];
}

function overDays<Value extends number | null>(
  stretches: Screen["stretches"],
  series: readonly Series[],
  title: "statistics.plot.ends" | "statistics.plot.times" | "statistics.plot.reuse",
  valuesOf: (figures: Figures) => readonly Value[],
  draw: (width: number, points: readonly PointOf<Value>[]) => SVGSVGElement,
): Plot {
  const points = stretches.map(({ day, figures }) => ({ day, title: longDayWords(day), values: valuesOf(figures) }));
  const counted = stretches.flatMap(({ day, figures }) => (figures.shown === 0 ? [] : [{ day, figures }]));
  return {
    title: say(title),
    unit: say(`${title}.unit`),
    series,
    table: {
      heads: [say("statistics.table.from"), ...series.map(({ name }) => name)],
      rows: counted.map(({ day, figures }) => [dayWords(day), ...valuesOf(figures).map((one) => number(one))]),
    },
    draw: (width) => draw(width, points),
  };
}
