import { CommitError } from "../../src/core/commit/commitFailure.ts";
import { learnStyle } from "../../src/core/commit/commitStyle.ts";
import type { Runtime } from "../../src/core/provisioning/state.ts";
import { GitRepository } from "../../src/host/gitRepository.ts";
import { estimateTokens } from "../../src/core/tokens.ts";
import type { AnswerEvent } from "../../src/ollama/answerEvents.ts";
import type { DaemonClient, LoadOptions } from "../../src/ollama/daemonClient.ts";
import type { Question } from "../../src/ollama/foregroundAnswers.ts";
import { DaemonError } from "../../src/ollama/readFailure.ts";
import { CommitWriter } from "../../src/providers/commitWriter.ts";
import { git } from "../../scripts/parts/git.ts";
import type { TeamStyle } from "./teamStyles.ts";

/** A message and what it took. */
export interface Written {
  /** Empty where none came. */
  readonly message: string;
  /** From the question to the first thing that a person sees, ms. */
  readonly firstWordMs: number;
  readonly totalMs: number;
  /** Tokens of all questions together, by estimate; an answer that is cut off leaves no count of the daemon's. */
  readonly promptTokens: number;
  readonly questions: number;
}

/** One way of asking for a commit message. */
export interface Writer {
  readonly name: string;
  /** Only every so many changes, where it is slow. */
  readonly every: number;
  readonly write: (root: string, team: TeamStyle) => Promise<Written>;
}

/** What of a daemon's client is needed here. */
export type AsksChat = Pick<DaemonClient, "chat">;

/** The model and how fast it is, as far as a writer asks. */
export type BenchRuntime = LoadOptions & Pick<Runtime, "speeds">;

const never = new AbortController().signal;

const usual = { numPredict: 400, temperature: 0.2, seed: 1 };

/** Ours, and how others ask: the words are our own, what is said and in which order is theirs. */
export function writersFor(client: AsksChat, runtime: BenchRuntime): Writer[] {
  return [
    { name: "Facet", every: 1, write: (root) => facet(client, runtime, root) },
    {
      name: "whole diff, one instruction",
      every: 1,
      write: (root) =>
        measured(client, runtime, async (ask) => {
          const diff = await git(root, "diff", "--cached");
          return ask(
            `Write a concise git commit message for the following diff. Follow the Conventional Commits format. Only answer with the commit message.\n\n${diff}`,
          );
        }),
    },
    {
      name: "rules, last commits, original files, diff (as Copilot)",
      every: 7,
      write: (root, team) =>
        measured(client, runtime, async (ask) => {
          const fenced = /```text\s*\n([^]*?)```/.exec(await ask(await longQuestion(root, team)));
          return fenced?.[1] ?? "";
        }),
    },
    {
      name: "summary of the diff, then a message (as Commitollama)",
      every: 7,
      write: (root) =>
        measured(client, runtime, async (ask) => {
          const diff = await git(root, "diff", "--cached");
          const summary = await ask(
            `You are an experienced developer. Summarize the following git diff in a few short sentences. Say what was changed and why, name no line numbers.\n\n${diff}`,
          );
          return ask(
            `You are an experienced developer who writes commit messages. Write one commit message for the changes that are summarized below: a type (feat, fix, docs, style, refactor, test, chore), a colon and a short description in the imperative, in one line. Answer with it alone.\n\n${summary}`,
          );
        }),
    },
  ];
}

async function longQuestion(root: string, team: TeamStyle): Promise<string> {
  const files = (await git(root, "diff", "--cached", "--name-only", "--diff-filter=d")).trim().split("\n");
  const parts: string[] = [];
  for (const file of files) {
    const original = await git(root, "show", `HEAD:${file}`).catch(() => "");
    const numbered = original.split("\n").map((line, index) => `${index + 1}: ${line}`);
    const diff = await git(root, "diff", "--cached", "--", file);
    parts.push(`# ORIGINAL CODE of ${file}\n${numbered.slice(0, 400).join("\n")}\n\n# CHANGES of ${file}\n${diff}`);
  }
  const past = team.messages.slice(0, 5).map((message) => `- ${message.split("\n", 1)[0] ?? ""}`);
  return [
    "You are an expert who writes git commit messages. Think step by step: analyze the changes, relate them to the original code, find their purpose, follow the conventions of the recent commits (form and style, not their references), be brief, do not talk about yourself. Answer with one ```text code block.",
    `Repository: project\nBranch: ${team.branch}`,
    `# RECENT COMMITS, for reference only, do not copy them\n${past.join("\n")}`,
    ...parts,
    "Do not copy the recent commits. Answer with a single markdown code block and nothing else:\n```text\ncommit message\n```",
  ].join("\n\n");
}

type Ask = (prompt: string) => Promise<string>;

/** Others show nothing before the whole answer is there. */
async function measured(
  client: AsksChat,
  runtime: BenchRuntime,
  write: (ask: Ask) => Promise<string>,
): Promise<Written> {
  const meter = new Meter(client, runtime);
  const began = performance.now();
  const message = await write(async (prompt) => {
    let text = "";
    const question: Question = { messages: [{ role: "user", content: prompt }], sampling: usual };
    for await (const event of meter.answer(question, never)) if (event.kind === "text") text += event.text;
    return text;
  }).catch((error: unknown) => {
    // A whole diff does not always fit: that is a message that was not written.
    if (error instanceof DaemonError && error.failure.kind === "contextExceeded") return "";
    throw error;
  });
  const totalMs = performance.now() - began;
  return { message, firstWordMs: totalMs, totalMs, ...meter.counts };
}

async function facet(client: AsksChat, runtime: BenchRuntime, root: string): Promise<Written> {
  const repository = new GitRepository("git", root);
  const [read, context, past] = await Promise.all([
    repository.changesToCommit(never),
    repository.context(never),
    repository.past(never),
  ]);
  const meter = new Meter(client, runtime);
  const writer = new CommitWriter({
    ready: () => Promise.resolve({ runtime }),
    answer: (question, signal) => meter.answer(question, signal),
  });
  const material = {
    read,
    context,
    style: learnStyle(past),
    oldSubjects: past.map((one) => one.message.split("\n", 1)[0] ?? ""),
    draft: "",
    instructions: "",
    earlierDrafts: [],
    wish: { kind: "any" as const },
  };
  const began = performance.now();
  let firstWordMs = 0;
  let message = "";
  try {
    for await (const event of writer.write(material, never)) {
      if (event.kind !== "message" && event.kind !== "end") continue;
      if (firstWordMs === 0) firstWordMs = performance.now() - began;
      message = event.message;
    }
  } catch (error) {
    // A message that was not written counts as none, in every column.
    if (!(error instanceof CommitError)) throw error;
  }
  const totalMs = performance.now() - began;
  return { message, firstWordMs: firstWordMs || totalMs, totalMs, ...meter.counts };
}

/** Counts what questions cost. */
class Meter {
  readonly #client: AsksChat;
  readonly #runtime: BenchRuntime;
  #promptTokens = 0;
  #questions = 0;

  constructor(client: AsksChat, runtime: BenchRuntime) {
    this.#client = client;
    this.#runtime = runtime;
  }

  get counts(): Pick<Written, "promptTokens" | "questions"> {
    return { promptTokens: this.#promptTokens, questions: this.#questions };
  }

  async *answer({ messages, sampling }: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined> {
    this.#questions++;
    // What was asked before is in the daemon's cache.
    this.#promptTokens += estimateTokens(messages.at(-1)?.content ?? "");
    yield* this.#client.chat(this.#runtime, messages, sampling, signal);
  }
}
