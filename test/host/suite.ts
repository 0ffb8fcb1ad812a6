import { writeFileSync } from "node:fs";

type Body = () => void | Promise<void>;

const tests: { readonly name: string; readonly body: Body }[] = [];

/** Registers a test that runs inside the extension host; node's own runner would not end there. */
export function test(name: string, body: Body): void {
  tests.push({ name, body });
}

/** Runs what was registered, one after another, and leaves the sums where the outer runner finds them. */
export async function run(): Promise<void> {
  const rejections: unknown[] = [];
  process.on("unhandledRejection", (reason) => rejections.push(reason));
  let passed = 0;
  const failed: string[] = [];
  for (const { name, body } of tests) {
    try {
      await body();
      passed++;
      console.log(`✔ host: ${name}`);
    } catch (error) {
      failed.push(name);
      console.log(`✖ host: ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  const file = process.env["FACET_TEST_COUNTS"];
  if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed: failed.length, skipped: 0 }));
  if (failed.length > 0) throw new Error(`${failed.length} failed: ${failed.join(", ")}`);
}
