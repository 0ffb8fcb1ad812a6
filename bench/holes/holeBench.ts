import { appendFile, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { samplesFolder } from "../benchFolders.ts";
import { seededRandom } from "../seededRandom.ts";
import { contextOf } from "./contextOf.ts";
import { fillHole, type HoleModel, type HoleSample } from "./fillHole.ts";
import { layouts } from "./layouts.ts";
import { filesOf, findSources, pickFile } from "./publicCode.ts";
import { type Hole, holeKinds, punchHole } from "./punchHoles.ts";

/** The layout in use, once more with what other files say. */
const withSnippets = "suffix in the turn, prefilled, with snippets";

/** What to run. */
export interface HoleBenchOptions {
  /** Names the file of samples. */
  readonly modelName: string;
  readonly hasFim: boolean;
  readonly holes: number;
  /** Only layouts whose name contains one of these; all where there is none. */
  readonly only: readonly string[];
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** Holes in the order in which they are tried: languages and kinds by turns, the same in every run on the same files. */
export async function holesInOrder(count: number, report: (line: string) => void): Promise<readonly Hole[]> {
  const { found, missing } = await findSources();
  for (const name of missing) report(`holes: no ${name} code on this machine, left out`);
  const random = seededRandom(20_26);
  const files = await Promise.all(found.map(filesOf));
  const holes: Hole[] = [];
  for (let round = 0; holes.length < count && round < count * 4; round++) {
    const at = round % found.length;
    const source = found[at];
    const kind = holeKinds[Math.floor(round / found.length) % holeKinds.length];
    if (source === undefined || kind === undefined) continue;
    const file = await pickFile(source, files[at] ?? [], random);
    const hole = file && punchHole(file, kind, random);
    if (hole !== undefined) holes.push(hole);
  }
  return holes;
}

/** Fills holes, or takes what an earlier run has filled; may be interrupted at any time. */
export async function holeBench(model: HoleModel, options: HoleBenchOptions): Promise<readonly HoleSample[]> {
  await mkdir(samplesFolder, { recursive: true });
  const file = path.join(samplesFolder, `holes-${options.modelName}.jsonl`);
  const known = await readSamples(file);
  const wanted: HoleSample[] = [];
  const names = layouts.filter(({ name }) => options.hasFim || name !== "native FIM tokens");
  for (const [index, hole] of (await holesInOrder(options.holes, options.report)).entries()) {
    const plain = names.map((layout) => ({ layout, name: layout.name, snippets: [] }));
    const [best] = names;
    const snippets = await contextOf(hole);
    const tasks = best === undefined ? plain : [...plain, { layout: best, name: withSnippets, snippets }];
    for (const task of tasks) {
      if (options.only.length > 0 && !options.only.some((part) => task.name.includes(part))) continue;
      if (options.signal.aborted) return wanted;
      const key = keyOf(hole.id, task.name);
      let sample = known.get(key);
      if (sample === undefined) {
        const filled = await fillHole(hole, task.layout, task.snippets, model, options.signal);
        sample = { ...filled, layout: task.name };
        await appendFile(file, `${JSON.stringify(sample)}\n`);
      }
      wanted.push(sample);
    }
    options.report(`holes, ${options.modelName}: ${index + 1}/${options.holes} ${hole.id}`);
  }
  return wanted;
}

function keyOf(hole: string, layout: string): string {
  return `${hole}\n${layout}`;
}

async function readSamples(file: string): Promise<Map<string, HoleSample>> {
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n").filter((line) => line.endsWith("}"));
  const samples = lines.map((line) => JSON.parse(line) as HoleSample);
  return new Map(samples.map((one) => [keyOf(one.hole, one.layout), one]));
}
