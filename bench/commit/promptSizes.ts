import type { BenchCase } from "./benchCase.ts";
import { type AsksChat, writersFor } from "./writers.ts";

/** Says the same to every question. */
const parrot: AsksChat = {
  async *chat() {
    await Promise.resolve();
    yield { kind: "text", text: "Say in one line what was done with all of it\n" };
  },
};

const runtime = {
  model: "none",
  numCtx: 8192,
  keepAlive: "1m",
  speeds: { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 },
};

/**
 * How long the questions of each way of asking are, in tokens by estimate, as a Markdown table. Before the first word a daemon evaluates
 * just these, so that this part of the wait can be compared without a model, on a machine however busy.
 */
export async function promptSizes(cases: readonly BenchCase[]): Promise<string> {
  const sizes = new Map<string, number[]>();
  for (const one of cases) {
    const { root, remove } = await one.prepare();
    try {
      for (const { name, write } of writersFor(parrot, runtime)) {
        const { promptTokens } = await write(root, one.team);
        sizes.set(name, [...(sizes.get(name) ?? []), promptTokens]);
      }
    } finally {
      await remove();
    }
  }
  const plain = sizes.get("whole diff, one instruction") ?? [];
  const rows = [...sizes].map(([name, tokens]) => {
    const ratios = tokens.map((count, index) => count / (plain[index] ?? Number.NaN));
    return `| ${name} | ${tokens.length} | ${median(tokens)} | ${median(ratios).toFixed(2)} | ${Math.max(...tokens)} |`;
  });
  return [
    "| | changes | median tokens | times the plain question | most tokens |",
    "|---|--:|--:|--:|--:|",
    ...rows,
  ].join("\n");
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
