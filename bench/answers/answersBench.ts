import { noSurroundings } from "../../src/core/answers/surroundings.ts";
import type { Source, Task } from "../../src/core/answers/source.ts";
import { answerWith, ask, type Conversation, emptyConversation } from "../../src/core/conversation/conversation.ts";
import type { AnswerFigures } from "../../src/ollama/answerEvents.ts";
import { type ChatMessage, DaemonClient } from "../../src/ollama/daemonClient.ts";
import type { ReadyModel } from "../../src/ollama/foregroundAnswers.ts";
import { AnswerWriter } from "../../src/providers/answer/answerWriter.ts";
import { type Answers, ChatModel } from "../../src/providers/chat/chatModel.ts";
import type { BenchDaemon } from "../benchDaemon.ts";
import { scriptedCases } from "../commit/benchCase.ts";
import { writersFor } from "../commit/writers.ts";
import { filesOf, findSources, pickFile } from "../holes/publicCode.ts";
import { readToEnd } from "../readToEnd.ts";
import { seededRandom } from "../seededRandom.ts";
import { Meter } from "../typing/meter.ts";
import { answerTokens, bareChat } from "./bareChat.ts";

/** One answer: ours, and the daemon alone with the same prompt. */
export interface AnswerFiguresBeside {
  readonly name: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly evaluationMs: number;
  readonly firstTokenMs: number;
  readonly bareEvaluationMs: number;
  readonly bareFirstTokenMs: number;
}

/** What is asked, and for how long. */
export interface AnswersOptions {
  readonly turns: number;
  /** Files of the summary that is written part by part. */
  readonly filesInParts: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const questions = [
  "What does this code do? Answer in one sentence.",
  "Which of its functions would you test first?",
  "What could go wrong with an empty input?",
  "How would you name it better?",
  "Is there anything in it that is slow?",
  "Write one line of documentation for it.",
];

/** Times answers as the product puts them together, beside the bare daemon: chat turn by turn, an explanation, a summary at once and in parts, a commit message. */
export async function answersBench(
  daemon: BenchDaemon,
  options: AnswersOptions,
): Promise<readonly AnswerFiguresBeside[]> {
  const { signal, report } = options;
  const results: AnswerFiguresBeside[] = [];
  const note = (one: AnswerFiguresBeside): void => {
    results.push(one);
    report(
      `answers, ${one.name}: ${one.promptTokens - one.cachedTokens} of ${one.promptTokens} tokens evaluated, first word after ${Math.round(one.firstTokenMs)} ms, bare daemon ${Math.round(one.bareFirstTokenMs)} ms`,
    );
  };
  const code = await someCode(2_600);
  await chatTurns(daemon, code, options, note);
  for (const task of ["explain", "summarize"] as const) {
    if (signal.aborted) return results;
    const [answer] = await answersTo(daemon, task, [code], signal);
    if (answer !== undefined) note({ ...answer, name: task });
  }
  if (options.signal.aborted) return results;
  // More than fits at once: each part is read by itself, and the answer is made of the notes.
  const long = await Promise.all(Array.from({ length: options.filesInParts }, (_, at) => someCode(9_000, 78 + at)));
  const parts = await answersTo(daemon, "summarize", long, signal);
  for (const [index, part] of parts.entries()) {
    const name = index === parts.length - 1 ? "summarize, from the notes" : `summarize, part ${index + 1}`;
    note({ ...part, name });
  }
  if (!signal.aborted) note(await commitMessage(daemon, signal));
  return results;
}

/** Some lines of public code, always the same. */
async function someCode(characters: number, seed = 77): Promise<string> {
  const { found } = await findSources();
  const [source] = found;
  const file = source && (await pickFile(source, await filesOf(source), seededRandom(seed)));
  return (file?.text ?? "const nothing = 0;\n").slice(0, characters);
}

/** A question and when its answer began and ended, ms. */
interface SeenAnswer {
  readonly messages: readonly ChatMessage[];
  readonly firstMs: number;
  readonly endedMs: number;
  readonly figures: AnswerFigures;
}

/** The product's way to a daemon, with an answer that ends soon; remembers what was asked and what it took. */
function answersOf({ client, runtime }: BenchDaemon): Answers & {
  readonly seen: SeenAnswer[];
} {
  const seen: SeenAnswer[] = [];
  const description = { capabilities: ["completion"] } as unknown as ReadyModel["description"];
  return {
    seen,
    ready: () => Promise.resolve({ client, runtime, description }),
    async *answer({ messages }, signal) {
      let firstMs: number | undefined;
      for await (const event of client.chat(runtime, messages, { numPredict: answerTokens, temperature: 0 }, signal)) {
        if (event.kind === "text") firstMs ??= performance.now();
        else {
          const endedMs = performance.now();
          seen.push({ messages, firstMs: firstMs ?? endedMs, endedMs, figures: event.figures });
        }
        yield event;
      }
    },
  };
}

/** The same conversation with other first words: neither finds what the other has left in the daemon's memory. */
function elsewhere(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.map((one, index) => (index === 0 ? { ...one, content: `Elsewhere.\n${one.content}` } : one));
}

async function chatTurns(
  daemon: BenchDaemon,
  code: string,
  { turns, signal }: AnswersOptions,
  note: (one: AnswerFiguresBeside) => void,
): Promise<void> {
  const answers = answersOf(daemon);
  const model = new ChatModel(answers, () => "");
  const ready = await model.ready(signal);
  let conversation: Conversation = emptyConversation("bench", 0);
  const bare: ChatMessage[] = [];
  for (const [index, text] of questions.slice(0, turns).entries()) {
    if (signal.aborted) return;
    const attachment = {
      id: "code",
      kind: "file",
      name: "code.ts",
      languageId: "typescript",
      text: code,
      isCut: false,
    } as const;
    const id = `turn-${index}`;
    conversation = ask(
      conversation,
      { id, question: { text, attachments: index === 0 ? [attachment] : [] }, model: daemon.runtime.model },
      index,
    );
    const began = performance.now();
    const assembly = model.assemble(conversation, ready, false);
    if (assembly.kind !== "fits") return;
    let answered = "";
    for await (const event of model.answer(assembly.turns, ready, signal))
      if (event.kind === "text") answered += event.text;
    const end = { kind: "complete" } as const;
    conversation = answerWith(conversation, id, { text: answered, end, model: daemon.runtime.model }, index);

    // The bare daemon has the same questions, and its own answers in between.
    const last = assembly.turns.at(-1);
    if (last !== undefined) bare.push({ role: "user", content: last.content });
    const alone = await bareChat(daemon.url, daemon.runtime.model, elsewhere(bare), signal);
    bare.push({ role: "assistant", content: alone.text });
    const own = answers.seen.at(-1);
    if (own === undefined) return;
    note({ name: `chat, turn ${index + 1}`, ...beside(own.figures, own.firstMs - began, alone) });
  }
}

function beside(
  { promptTokens, cachedTokens = 0, promptEvaluationMs }: AnswerFigures,
  firstTokenMs: number,
  bare: { readonly evaluationMs: number; readonly firstTokenMs: number },
): Omit<AnswerFiguresBeside, "name"> {
  return {
    promptTokens,
    cachedTokens,
    evaluationMs: promptEvaluationMs,
    firstTokenMs,
    bareEvaluationMs: bare.evaluationMs,
    bareFirstTokenMs: bare.firstTokenMs,
  };
}

/** What each question for an answer took, in their order: one, or one for each part and one for the answer from the notes. */
async function answersTo(
  daemon: BenchDaemon,
  task: Task,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly Omit<AnswerFiguresBeside, "name">[]> {
  const answers = answersOf(daemon);
  const writer = new AnswerWriter(
    new ChatModel(answers, () => ""),
    () => "",
    () => Promise.resolve(),
    () => performance.now(),
  );
  const source: Source = {
    origin: { kind: "files", uris: texts.map((_, at) => `file:///workspace/code${at}.ts`), hasFolder: false },
    label: "code",
    pieces: texts.map((text, at) => ({
      name: `code${at}.ts`,
      languageId: "typescript",
      text,
      firstLine: 1,
      symbolLines: [],
    })),
    leftOut: [],
    problem: "",
  };
  const surroundings = { soFar: noSurroundings, whole: Promise.resolve() };
  let began = performance.now();
  const results: Omit<AnswerFiguresBeside, "name">[] = [];
  await readToEnd(writer.write({ task, source, surroundings }, () => Promise.resolve("all"), signal));
  for (const own of answers.seen) {
    const alone = await bareChat(daemon.url, daemon.runtime.model, elsewhere(own.messages), signal);
    results.push(beside(own.figures, own.firstMs - began, alone));
    began = own.endedMs;
  }
  return results;
}

/** A message is shown when its first line is whole: what is compared is the first word that reaches us. */
async function commitMessage(daemon: BenchDaemon, signal: AbortSignal): Promise<AnswerFiguresBeside> {
  const [one] = scriptedCases(1);
  if (one === undefined) throw new Error("no case");
  const { root, remove } = await one.prepare();
  const meter = await Meter.before(daemon.url);
  try {
    const [facet] = writersFor(new DaemonClient(meter.url), daemon.runtime);
    const began = performance.now();
    await facet?.write(root, one.team);
    const [first] = meter.generations;
    if (first === undefined) throw new Error("the commit message asked nothing");
    const messages = JSON.parse(first.prompt) as ChatMessage[];
    const firstTokenMs = (first.pieces[0]?.atMs ?? performance.now()) - began;
    const alone = await bareChat(daemon.url, daemon.runtime.model, elsewhere(messages), signal);
    return {
      name: "commit message",
      promptTokens: first.promptTokens ?? alone.promptTokens,
      cachedTokens: first.cachedTokens ?? 0,
      evaluationMs: first.promptEvaluationMs ?? (first.pieces[0]?.atMs ?? first.sentMs) - first.sentMs,
      firstTokenMs,
      bareEvaluationMs: alone.evaluationMs,
      bareFirstTokenMs: alone.firstTokenMs,
    };
  } finally {
    await meter.stop();
    await remove();
  }
}
