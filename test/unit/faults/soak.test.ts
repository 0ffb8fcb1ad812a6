import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { soak } from "../../soak/soak.ts";

suite("random keys in hard documents", () => {
  test("leave the server's documents true, its offers in place, its memory and handles flat", async (context) => {
    const report = await soak(600, 1);
    context.diagnostic(JSON.stringify(report));
    assert.ok(report.offers > 50 && report.accepted > 10 && report.compared > 100, JSON.stringify(report));
    const [early, late] = report.handles;
    assert.ok(late <= early + 4, `${early} handles became ${late}`);
  });
});
