import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { CommitError } from "../src/core/commit/commitFailure.ts";
import { learnStyle } from "../src/core/commit/commitStyle.ts";
import { DaemonClient } from "../src/ollama/daemonClient.ts";
import { GitRepository } from "../src/host/gitRepository.ts";
import { CommitWriter } from "../src/providers/commitWriter.ts";
import { runProcess } from "../src/shared/process/runProcess.ts";
import { daemonProgram } from "../scripts/parts/daemon.ts";
import { startOwnDaemon } from "../scripts/parts/ownDaemon.ts";
import { createBenchModel, instructModelFile, benchModel } from "./commit/instructModel.ts";
import { judge, type Judgement } from "./commit/judge.ts";
import { scriptedChange, type FileSet } from "./commit/scriptedChanges.ts";
import { teamStyles, type TeamStyle } from "./commit/teamStyles.ts";

/** One message and what it took. */
interface Sample extends Judgement {
  readonly system: string;
  readonly team: string;
  readonly change: string;
  readonly message: string;
  /** From the question to the first thing that a person sees, ms. */
  readonly firstWordMs: number;
  readonly totalMs: number;
}

const { values } = parseArgs({
  options: {
    /** Commits to write messages for; 240 is the whole bench. */
    count: { type: "string", default: "240" },
    /** A file for the single messages, JSON. */
    out: { type: "string" },
  },
});
const count = Number(values.count);
const never = new AbortController().signal;

async function git(root: string, ...args: string[]): Promise<void> {
  const settings = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
  const outcome = await runProcess({ command: "git", args: [...settings, ...args], cwd: root }, never);
  if (outcome.exitCode !== 0) throw new Error(outcome.stderr);
}

async function writeFiles(root: string, files: FileSet): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    if (text === undefined) await rm(file, { force: true });
    else {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
}

/** A repository with the team's past and one staged change. */
async function repositoryFor(team: TeamStyle, before: FileSet, after: FileSet): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), "facet-bench-commit-"));
  await git(root, "init", "--quiet", "--initial-branch=main");
  await writeFiles(root, before);
  await git(root, "add", "--all");
  for (const message of [...team.messages].reverse())
    await git(root, "commit", "--quiet", "--allow-empty", "-m", message);
  if (team.branch !== "main") await git(root, "checkout", "--quiet", "-b", team.branch);
  await writeFiles(root, after);
  await git(root, "add", "--all");
  return root;
}

/** What most extensions do: one instruction, the whole diff, and the answer as it comes. */
function usualPrompt(diff: string): string {
  return `Write a concise git commit message for the following diff. Follow the Conventional Commits format. Only answer with the commit message.\n\n${diff}`;
}

const program = await daemonProgram();
const models = await mkdtemp(path.join(os.tmpdir(), "facet-bench-models-"));
const daemon = await startOwnDaemon({ program, models });
try {
  await createBenchModel(daemon.url, await instructModelFile());
  const client = new DaemonClient(daemon.url);
  const speeds = { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 };
  const runtime = { model: benchModel, numCtx: 8192, keepAlive: "30m", speeds };
  await client.load(runtime, never);
  const writer = new CommitWriter({
    ready: () => Promise.resolve({ runtime }),
    answer: (question, signal) => client.chat(runtime, question.messages, question.sampling, signal),
  });
  const samples: Sample[] = [];
  for (let index = 0; index < count; index++) {
    const team = teamStyles[index % teamStyles.length];
    if (team === undefined) break;
    // A step that shares no divisor with the kinds of change brings each team every kind.
    const change = scriptedChange(index + Math.floor(index / teamStyles.length));
    const root = await repositoryFor(team, change.before, change.after);
    try {
      const repository = new GitRepository("git", root);
      const [read, context, past] = await Promise.all([
        repository.changesToCommit(never),
        repository.context(never),
        repository.past(never),
      ]);
      const patches = read.changes.map(({ patch }) => patch).join("\n");
      const known = { team: team.name, change: change.name };
      const began = performance.now();
      let firstWordMs = 0;
      let message = "";
      try {
        for await (const event of writer.write(
          {
            read,
            context,
            style: learnStyle(past),
            oldSubjects: past.map((one) => one.message.split("\n", 1)[0] ?? ""),
            draft: "",
            instructions: "",
            earlierDrafts: [],
            wish: { kind: "any" },
          },
          never,
        )) {
          if (event.kind !== "message" && event.kind !== "end") continue;
          if (firstWordMs === 0) firstWordMs = performance.now() - began;
          message = event.message;
        }
      } catch (error) {
        // A message that was not written counts as none, in every column.
        if (!(error instanceof CommitError)) throw error;
      }
      const totalMs = performance.now() - began;
      samples.push({ system: "Facet", ...known, message, firstWordMs, totalMs, ...judge(message, team, patches) });

      const beganUsual = performance.now();
      let usual = "";
      const question = [{ role: "user" as const, content: usualPrompt(patches) }];
      for await (const event of client.chat(runtime, question, { numPredict: 400, temperature: 0.2, seed: 1 }, never)) {
        if (event.kind === "text") usual += event.text;
      }
      const usualMs = performance.now() - beganUsual;
      // Peers write the answer into the box when it has ended.
      const figures = { firstWordMs: usualMs, totalMs: usualMs };
      samples.push({
        system: "whole diff, one instruction",
        ...known,
        message: usual,
        ...figures,
        ...judge(usual, team, patches),
      });
      console.log(
        `${index + 1}/${count} ${team.name}: ${change.name}\n    ${message.split("\n", 1)[0] ?? ""}\n    ${usual.split("\n", 1)[0] ?? ""}`,
      );
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }
  if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(samples, undefined, 2)}\n`);
  console.log(tableOf(samples));
} finally {
  await daemon.stop();
  await rm(models, { recursive: true, force: true });
}

function tableOf(samples: readonly Sample[]): string {
  const columns: readonly (readonly [string, (sample: Sample) => boolean])[] = [
    ["clean", (one) => one.isClean],
    ["≤ 72", (one) => one.isWithin72],
    ["≤ 50", (one) => one.isWithin50],
    ["form", (one) => one.hasForm],
    ["tone", (one) => one.hasTone],
    ["language", (one) => one.hasLanguage],
    ["body habit", (one) => one.hasBodyHabit],
    ["no copy", (one) => !one.isCopy],
  ];
  const rows = [...new Set(samples.map(({ system }) => system))].map((system) => {
    const own = samples.filter((one) => one.system === system);
    const percents = columns.map(([, holds]) => `${Math.round((100 * own.filter(holds).length) / own.length)}`);
    return `| ${[system, own.length, ...percents, median(own, "firstWordMs"), median(own, "totalMs")].join(" | ")} |`;
  });
  const head = ["", "commits", ...columns.map(([name]) => `${name} %`), "first words, s", "whole, s"];
  return [
    `| ${head.join(" | ")} |`,
    `|${head.map((_, index) => (index === 0 ? "---" : "--:")).join("|")}|`,
    ...rows,
  ].join("\n");
}

function median(samples: readonly Sample[], key: "firstWordMs" | "totalMs"): string {
  const sorted = samples.map((one) => one[key]).sort((one, other) => one - other);
  return ((sorted[Math.floor(sorted.length / 2)] ?? 0) / 1000).toFixed(1);
}
