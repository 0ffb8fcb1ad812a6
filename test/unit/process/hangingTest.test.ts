import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { runProcess } from "../../../src/shared/process/runProcess.ts";

/** A test that its suite gives up, while what it began goes on. */
const hanging = `import { describe, test } from "node:test";
describe("a suite", { timeout: 50 }, () => {
  test("waits for ever", async () => {
    setInterval(() => undefined, 1_000);
    await new Promise(() => undefined);
  });
});
`;

test("a file of tests that hangs is ended and has failed", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-hanging-"));
  const file = path.join(folder, "hanging.test.ts");
  await writeFile(file, hanging);
  const program = `
    import { runNodeSuite } from "./scripts/tests/nodeSuite.ts";
    const sums = await runNodeSuite([${JSON.stringify(file)}], 1, 1_000);
    console.log("counted " + (sums.failed > 0 ? "failed" : "passed"));`;
  // Node's runner does not run inside itself.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  try {
    const args = ["--import", "tsx", "--input-type=module", "--eval", program];
    const { stdout, stderr } = await runProcess({ command: process.execPath, args, env }, new AbortController().signal);
    assert.match(stdout, /^counted failed$/m, stderr);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
