import assert from "node:assert/strict";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, suite, test } from "node:test";
import type { Outcome } from "../../../src/core/statistics/outcome.ts";
import { sumOf } from "../../../src/core/statistics/statisticsRow.ts";
import { StatisticsStore } from "../../../src/host/statisticsStore.ts";

const outcome: Outcome = {
  languageId: "go",
  source: "hit",
  toOfferMs: 10,
  promptTokens: 0,
  promptEvaluationMs: 0,
  generatedTokens: 0,
  shownCharacters: 5,
  acceptedCharacters: 4,
  outcome: "accepted",
  isEstimate: false,
  work: { requests: 2, promptTokens: 100, cachedTokens: 90, generatedTokens: 4 },
  speeds: { promptTokensPerSecond: 300, generatedTokensPerSecond: 20 },
};

suite("the store of figures", () => {
  let folder = "";
  let day = "2026-03-02";
  let logged: string[] = [];
  const opened = (): StatisticsStore =>
    new StatisticsStore(
      folder,
      (line) => logged.push(line),
      () => day,
    );

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-statistics-"));
    day = "2026-03-02";
    logged = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("loses nothing of eight windows that write at the same time, and a window that is opened later reads all", async () => {
    const windows = Array.from({ length: 8 }, opened);
    await Promise.all(
      windows.map(async (one, index) => {
        for (let turn = 0; turn < 25; turn++) {
          one.record({ ...outcome, outcome: turn % 5 === 0 ? "dismissed" : "accepted", languageId: `l${index % 2}` });
          one.recordKept({ languageId: "go", source: "hit", isKept: turn % 2 === 0 });
          await one.flush();
        }
      }),
    );
    const sum = sumOf(await opened().rows());
    assert.equal(sum.shown, 200);
    assert.equal(sum.accepted, 160);
    assert.equal(sum.dismissed, 40);
    assert.equal(sum.judged, 200);
    assert.equal(sum.kept, 8 * 13);
    assert.equal(sum.cachedTokens, 18_000);
    assert.equal(sum.promptTokensPerSecond / sum.speeds, 300);
  });

  test("sums up earlier days, also what another window sums up at the same time, and keeps every count", async () => {
    const first = opened();
    for (let turn = 0; turn < 20; turn++) {
      first.record(outcome);
      await first.flush();
    }
    day = "2026-03-03";
    const windows = [opened(), opened(), opened()];
    for (const one of windows) one.record(outcome);
    await Promise.all(windows.map((one) => one.flush()));
    assert.deepEqual((await readdir(folder)).sort(), ["2026-03-02.jsonl", "2026-03-03.jsonl"]);
    assert.equal((await readFile(path.join(folder, "2026-03-02.jsonl"), "utf8")).split("\n").length, 2);
    assert.deepEqual(
      (await opened().rows()).map((row) => [row.day, row.shown]),
      [
        ["2026-03-02", 20],
        ["2026-03-03", 3],
      ],
    );
  });

  test("reads past what is broken, of another version, or no file of its own", async () => {
    const one = opened();
    one.record(outcome);
    await one.flush();
    const broken = ['{"day":"2026-03-02","langu', "[]", "null", '{"day":"x","languageId":"go","source":"hit"}'];
    const strange = {
      day: "2026-03-02",
      languageId: "go",
      source: "hit",
      shown: "many",
      accepted: -4,
      times: { a: 1 },
    };
    await appendFile(path.join(folder, "2026-03-02.jsonl"), [...broken, JSON.stringify(strange), ""].join("\n"));
    await writeFile(path.join(folder, "notes.txt"), JSON.stringify({ ...strange, shown: 7 }));
    const [row, ...more] = await one.rows();
    assert.deepEqual(more, []);
    assert.equal(row?.shown, 1);
    assert.equal(row.accepted, 1);
  });

  test("forgets everything for all windows, which go on counting", async () => {
    const [one, other] = [opened(), opened()];
    one.record(outcome);
    other.record(outcome);
    await other.flush();
    await one.reset();
    assert.deepEqual(await other.rows(), []);
    other.record(outcome);
    assert.equal(sumOf(await one.rows()).shown, 0);
    await other.flush();
    assert.equal(sumOf(await one.rows()).shown, 1);
  });

  test("says once in the log that a disk takes nothing, and goes on when it does again", async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, "no folder");
    const one = opened();
    for (let turn = 0; turn < 3; turn++) {
      one.record(outcome);
      await one.flush();
    }
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? "", /^figures were not written: .*(EEXIST|ENOTDIR)/);
    await rm(folder);
    one.record(outcome);
    assert.equal(sumOf(await one.rows()).shown, 1);
  });

  test("tells of what another window writes", async () => {
    const ending = new AbortController();
    const [one, other] = [opened(), opened()];
    const heard = new Promise<void>((resolve) => void one.follow(resolve, ending.signal));
    // Watching begins when the folder is there; the other window may write before or after.
    const writing = (async () => {
      for (let isHeard = false; !isHeard;) {
        other.record(outcome);
        await other.flush();
        isHeard = await Promise.race([heard.then(() => true), new Promise<false>((next) => setImmediate(next, false))]);
      }
    })();
    await writing;
    ending.abort();
  });

  test("writes neither text nor names of files", async () => {
    const one = opened();
    one.record(outcome);
    await one.flush();
    const written = JSON.parse(await readFile(path.join(folder, "2026-03-02.jsonl"), "utf8")) as object;
    const names = Object.entries(written).filter(([, value]) => typeof value !== "number" && !Array.isArray(value));
    assert.deepEqual(Object.fromEntries(names), { day: "2026-03-02", languageId: "go", source: "hit" });
  });
});
