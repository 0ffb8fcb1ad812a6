import path from "node:path";
import type { CommitFailure } from "../../../src/core/commit/commitFailure.ts";
import type { Exchange } from "../../../src/core/conversation/conversation.ts";
import type { Failure } from "../../../src/core/failures.ts";
import { defaultSettings, gemmaModel } from "../../../src/core/settings.ts";
import { ConversationFiles } from "../../../src/host/conversationFiles.ts";
import type { AnswerEvent } from "../../../src/ollama/answerEvents.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import type { DaemonKeeper } from "../../../src/ollama/daemonKeeper.ts";
import { ForegroundAnswers, type Question } from "../../../src/ollama/foregroundAnswers.ts";
import { realTimer } from "../../../src/ollama/idleDeadline.ts";
import { ShortMemory } from "../../../src/ollama/memory.ts";
import { Provisioner } from "../../../src/ollama/provisioner.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { ChatModel } from "../../../src/providers/chat/chatModel.ts";
import { ChatSession } from "../../../src/providers/chat/chatSession.ts";
import { Conversations } from "../../../src/providers/chat/conversations.ts";
import { CommitMessages, type CommitSurface } from "../../../src/providers/commitMessages.ts";
import { CommitWriter } from "../../../src/providers/commitWriter.ts";
import { RestartingServer } from "./restartingServer.ts";

/** Answers of a base model know no end of their own. */
const answerTokens = 12;

/** What the small model surely goes on with. */
const months =
  "export const january = 1;\nexport const february = 2;\nexport const march = 3;\nexport const april = 4;\n";

/** Whose window it is: the daemon it is to use, who may start it, and where it keeps what was said. */
export interface WindowUser {
  readonly url: string;
  readonly folder: string;
  readonly log: string[];
  window(): DaemonKeeper;
}

/** A window as the extension wires it, with its own way to a daemon and the bundled language server; only the editor is left out. */
export class WorkingWindow {
  readonly provisioner: Provisioner;
  readonly server: RestartingServer;
  readonly session: ChatSession;
  readonly commits: CommitMessages;
  /** The commit box. */
  readonly box = { value: "" };
  /** What the person was told about commit messages. */
  readonly told: string[] = [];
  readonly #folder: string;
  readonly #keeper: DaemonKeeper;
  readonly #conversations: Conversations;

  /** `onLife` is called for everything that goes on: a state, a piece of an answer, bytes of a download. */
  constructor(user: WindowUser, repository: string, onLife: () => void) {
    const settings = { ...defaultSettings, endpoint: user.url, contextLength: 2048, licenceAccepted: true };
    const log = (line: string): void => void user.log.push(line);
    this.#folder = user.folder;
    this.#keeper = user.window();
    this.provisioner = new Provisioner({
      settings,
      modelOf: ({ model }) => model,
      environment: {},
      keeper: this.#keeper,
      memory: new ShortMemory(),
      timer: realTimer,
      now: () => performance.now(),
      clientFor: (url) => new DaemonClient(url),
      log,
    });
    const completion = { trigger: "typing" };
    this.server = new RestartingServer(
      {
        settings: { endpoint: user.url, model: gemmaModel, licenceAccepted: true, completion },
        environment: { HOME: path.dirname(user.folder) },
        onFailure: (failure) => this.provisioner.reportFailure(failure),
      },
      "months.ts",
      months,
    );
    this.provisioner.onChange(() => {
      const { state } = this.provisioner;
      this.server.useRuntime(state.kind === "ready" ? state.runtime : undefined);
      onLife();
    });
    const answers = new ForegroundAnswers(
      (signal) => this.provisioner.ensureReady(signal),
      { take: (signal) => this.server.takeForeground(signal) },
      (failure) => this.provisioner.reportFailure(failure),
    );
    const short = {
      ready: (signal: AbortSignal) => answers.ready(signal),
      async *answer({ messages, sampling }: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
        const numPredict = Math.min(answerTokens, sampling.numPredict);
        for await (const event of answers.answer({ messages, sampling: { ...sampling, numPredict } }, signal)) {
          onLife();
          yield event;
        }
      },
    };
    const ignored = (): void => undefined;
    this.#conversations = new Conversations(new ConversationFiles(user.folder, "conversations", log), Date.now, log);
    this.session = new ChatSession(new ChatModel(short, () => ""), this.#conversations, Date.now, {
      onConversation: ignored,
      onBranched: ignored,
      onBegan: ignored,
      onText: ignored,
      onEnded: ignored,
    });
    const open = {
      ...{ id: "one", root: repository, path: repository, name: "one", isSelected: true, command: "git" },
      ...{ box: this.box, refresh: () => Promise.resolve() },
    };
    this.commits = new CommitMessages(
      () => Promise.resolve([open]),
      new CommitWriter(short),
      surface(this.told),
      () => ({ instructions: "", secretPatterns: [] }),
      () => undefined,
    );
  }

  /** Asks in the chat and returns the question with what its answer came to. */
  async ask(text: string): Promise<Exchange> {
    await this.session.ask({ text, attachments: [] });
    const exchange = this.session.conversation.exchanges.at(-1);
    if (exchange === undefined) throw new Error(`The question "${text}" is lost.`);
    return exchange;
  }

  /** Downloads a model; what went wrong, if anything. */
  async pull(model: string, signal: AbortSignal): Promise<Failure | undefined> {
    try {
      await this.provisioner.pullModel(signal, model);
      return undefined;
    } catch (error) {
      if (error instanceof DaemonError) return error.failure;
      throw error;
    }
  }

  /** Every conversation as the next window finds it on the disk. */
  async kept(): Promise<readonly unknown[]> {
    await this.#conversations.flush();
    return new ConversationFiles(this.#folder, "conversations", () => undefined).load();
  }

  async close(): Promise<void> {
    this.commits.dispose();
    await this.session.dispose();
    await this.server.stop();
    await this.provisioner.dispose();
    await this.#keeper.release();
  }
}

/** The editor's part of commit messages. */
function surface(told: string[]): CommitSurface {
  const tell = (words: string): Promise<void> => {
    told.push(words);
    return Promise.resolve();
  };
  return {
    showWriting: () => undefined,
    whileWriting: (work) => work(() => undefined),
    mention: (words) => void told.push(words),
    tell,
    tellFailure: ({ kind }: CommitFailure) => tell(kind),
    tellDaemonFailure: ({ kind }: Failure) => tell(`daemon ${kind}`),
    pickRepository: (repositories) => Promise.resolve(repositories[0]),
    pickWish: () => Promise.resolve(undefined),
    mayReword: () => Promise.resolve(false),
  };
}
