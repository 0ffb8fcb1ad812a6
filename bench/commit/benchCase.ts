import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { git } from "../../scripts/parts/git.ts";
import { type FileSet, scriptedChange } from "./scriptedChanges.ts";
import { type TeamStyle, teamStyles } from "./teamStyles.ts";

/** One change that a message is to be written for. */
export interface BenchCase {
  /** Names it in the results, the same in each run. */
  readonly id: string;
  readonly team: TeamStyle;
  readonly change: string;
  /** What a true first line has in it; undefined where only a person can say. */
  readonly told: RegExp | undefined;
  /** Lays the change out as staged in a repository with the team's past, and returns that. */
  readonly prepare: () => Promise<BenchRepository>;
}

/** A repository with a staged change. */
export interface BenchRepository {
  readonly root: string;
  readonly remove: () => Promise<void>;
}

/** Changed lines of a commit of the past, at most: messages are judged here, not the reading of large changes. */
const mostLines = 60;

/** Messages before a commit that its style is judged by. */
const pastMessages = 40;

/** Changes that a script makes, in the styles of all teams by turns. */
export function scriptedCases(count: number): BenchCase[] {
  return Array.from({ length: count }, (_, index) => {
    const team = teamStyles[index % teamStyles.length];
    if (team === undefined) throw new Error("no team");
    // A step that shares no divisor with the kinds of change brings each team every kind.
    const change = scriptedChange(index + Math.floor(index / teamStyles.length));
    const id = `scripted ${index}`;
    const prepare = (): Promise<BenchRepository> => repositoryFor(team, change.before, change.after);
    return { id, team, change: change.name, told: change.told, prepare };
  });
}

/** The last short commits of a repository's own past, each as it was before it was committed. */
export async function pastCases(repository: string, count: number): Promise<BenchCase[]> {
  const log = await git(repository, "log", "--no-merges", "--format=%H%x00%B%x00", "-z");
  const fields = log.split("\0\0").flatMap((entry) => {
    const [hash = "", message = ""] = entry.replace(/^\0+/, "").split("\0");
    return hash === "" ? [] : [{ hash: hash.trim(), message: message.trim() }];
  });
  const cases: BenchCase[] = [];
  for (const [index, { hash }] of fields.entries()) {
    if (cases.length >= count) break;
    const messages = fields.slice(index + 1, index + 1 + pastMessages).map(({ message }) => message);
    if (messages.length < 10 || !(await isShort(repository, hash))) continue;
    cases.push({
      id: `past ${hash.slice(0, 12)}`,
      team: { name: "this project", branch: "main", messages },
      change: hash.slice(0, 8),
      told: undefined,
      prepare: () => asItWasBefore(repository, hash),
    });
  }
  return cases;
}

async function isShort(repository: string, hash: string): Promise<boolean> {
  const numbers = await git(repository, "show", "--numstat", "--format=", hash);
  const lines = [...numbers.matchAll(/^(\d+)\t(\d+)\t/gm)].map((match) => Number(match[1]) + Number(match[2]));
  const total = lines.reduce((sum, one) => sum + one, 0);
  return total > 0 && total <= mostLines;
}

async function asItWasBefore(repository: string, hash: string): Promise<BenchRepository> {
  const root = await emptyFolder();
  await git(repository, "clone", "--quiet", "--shared", "--no-checkout", repository, root);
  await git(root, "checkout", "--quiet", "--force", "-B", "main", `${hash}^`);
  await git(root, "read-tree", "-u", "-m", "HEAD", hash);
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** A repository with the team's past and one staged change. */
async function repositoryFor(team: TeamStyle, before: FileSet, after: FileSet): Promise<BenchRepository> {
  const root = await emptyFolder();
  await git(root, "init", "--quiet", "--initial-branch=main");
  await writeFiles(root, before);
  await git(root, "add", "--all");
  for (const message of [...team.messages].reverse())
    await git(root, "commit", "--quiet", "--allow-empty", "-m", message);
  if (team.branch !== "main") await git(root, "checkout", "--quiet", "-b", team.branch);
  await writeFiles(root, after);
  await git(root, "add", "--all");
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

function emptyFolder(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), "facet-bench-commit-"));
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
