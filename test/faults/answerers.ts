import { getEventListeners } from "node:events";
import { CommitError } from "../../src/core/commit/commitFailure.ts";
import { unknownStyle } from "../../src/core/commit/commitStyle.ts";
import type { ChatFailure } from "../../src/core/conversation/conversation.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { ForegroundAnswers } from "../../src/ollama/foregroundAnswers.ts";
import type { Timer } from "../../src/ollama/idleDeadline.ts";
import { ShortMemory } from "../../src/ollama/memory.ts";
import { noKeeper } from "../../src/ollama/noKeeper.ts";
import { Provisioner } from "../../src/ollama/provisioner.ts";
import { DaemonError } from "../../src/ollama/readFailure.ts";
import { ChatModel } from "../../src/providers/chat/chatModel.ts";
import { ChatSession } from "../../src/providers/chat/chatSession.ts";
import { Conversations } from "../../src/providers/chat/conversations.ts";
import { CommitWriter } from "../../src/providers/commitWriter.ts";

/** Deadlines that pass only when a test says so. */
export class HandTimer implements Timer {
  readonly #runs = new Set<() => void>();

  readonly set = (run: () => void): (() => void) => {
    const mine = (): void => {
      run();
    };
    this.#runs.add(mine);
    return () => this.#runs.delete(mine);
  };

  get waiting(): number {
    return this.#runs.size;
  }

  pass(): void {
    for (const run of [...this.#runs]) {
      this.#runs.delete(run);
      run();
    }
  }
}

/** What an answer came to: its text, or the failure that the person is told of. */
export type Result = { readonly text: string } | { readonly failure: ChatFailure };

/** A feature whose answer a person waits for, as its provider asks for it. */
export type Feature = "chat" | "commit message" | "question";

/** Everything between a feature and the daemon as the extension wires it, without an editor. */
export class Answerers {
  readonly deadlines = new HandTimer();
  readonly looks = new HandTimer();
  readonly provisioner: Provisioner;
  readonly log: string[] = [];
  /** How often ghost text has given way, and how often it has got the daemon back. */
  taken = 0;
  returned = 0;
  /** Listeners that were left on the signals handed out. */
  leftListeners = 0;
  readonly #answers: ForegroundAnswers;
  readonly #session: ChatSession;
  readonly #writer: CommitWriter;
  #stop: () => void = () => undefined;

  constructor(endpoint: string) {
    const clientFor = (url: string): DaemonClient => new DaemonClient(url, {}, this.deadlines);
    this.provisioner = new Provisioner({
      settings: { ...defaultSettings, endpoint, daemon: { autoStart: false, path: "" } },
      modelOf: (settings) => settings.model,
      environment: {},
      keeper: noKeeper,
      memory: new ShortMemory(),
      timer: this.looks,
      now: () => performance.now(),
      clientFor,
      log: (line) => this.log.push(line),
    });
    this.#answers = new ForegroundAnswers((signal) => this.provisioner.ensureReady(signal), {
      take: () => {
        this.taken++;
        return Promise.resolve(() => this.returned++);
      },
    });
    const store = { load: () => Promise.resolve([]), save: () => Promise.resolve(), remove: () => Promise.resolve() };
    const ignored = (): void => undefined;
    this.#session = new ChatSession(
      new ChatModel(this.#answers, () => ""),
      new Conversations(store, Date.now, ignored),
      Date.now,
      { onConversation: ignored, onBranched: ignored, onBegan: ignored, onText: ignored, onEnded: ignored },
    );
    this.#writer = new CommitWriter(this.#answers);
  }

  /** Brings the model to readiness. */
  async ready(): Promise<void> {
    await this.provisioner.ensureReady(new AbortController().signal);
  }

  /** Resolves once something is true of the provisioning. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      await new Promise<void>((resolve) => {
        const end = this.provisioner.onChange(() => {
          end();
          resolve();
        });
      });
    }
  }

  /** Asks, and waits for what it comes to. */
  async ask(feature: Feature): Promise<Result> {
    const controller = new AbortController();
    try {
      switch (feature) {
        case "chat":
          this.#stop = () => void this.#session.stop();
          return await this.#chat();
        case "commit message":
          this.#stop = () => controller.abort();
          return await this.#commit(controller.signal);
        case "question":
          this.#stop = () => controller.abort();
          return await this.#question(controller.signal);
      }
    } catch (error) {
      if (error instanceof DaemonError) return { failure: error.failure };
      // A model that wrote nothing of use has answered all the same.
      if (error instanceof CommitError) return { text: "" };
      if (controller.signal.aborted) return { text: "stopped" };
      throw error;
    } finally {
      this.leftListeners += getEventListeners(controller.signal, "abort").length;
    }
  }

  /** What the person does who does not want to wait any longer. */
  stop(): void {
    this.#stop();
  }

  async dispose(): Promise<void> {
    await this.#session.dispose();
    await this.provisioner.dispose();
  }

  async #chat(): Promise<Result> {
    await this.#session.ask({ text: "How much is it?", attachments: [] });
    const answer = this.#session.conversation.exchanges.at(-1)?.answer;
    if (answer?.end?.kind === "failed") return { failure: answer.end.failure };
    return { text: answer?.text ?? "" };
  }

  async #commit(signal: AbortSignal): Promise<Result> {
    const patch = "@@ -1 +1 @@\n-export const total = 1;\n+export const total = 1 + tax;\n";
    const change = {
      ...{ path: "cart.ts", previousPath: undefined, kind: "modified" as const, addedLines: 1, deletedLines: 1 },
      ...{ isBinary: false, isSubmodule: false, patch, isPatchCut: false, withheld: undefined },
    };
    const material = {
      read: { source: "staged" as const, changes: [change] },
      context: { branch: "main", head: "abc", mergeMessage: "", squashed: [], template: "", commitlint: undefined },
      style: unknownStyle,
      oldSubjects: [],
      draft: "",
      instructions: "",
      earlierDrafts: [],
      wish: { kind: "any" as const },
    };
    let message = "";
    for await (const event of this.#writer.write(material, signal)) {
      if (event.kind === "message" || event.kind === "end") ({ message } = event);
    }
    return { text: message };
  }

  async #question(signal: AbortSignal): Promise<Result> {
    let text = "";
    const messages = [{ role: "user" as const, content: "Explain `a + b`." }];
    for await (const event of this.#answers.answer({ messages, sampling: { numPredict: 500 } }, signal)) {
      if (event.kind === "text") text += event.text;
    }
    return { text };
  }
}
