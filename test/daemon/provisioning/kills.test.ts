import { describe, test } from "node:test";
import { type Moment, surviveKill, type Victim } from "./surviveKill.ts";

/** The moments that leave the most behind; `kills.long.test.ts` has them all. */
const cases: readonly (readonly [Moment, ...(readonly Victim[])])[] = [
  ["starting", "window"],
  ["loading", "daemon"],
  ["ready", "supervisor"],
  ["pulling", "daemon", "supervisor", "window"],
];

describe("after a kill at any moment the next start heals", { timeout: 300_000 }, () => {
  for (const [moment, ...victims] of cases) {
    test(`${moment}: ${victims.join(", ")}`, () => surviveKill(moment, victims));
  }
});
