import { CommitError } from "../core/commit/commitFailure.ts";
import {
  conformMessage,
  conformSubject,
  isSubjectTooLong,
  type MessageFrame,
  typesOf,
} from "../core/commit/conformMessage.ts";
import type { CommitStyle } from "../core/commit/commitStyle.ts";
import { copiedFrom } from "../core/commit/copyCheck.ts";
import { answerTokens, noteTokens, planDraft } from "../core/commit/draftPlan.ts";
import { type DraftWish, keepsWhatWasSaid } from "../core/commit/draftWish.ts";
import { exampleEcho } from "../core/commit/exampleEcho.ts";
import type { ReadChange } from "../core/commit/fileChange.ts";
import { issueKeyIn } from "../core/commit/issueKey.ts";
import { isEnglishInsteadOf } from "../core/commit/languageOfText.ts";
import { lineOf } from "../core/commit/listChanges.ts";
import { dealIntoParts, packChanges } from "../core/commit/packChanges.ts";
import { readAnswer, type DraftAnswer } from "../core/commit/readAnswer.ts";
import { readSubject } from "../core/commit/subject.ts";
import { subjectFromNames } from "../core/commit/subjectFromNames.ts";
import { tidyPatch } from "../core/commit/tidyPatch.ts";
import { wholeChangeOf } from "../core/commit/wholeChange.ts";
import {
  changeNotesPrompt,
  commitConversation,
  mostExamples,
  objectionPrompt,
  wordsOfQuestion,
  type CommitQuestion,
  type Objection,
} from "../core/prompts/commitMessage.ts";
import type { Speeds } from "../core/provisioning/state.ts";
import { TokenMeter } from "../core/tokens.ts";
import type { RepositoryChanges, RepositoryContext } from "../host/gitRepository.ts";
import type { AnswerEvent } from "../ollama/answerEvents.ts";
import type { ChatMessage } from "../ollama/daemonClient.ts";
import type { Question } from "../ollama/foregroundAnswers.ts";

/** What of `ForegroundAnswers` is needed here. */
export interface CommitAnswers {
  ready(signal: AbortSignal): Promise<{ readonly runtime: { readonly numCtx: number; readonly speeds: Speeds } }>;
  answer(question: Question, signal: AbortSignal): AsyncIterable<AnswerEvent>;
}

/** Everything that a message is written from. */
export interface CommitMaterial {
  readonly read: RepositoryChanges;
  readonly context: RepositoryContext;
  readonly style: CommitStyle;
  /** First lines of the past, none of which may come again. */
  readonly oldSubjects: readonly string[];
  /** The user's own words in the box, or the message that is to be rewritten. */
  readonly draft: string;
  readonly instructions: string;
  readonly earlierDrafts: readonly string[];
  readonly wish: DraftWish;
}

/** How a message comes into being. */
export type DraftEvent =
  /** The change is being read in one go; the wait is undefined where no speed was measured. */
  | { readonly kind: "reading"; readonly expectedWaitMs: number | undefined }
  /** One part of a large change is being noted. */
  | {
      readonly kind: "noting";
      readonly part: number;
      readonly parts: number;
      readonly expectedWaitMs: number | undefined;
    }
  /** The whole message so far, in whole lines. */
  | { readonly kind: "message"; readonly message: string }
  /** The last one; `isFromNames` where the model twice wrote nothing of its own. */
  | { readonly kind: "end"; readonly message: string; readonly isFromNames: boolean };

/** Instructions about form win over what was learnt. */
const speaksOfForm =
  /conventional|prefix|\btypes?\b|gitmoji|emoji|format|scope|capital|lower-?case|upper-?case|tense|imperative|issue|ticket|jira|angular|semantic/i;

/** Instructions about the language win too, in whichever they are written. */
const speaksOfLanguage =
  /language|english|german|french|spanish|portuguese|italian|dutch|polish|russian|japanese|chinese|korean|sprache|deutsch|englisch|langue|français|anglais|idioma|español|inglés|português|italiano|日本語|英語|中文|英文|русск|английск/i;

/** What of a change goes into a question. */
type Details = Pick<CommitQuestion, "list" | "details" | "areNotes">;

/** Writes commit messages: packs the changes, asks, listens to the answer, objects once, and keeps the form. */
export class CommitWriter {
  readonly #answers: CommitAnswers;
  readonly #meter: TokenMeter;
  #last: { readonly key: string; readonly details: Details } | undefined;

  constructor(answers: CommitAnswers, meter: TokenMeter = new TokenMeter()) {
    this.#answers = answers;
    this.#meter = meter;
  }

  /** Throws `CommitError` or `DaemonError`, or the signal's reason. */
  async *write(material: CommitMaterial, signal: AbortSignal): AsyncGenerator<DraftEvent, void, undefined> {
    if (material.context.mergeMessage !== "" && material.read.source !== "lastCommit") {
      yield { kind: "end", message: material.context.mergeMessage, isFromNames: false };
      return;
    }
    const { runtime } = await this.#answers.ready(signal);
    const changes = material.read.changes.map((change) => ({ ...change, patch: tidyPatch(change.patch) }));
    const about = questionAbout(material);
    const known = this.#known(changes, about, runtime.numCtx);
    if (known !== undefined) yield { kind: "reading", expectedWaitMs: undefined };
    const details = known ?? (yield* this.#read(changes, about, runtime, signal));
    yield* this.#compose({ ...about, ...details }, material, signal);
  }

  /** What was packed of the same change before: asked again with the very same words, the daemon need not evaluate them anew. */
  #known(changes: readonly ReadChange[], about: CommitQuestion, numCtx: number): Details | undefined {
    const last = this.#last;
    if (about.earlierDrafts.length === 0 || last?.key !== keyOf(changes)) return undefined;
    const size = this.#sizeOf({ ...about, ...last.details }) + answerTokens;
    return size <= numCtx ? last.details : undefined;
  }

  /** Packs a change into what the context and the measured speed allow, by way of notes where it is too large. */
  async *#read(
    changes: readonly ReadChange[],
    about: CommitQuestion,
    runtime: { readonly numCtx: number; readonly speeds: Speeds },
    signal: AbortSignal,
  ): AsyncGenerator<DraftEvent, Details, undefined> {
    const tokensOf = (text: string): number => this.#meter.tokensOf(text);
    const size = changes.reduce((sum, change) => sum + tokensOf(change.patch) + 12, 0);
    const plan = planDraft(size, this.#sizeOf(about), runtime.numCtx, runtime.speeds);
    const { changeTokens, noteParts, expectedWaitMs } = plan;
    let packed = packChanges(changes, changeTokens, tokensOf);
    if (noteParts > 0) {
      const parts = dealIntoParts(changes, changeTokens, noteParts, tokensOf);
      const notes: string[] = [];
      for (const [index, part] of parts.entries()) {
        yield { kind: "noting", part: index + 1, parts: parts.length, expectedWaitMs };
        const { list, patches } = packChanges(part, changeTokens, tokensOf);
        notes.push(await this.#note(changeNotesPrompt(list, patches), signal));
      }
      const names = changes.map((change) => ({ ...change, patch: "" }));
      const listed = packChanges(names, changeTokens, tokensOf);
      packed = { ...listed, patches: fitLines(notes.join("\n"), changeTokens - tokensOf(listed.list), tokensOf) };
    } else {
      yield { kind: "reading", expectedWaitMs };
    }
    const details = { list: packed.list, details: packed.patches, areNotes: noteParts > 0 };
    this.#last = { key: keyOf(changes), details };
    return details;
  }

  #sizeOf(question: CommitQuestion): number {
    return commitConversation(question).reduce((sum, { content }) => sum + this.#meter.tokensOf(content) + 5, 0);
  }

  /** Asks, objects once where the first line will not do, and takes the second answer as it is or names the files. */
  async *#compose(
    question: CommitQuestion,
    material: CommitMaterial,
    signal: AbortSignal,
  ): AsyncGenerator<DraftEvent, void, undefined> {
    const { frame } = question;
    const messages: ChatMessage[] = commitConversation(question);
    for (let attempt = 0; ; attempt++) {
      let objection: Objection | undefined;
      let answer: DraftAnswer = readAnswer("", true);
      let shown = "";
      for await (const next of this.#listen(messages, question, attempt, signal)) {
        if (!answer.isSubjectWhole && next.isSubjectWhole) objection = objectionTo(next.subject, question, material);
        answer = next;
        if (objection !== undefined) break;
        const message = conformMessage(
          next.subject,
          wantsBody(question) ? next.body : "",
          frame,
          messages[0]?.content ?? "",
        );
        if (next.subject !== "" && message !== shown) {
          shown = message;
          yield { kind: "message", message };
        }
        if (next.isOver || (next.subject !== "" && !wantsBody(question))) break;
      }
      if (answer.subject === "") objection = { kind: "empty" };
      if (objection === undefined) {
        yield { kind: "end", message: shown, isFromNames: false };
        return;
      }
      if (attempt > 0) {
        yield this.#afterSecondObjection(objection, answer, question, material);
        return;
      }
      messages.push(
        // A turn must not be empty, nor the next one follow a turn of the same role.
        { role: "assistant", content: answer.subject === "" ? "…" : answer.subject },
        { role: "user", content: objectionPrompt(objection, frame) },
      );
    }
  }

  #afterSecondObjection(
    objection: Objection,
    answer: DraftAnswer,
    question: CommitQuestion,
    material: CommitMaterial,
  ): DraftEvent {
    if (objection.kind === "empty" && !hasWords(answer.subject)) throw new CommitError({ kind: "emptyAnswer" });
    const { frame } = question;
    // Too long twice is cut by the frame, another language is better than none, and some words may be the team's own;
    // a copy or a heading is worse than a plain list of names.
    return objection.kind === "tooLong" ||
      objection.kind === "language" ||
      (objection.kind === "echo" && !objection.isAll)
      ? { kind: "end", message: conformSubject(answer.subject, frame), isFromNames: false }
      : { kind: "end", message: conformSubject(subjectFromNames(material.read.changes), frame), isFromNames: true };
  }

  async *#listen(
    messages: readonly ChatMessage[],
    question: CommitQuestion,
    attempt: number,
    signal: AbortSignal,
  ): AsyncGenerator<DraftAnswer, void, undefined> {
    const again = (keepsWhatWasSaid(question.wish) ? 0 : question.earlierDrafts.length) + attempt;
    const estimated = messages.reduce((sum, { content }) => sum + this.#meter.estimateOf(content), 0);
    let text = "";
    const sampling = {
      // Asking again must give something else; the first answer should be the likeliest.
      temperature: Math.min(1.1, 0.2 + 0.3 * again),
      topP: 0.95,
      seed: 1 + again,
      numPredict: wantsBody(question) ? answerTokens : 90,
    };
    for await (const event of this.#answers.answer({ messages, sampling }, signal)) {
      if (event.kind === "text") {
        text += event.text;
        if (event.text.includes("\n")) yield readAnswer(text, false);
      } else {
        this.#meter.learn(estimated, event.figures.promptTokens);
      }
    }
    yield readAnswer(text, true);
  }

  async #note(prompt: string, signal: AbortSignal): Promise<string> {
    let text = "";
    const sampling = { temperature: 0.2, numPredict: noteTokens };
    for await (const event of this.#answers.answer(
      { messages: [{ role: "user", content: prompt }], sampling },
      signal,
    )) {
      if (event.kind === "text") text += event.text;
      else this.#meter.learn(this.#meter.estimateOf(prompt), event.figures.promptTokens);
    }
    return text
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.trim().startsWith("```"))
      .map((line) => line.slice(0, 240))
      .join("\n");
  }
}

/** Tells one change from another. */
function keyOf(changes: readonly ReadChange[]): string {
  return changes.map(({ path, patch }) => `${path}\0${patch}`).join("\0");
}

/** All of a question but the changes, which are packed to fit beside it. */
function questionAbout(material: CommitMaterial): CommitQuestion {
  const { context } = material;
  return {
    list: "",
    details: "",
    areNotes: false,
    source: material.read.source,
    frame: frameOf(material),
    branch: context.branch,
    draft: material.draft,
    instructions: material.instructions,
    template: context.template,
    squashed: context.squashed,
    earlierDrafts: material.earlierDrafts,
    wish: material.wish,
  };
}

function wantsBody({ wish, frame }: CommitQuestion): boolean {
  if (wish.kind === "withoutBody" || wish.kind === "continue" || wish.kind === "shorter") return false;
  return wish.kind === "withBody" || wish.kind === "words" || frame.style.body !== "never" || frame.isFormFree;
}

function frameOf({ style, context, read, wish, instructions }: CommitMaterial): MessageFrame {
  return {
    style,
    commitlint: context.commitlint,
    paths: read.changes.map(({ path }) => path),
    whole: wholeChangeOf(read.changes),
    issueKey: issueKeyIn(context.branch),
    type: wish.kind === "type" ? wish.type : undefined,
    isFormFree:
      speaksOfForm.test(instructions) ||
      (wish.kind === "words" && speaksOfForm.test(wish.words)) ||
      // What the user has begun must not be changed.
      wish.kind === "continue",
    isLanguageFree:
      speaksOfLanguage.test(instructions) ||
      (wish.kind === "words" && speaksOfLanguage.test(wish.words)) ||
      wish.kind === "continue",
  };
}

function hasWords(line: string): boolean {
  return /\p{L}{2}/u.test(line);
}

function objectionTo(line: string, question: CommitQuestion, material: CommitMaterial): Objection | undefined {
  // A line that ends with a colon is a heading of something else, one that ends with an open bracket is code.
  if (!hasWords(line) || /[:：{[(;=,]$/.test(line)) return { kind: "empty" };
  const from = copiedFrom(conformSubject(line, question.frame), {
    oldSubjects: material.oldSubjects,
    // Whoever wants the same with a body must get the same first line.
    earlierDrafts: keepsWhatWasSaid(question.wish) ? [] : material.earlierDrafts,
    patches: material.read.changes.map(({ patch }) => patch).join("\n"),
    list: material.read.changes.map(lineOf).join("\n"),
    question: wordsOfQuestion(question),
  });
  if (from !== undefined) return { kind: "copied", from };
  const { style, isLanguageFree } = question.frame;
  const echo = exampleEcho(line, style.examples.slice(0, mostExamples), whatIsKnown(question, material));
  if (echo !== undefined) return { kind: "echo", ...echo };
  if (!isLanguageFree && isEnglishInsteadOf(style.language, readSubject(line, typesOf(question.frame)).text)) {
    return { kind: "language" };
  }
  return isSubjectTooLong(line, question.frame) ? { kind: "tooLong" } : undefined;
}

/** All that a message may speak of: the change, and what people said of it. */
function whatIsKnown(
  { draft, instructions, template, branch, squashed, earlierDrafts, wish }: CommitQuestion,
  { read }: CommitMaterial,
): string {
  const changes = read.changes.map((change) => `${lineOf(change)}\n${change.patch}`);
  const said = wish.kind === "words" ? wish.words : wish.kind === "continue" ? wish.beginning : "";
  return [...changes, draft, instructions, template, branch, ...squashed, ...earlierDrafts, said].join("\n");
}

/** The first lines of notes that fit. */
function fitLines(text: string, budgetTokens: number, tokensOf: (text: string) => number): string {
  const kept: string[] = [];
  let used = 0;
  for (const line of text.split("\n")) {
    const cost = tokensOf(`${line}\n`);
    if (used + cost > budgetTokens) break;
    used += cost;
    kept.push(line);
  }
  return kept.join("\n");
}
