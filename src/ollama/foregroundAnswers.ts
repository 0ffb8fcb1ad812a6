import type { Failure } from "../core/failures.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import type { AnswerEvent } from "./answerEvents.ts";
import type { ChatMessage, DaemonClient } from "./daemonClient.ts";
import type { ModelDescription } from "./daemonModels.ts";
import type { Sampling } from "./sampling.ts";
import { DaemonError } from "./readFailure.ts";

/** Takes the daemon's one slot from ghost text while a person waits for an answer; `facet/foreground` behind it. */
export interface ForegroundSlot {
  /** Resolves once ghost text has closed its own stream; the returned function gives the slot back. Throws the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** What is needed of the provisioning to answer. */
export interface ReadyModel {
  readonly client: DaemonClient;
  readonly runtime: Runtime;
  readonly description: ModelDescription;
}

/** Brings the model to readiness, or throws the `DaemonError` that says what is missing. */
export type Readiness = (signal: AbortSignal) => Promise<ReadyModel>;

/** A conversation to be answered by the model in use. */
export interface Question {
  readonly messages: readonly ChatMessage[];
  readonly sampling: Sampling;
}

/** The answers that a person waits for (chat, panel, commit message, participant, provider): one after another, ahead of ghost text. */
export class ForegroundAnswers {
  readonly #readiness: Readiness;
  readonly #slot: ForegroundSlot;
  readonly #failed: (failure: Failure) => void;

  /** `failed` is told what an answer ended with, since that says something about the daemon; what kept it from beginning is known already. */
  constructor(readiness: Readiness, slot: ForegroundSlot, failed: (failure: Failure) => void = () => undefined) {
    this.#readiness = readiness;
    this.#slot = slot;
    this.#failed = failed;
  }

  /** The model as it is now; for limits, capabilities and token budgets before a question is put together. */
  ready(signal: AbortSignal): Promise<ReadyModel> {
    return this.#readiness(signal);
  }

  /** Streams an answer; ending the loop or aborting the signal closes the connection. Throws `DaemonError`, or the signal's reason. */
  async *answer(question: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined> {
    const { client, runtime } = await this.#readiness(signal);
    const giveBack = await this.#slot.take(signal);
    try {
      yield* client.chat(runtime, question.messages, question.sampling, signal);
    } catch (error) {
      if (error instanceof DaemonError && !signal.aborted) this.#failed(error.failure);
      throw error;
    } finally {
      giveBack();
    }
  }
}
