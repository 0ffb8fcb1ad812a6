import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Runtime } from "../../src/core/provisioning/state.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import { repository } from "../benchFolders.ts";
import { median, percentile } from "../statistics.ts";
import type { Trace } from "../typing/trace.ts";
import { InstantDaemon } from "./instantDaemon.ts";
import { MeasuredServer, type Usage } from "./measuredServer.ts";

/** The server's own work in a file of a size. */
export interface SizeCost {
  readonly lines: number;
  readonly keystrokes: number;
  /** Processor time of the server for one key, ms. */
  readonly cpuMsP50: number;
  readonly cpuMsP95: number;
  /** The same for the first keys, while what they run is still being compiled, in threads of their own. */
  readonly earlyCpuMsP95: number;
  /** From the key to the answer where the text was there already, ms: with the way through the protocol. */
  readonly hitMsP50: number;
  readonly hitMsP95: number;
  readonly heapMb: number;
  readonly rssMb: number;
}

/** Whether memory grows with what is typed. */
export interface MemoryCost {
  readonly keystrokes: number;
  /** After a quarter of the keys, and after all of them. */
  readonly heapMbEarly: number;
  readonly heapMbLate: number;
}

/** What we cost where the daemon costs nothing. */
export interface OwnCost {
  readonly sizes: readonly SizeCost[];
  readonly memory: MemoryCost;
  /** From the start of the server's process to its answer to `initialize`, and to the first ghost text of an instant daemon. */
  readonly serverReadyMs: number;
  readonly firstGhostTextMs: number;
  /** Bytes of what is shipped, by file. */
  readonly bundles: Readonly<Record<string, number>>;
}

/** How much is typed. */
export interface OwnCostOptions {
  readonly keysPerSize: number;
  /** Keys before those, which let the engine's code be compiled. */
  readonly warmUpKeys: number;
  readonly memoryKeys: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const sizes = [100, 1_000, 10_000, 100_000];
/** Keys that nothing is counted of: the code is read and run for the first time. */
const firstKeys = 120;
const typedLine = "const value = readValue(first, second);";

/** Measures the bundled server before a daemon that answers at once. */
export async function ownCostBench(options: OwnCostOptions): Promise<OwnCost> {
  const daemon = await InstantDaemon.start(gemmaModel);
  try {
    const started = performance.now();
    const first = await typedInto(daemon, 100, { ...options, keys: 1, warmUpKeys: 0 });
    const results: SizeCost[] = [];
    for (const lines of sizes) {
      if (options.signal.aborted) break;
      const { cost } = await typedInto(daemon, lines, { ...options, keys: options.keysPerSize });
      results.push(cost);
      options.report(
        `own cost, ${lines} lines: ${cost.cpuMsP50.toFixed(2)} ms a key, p95 ${cost.cpuMsP95.toFixed(2)}, early ${cost.earlyCpuMsP95.toFixed(2)}; heap ${Math.round(cost.heapMb)} MB`,
      );
    }
    const long = await typedInto(daemon, 1_000, { ...options, keys: options.memoryKeys, warmUpKeys: 0 });
    options.report(
      `own cost, memory over ${options.memoryKeys} keys: ${long.early.toFixed(1)} -> ${long.late.toFixed(1)} MB`,
    );
    return {
      sizes: results,
      memory: { keystrokes: options.memoryKeys, heapMbEarly: long.early, heapMbLate: long.late },
      serverReadyMs: first.readyMs - started,
      firstGhostTextMs: first.firstTextMs - started,
      bundles: await bundleSizes(),
    };
  } finally {
    await daemon.stop();
  }
}

interface Typed {
  readonly cost: SizeCost;
  readonly readyMs: number;
  readonly firstTextMs: number;
  readonly early: number;
  readonly late: number;
}

async function typedInto(
  daemon: InstantDaemon,
  lines: number,
  { keys, warmUpKeys, signal }: OwnCostOptions & { readonly keys: number },
): Promise<Typed> {
  const runtime: Runtime = {
    endpoint: daemon.url,
    model: gemmaModel,
    numCtx: 8192,
    keepAlive: "30m",
    generation: "gemma3",
    speeds: { promptTokensPerSecond: 2_000, generatedTokensPerSecond: 100 },
  };
  daemon.answer = typedLine;
  const server = await MeasuredServer.start(runtime);
  const { system } = server;
  const readyMs = performance.now();
  let firstTextMs = 0;
  const cpu: number[] = [];
  const earlyCpu: number[] = [];
  const hits: number[] = [];
  const memory: Usage[] = [];
  try {
    const trace = documentOf(lines);
    await system.open(trace);
    let { cursor } = trace;
    const probeMs = await costOfProbe(server);
    let last = await server.usage("time");
    for (let key = 0; key < keys + warmUpKeys && !signal.aborted; key++) {
      const column = key % (typedLine.length + 1);
      const letter = column === typedLine.length ? "\n" : (typedLine[column] ?? "");
      daemon.answer = column === typedLine.length ? typedLine : typedLine.slice(column + 1);
      const began = performance.now();
      await system.edit({ from: cursor, to: cursor, text: letter });
      cursor += 1;
      await system.tellCursor(system.positionAt(cursor), "keyboard");
      await system.ask(system.positionAt(cursor), signal);
      const tookMs = performance.now() - began;
      if (key === 0) firstTextMs = performance.now();
      const usage = await server.usage("time");
      const costMs = Math.max(0, usage.cpuMs - last.cpuMs - probeMs);
      if (key >= firstKeys && key < firstKeys + keys) earlyCpu.push(costMs);
      if (key >= warmUpKeys) {
        cpu.push(costMs);
        if (column > 0 && column < typedLine.length - 1) hits.push(tookMs);
      }
      const isQuarter = key === Math.floor((keys + warmUpKeys) / 4);
      if (isQuarter || key === keys + warmUpKeys - 1) memory.push(await server.usage("memory"));
      last = await server.usage("time");
    }
    const [early, late] = memory;
    const megabytes = (bytes: number | undefined): number => (bytes ?? 0) / 1e6;
    return {
      cost: {
        lines,
        keystrokes: cpu.length,
        cpuMsP50: median(cpu) ?? 0,
        cpuMsP95: percentile(cpu, 0.95) ?? 0,
        earlyCpuMsP95: percentile(earlyCpu, 0.95) ?? 0,
        hitMsP50: median(hits) ?? 0,
        hitMsP95: percentile(hits, 0.95) ?? 0,
        heapMb: megabytes(late?.heapUsed),
        rssMb: megabytes(late?.rss),
      },
      readyMs,
      firstTextMs,
      early: megabytes(early?.heapUsed),
      late: megabytes(late?.heapUsed),
    };
  } finally {
    await server.stop();
  }
}

/** What it costs the server to be asked, which is not its work. */
async function costOfProbe(server: MeasuredServer): Promise<number> {
  const costs: number[] = [];
  let last = await server.usage("time");
  for (let round = 0; round < 60; round++) {
    const usage = await server.usage("time");
    costs.push(usage.cpuMs - last.cpuMs);
    last = usage;
  }
  return median(costs) ?? 0;
}

/** A document of so many lines of code, with the cursor on an empty line in its middle. */
function documentOf(lines: number): Trace {
  const line = (at: number): string =>
    `export function step${at}(a: number): number { return a * ${at} + offset(${at}); }\n`;
  const half = Math.floor(lines / 2);
  const before = Array.from({ length: half }, (_, at) => line(at)).join("");
  const after = Array.from({ length: lines - half }, (_, at) => line(half + at)).join("");
  return {
    id: `lines-${lines}`,
    path: `lines${lines}.ts`,
    languageId: "typescript",
    text: `${before}\n${after}`,
    cursor: before.length,
    steps: [],
    lastRestMs: 0,
  };
}

/** The programs and views as they are bundled now. */
async function bundleSizes(): Promise<Record<string, number>> {
  const folder = path.join(repository, "dist");
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(?:js|css)$/.test(name)).sort();
  const sizesOf = names.map(async (name) => [name, (await stat(path.join(folder, name))).size] as const);
  return Object.fromEntries(await Promise.all(sizesOf));
}
