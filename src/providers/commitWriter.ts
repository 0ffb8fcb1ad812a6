import { CommitError } from "../core/commit/commitFailure.ts";
import { conformMessage, conformSubject, isSubjectTooLong, type MessageFrame } from "../core/commit/conformMessage.ts";
import type { CommitStyle } from "../core/commit/commitStyle.ts";
import { copiedFrom } from "../core/commit/copyCheck.ts";
import { answerTokens, noteTokens, planDraft } from "../core/commit/draftPlan.ts";
import type { DraftWish } from "../core/commit/draftWish.ts";
import { issueKeyIn } from "../core/commit/issueKey.ts";
import { dealIntoParts, packChanges } from "../core/commit/packChanges.ts";
import { readAnswer, type DraftAnswer } from "../core/commit/readAnswer.ts";
import { subjectFromNames } from "../core/commit/subjectFromNames.ts";
import {
  changeNotesPrompt,
  commitMessagePrompt,
  objectionPrompt,
  wordsOfQuestion,
  type CommitQuestion,
  type Objection,
} from "../core/prompts/commitMessage.ts";
import type { Speeds } from "../core/provisioning/state.ts";
import { TokenMeter } from "../core/tokens.ts";
import type { RepositoryChanges, RepositoryContext } from "../host/gitRepository.ts";
import type { AnswerEvent, ChatMessage } from "../ollama/daemonClient.ts";
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

/** Writes commit messages: packs the changes, asks, listens to the answer, objects once, and keeps the form. */
export class CommitWriter {
  readonly #answers: CommitAnswers;
  readonly #meter: TokenMeter;

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
    const frame = frameOf(material);
    const tokensOf = (text: string): number => this.#meter.tokensOf(text);
    const { changes, source } = material.read;
    const size = changes.reduce((sum, change) => sum + tokensOf(change.patch) + 12, 0);
    const plan = planDraft(size, runtime.numCtx, runtime.speeds);
    const { expectedWaitMs } = plan;
    let packed = packChanges(changes, plan.changeTokens, tokensOf);
    const areNotes = plan.noteParts > 0;
    if (areNotes) {
      const parts = dealIntoParts(changes, plan.changeTokens, plan.noteParts, tokensOf);
      const notes: string[] = [];
      for (const [index, part] of parts.entries()) {
        yield { kind: "noting", part: index + 1, parts: parts.length, expectedWaitMs };
        const { list, patches } = packChanges(part, plan.changeTokens, tokensOf);
        notes.push(await this.#note(changeNotesPrompt(list, patches), signal));
      }
      const listed = packChanges(
        changes.map((change) => ({ ...change, patch: "" })),
        plan.changeTokens,
        tokensOf,
      );
      packed = { ...listed, patches: fitLines(notes.join("\n"), plan.changeTokens - tokensOf(listed.list), tokensOf) };
    } else {
      yield { kind: "reading", expectedWaitMs };
    }
    yield* this.#compose(
      {
        list: packed.list,
        details: packed.patches,
        areNotes,
        source,
        frame,
        branch: material.context.branch,
        draft: material.draft,
        instructions: material.instructions,
        template: material.context.template,
        squashed: material.context.squashed,
        earlierDrafts: material.earlierDrafts,
        wish: material.wish,
      },
      material,
      signal,
    );
  }

  /** Asks, objects once where the first line will not do, and takes the second answer as it is or names the files. */
  async *#compose(
    question: CommitQuestion,
    material: CommitMaterial,
    signal: AbortSignal,
  ): AsyncGenerator<DraftEvent, void, undefined> {
    const { frame } = question;
    const messages: ChatMessage[] = [{ role: "user", content: commitMessagePrompt(question) }];
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
    // Too long twice is cut by the frame; a copy or a heading is worse than a plain list of names.
    return objection.kind === "tooLong"
      ? { kind: "end", message: conformSubject(answer.subject, frame), isFromNames: false }
      : { kind: "end", message: conformSubject(subjectFromNames(material.read.changes), frame), isFromNames: true };
  }

  async *#listen(
    messages: readonly ChatMessage[],
    question: CommitQuestion,
    attempt: number,
    signal: AbortSignal,
  ): AsyncGenerator<DraftAnswer, void, undefined> {
    const again = question.earlierDrafts.length + attempt;
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

function wantsBody({ wish, frame }: CommitQuestion): boolean {
  if (wish.kind === "withoutBody" || wish.kind === "continue" || wish.kind === "shorter") return false;
  return wish.kind === "withBody" || wish.kind === "words" || frame.style.body !== "never" || frame.isFormFree;
}

function frameOf({ style, context, read, wish, instructions }: CommitMaterial): MessageFrame {
  return {
    style,
    commitlint: context.commitlint,
    paths: read.changes.map(({ path }) => path),
    issueKey: issueKeyIn(context.branch),
    type: wish.kind === "type" ? wish.type : undefined,
    isFormFree:
      speaksOfForm.test(instructions) ||
      (wish.kind === "words" && speaksOfForm.test(wish.words)) ||
      // What the user has begun must not be changed.
      wish.kind === "continue",
  };
}

function hasWords(line: string): boolean {
  return /\p{L}{2}/u.test(line);
}

function objectionTo(line: string, question: CommitQuestion, material: CommitMaterial): Objection | undefined {
  // A line that ends with a colon is a heading of something else.
  if (!hasWords(line) || /[:：]$/.test(line)) return { kind: "empty" };
  const from = copiedFrom(conformSubject(line, question.frame), {
    oldSubjects: material.oldSubjects,
    earlierDrafts: material.earlierDrafts,
    patches: material.read.changes.map(({ patch }) => patch).join("\n"),
    question: wordsOfQuestion(question),
  });
  if (from !== undefined) return { kind: "copied", from };
  return isSubjectTooLong(line, question.frame) ? { kind: "tooLong" } : undefined;
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
