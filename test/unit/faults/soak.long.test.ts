import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { soak } from "../../soak/soak.ts";

suite("20 000 random keys in hard documents", () => {
  test("leave the server's documents true, its offers in place, its memory and handles flat", async (context) => {
    const report = await soak(20_000, 2);
    context.diagnostic(JSON.stringify(report));
    assert.ok(report.offers > 2_000 && report.accepted > 300 && report.compared > 4_000, JSON.stringify(report));
    const [early, late] = report.handles;
    assert.ok(late <= early + 4, `${early} handles became ${late}`);
    assert.ok(report.memoryMb[1] < report.memoryMb[0] * 1.5 + 50, `${report.memoryMb.join(" MB became ")} MB`);
  });
});
