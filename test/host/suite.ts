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
  // Other extensions have theirs; what comes from ours or from a test is a fault.
  for (const reason of rejections) {
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    if (!/dist(?:-test)?[\\/](?:extension\.js|host\.js|parts[\\/])/.test(text)) continue;
    failed.push("no promise is left to itself");
    console.log(`✖ host: no promise is left to itself\n${text}`);
  }
  const file = process.env["FACET_TEST_COUNTS"];
  if (file !== undefined) writeFileSync(file, JSON.stringify({ passed, failed: failed.length, skipped: 0 }));
  if (failed.length > 0) throw new Error(`${failed.length} failed: ${failed.join(", ")}`);
}
