import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { PromptReuse } from "../../../src/core/completion/promptReuse.ts";
import { axisTicks } from "../../../src/core/statistics/axisTicks.ts";
import { figuresOver } from "../../../src/core/statistics/figures.ts";
import { noCounts, readRow, type StatisticsRow, writtenRow } from "../../../src/core/statistics/statisticsRow.ts";
import { timeAtShare, timeClasses, timeClassOf } from "../../../src/core/statistics/timeSpread.ts";

const row = (day: string, more: Partial<StatisticsRow> = {}): StatisticsRow => ({
  ...noCounts,
  ...{ day, languageId: "go", source: "new" as const, shown: 1 },
  ...more,
});

/** Times by class. */
function times(...all: readonly number[]): readonly number[] {
  const counts = new Array<number>(timeClasses).fill(0);
  for (const ms of all) counts[timeClassOf(ms)] = (counts[timeClassOf(ms)] ?? 0) + 1;
  return counts;
}

suite("figures over a period", () => {
  test("have every day of it, and nothing from before and from a clock that was wrong", () => {
    const rows = [
      row("2026-02-23"),
      row("2026-02-24", { shown: 2 }),
      row("2026-03-02", { shown: 4 }),
      row("2027-01-01"),
    ];
    const { total, stretches } = figuresOver(rows, "week", "2026-03-02");
    assert.equal(total.shown, 6);
    assert.deepEqual(
      stretches.map(({ day, figures }) => [day, figures.shown]),
      [
        ["2026-02-24", 2],
        ["2026-02-25", 0],
        ["2026-02-26", 0],
        ["2026-02-27", 0],
        ["2026-02-28", 0],
        ["2026-03-01", 0],
        ["2026-03-02", 4],
      ],
    );
  });

  test("count each day in exactly one stretch", () => {
    for (const period of ["week", "month", "quarter", "year"] as const) {
      const rows = Array.from({ length: 400 }, (_, age) =>
        row(new Date(Date.UTC(2026, 9, 30) - age * 86_400_000).toISOString().slice(0, 10)),
      );
      const { total, stretches } = figuresOver(rows, period, "2026-10-30");
      assert.equal(
        stretches.reduce((sum, one) => sum + one.figures.shown, 0),
        total.shown,
      );
      assert.equal(total.shown, { week: 7, month: 30, quarter: 91, year: 364 }[period]);
    }
  });

  test("divide by nothing nowhere", () => {
    const { total, sources, languages } = figuresOver([], "month", "2026-03-02");
    assert.deepEqual([total.medianMs, total.slowMs, total.promptTokensPerSecond], [null, null, null]);
    assert.equal(sources.length, 3);
    assert.deepEqual(languages, []);
  });

  test("tell sources and languages apart, the most used language first", () => {
    const day = "2026-03-02";
    const rows = [
      row(day, { times: times(90) }),
      row(day, { languageId: "rust", source: "hit", shown: 5, accepted: 2, line: 1, times: times(5, 5, 5, 5, 5) }),
    ];
    const { sources, languages } = figuresOver(rows, "week", day);
    assert.deepEqual(
      languages.map(({ languageId, figures }) => [languageId, figures.shown, figures.accepted]),
      [
        ["rust", 5, 2],
        ["go", 1, 0],
      ],
    );
    const [hit, joined, fresh] = sources;
    assert.ok((hit?.figures.medianMs ?? 99) <= 10);
    assert.equal(joined?.figures.medianMs, null);
    assert.ok((fresh?.figures.medianMs ?? 0) > 75);
  });
});

suite("times by class", () => {
  test("tell a share within the class it falls into", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, share) => {
          const sorted = all.toSorted((one, other) => one - other);
          const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
          const told = timeAtShare(times(...all), share) ?? -1;
          // At a border a time belongs to the class below.
          assert.ok(Math.abs(timeClassOf(told) - timeClassOf(exact)) <= 1, `${told} for ${exact}`);
        },
      ),
    );
  });
});

suite("rows", () => {
  test("are read as they were written", () => {
    const one = row("2026-03-02", { accepted: 3, promptTokensPerSecond: 12.5, times: times(80, 4_000) });
    assert.deepEqual(readRow(JSON.parse(JSON.stringify(writtenRow(one)))), one);
  });

  test("of any shape harm nobody", () => {
    fc.assert(fc.property(fc.anything(), (value) => void readRow(value)));
  });
});

suite("ticks of an axis", () => {
  test("are few, round, and reach the highest value", () => {
    assert.deepEqual(axisTicks(0), [0, 1]);
    assert.deepEqual(axisTicks(7), [0, 2, 4, 6, 8]);
    assert.deepEqual(axisTicks(2, 1), [0, 1, 2]);
    assert.deepEqual(axisTicks(0.3), [0, 0.1, 0.2, 0.3]);
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (highest) => {
        const ticks = axisTicks(highest);
        assert.ok(ticks.length >= 2 && ticks.length <= 6);
        assert.ok((ticks.at(-1) ?? 0) >= highest * 0.999999);
        assert.ok((ticks.at(-2) ?? 0) < highest);
      }),
    );
  });
});

suite("re-use of prompts", () => {
  test("is the share that the prompt before has in common", () => {
    const reuse = new PromptReuse();
    assert.equal(reuse.note("abcd"), 0);
    assert.equal(reuse.note("abcdabcd"), 0.5);
    assert.equal(reuse.note("abcdabcd"), 1);
    assert.equal(reuse.note("x"), 0);
    assert.equal(reuse.note(""), 0);
  });
});
