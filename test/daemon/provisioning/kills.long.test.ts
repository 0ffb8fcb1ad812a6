import { describe, test } from "node:test";
import { type Moment, surviveKill, type Victim } from "./surviveKill.ts";

const moments: readonly Moment[] = [
  "starting",
  "loading",
  "ready",
  "pulling",
  "verifying",
  "copying",
  "importing",
  "creating",
];
const victims: readonly (readonly Victim[])[] = [
  ["daemon"],
  ["supervisor"],
  ["window"],
  ["daemon", "supervisor", "window"],
];

describe("after a kill at any moment the next start heals: the whole table", { timeout: 1_800_000 }, () => {
  for (const moment of moments) {
    for (const each of victims) test(`${moment}: ${each.join(", ")}`, () => surviveKill(moment, each));
  }
});
