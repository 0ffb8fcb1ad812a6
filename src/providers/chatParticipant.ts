import {
  chat,
  type ChatParticipant as VsCodeChatParticipant,
  type ChatContext,
  type ChatFollowup,
  type ChatRequest,
  ChatRequestTurn,
  type ChatResponseStream,
  ChatResponseMarkdownPart,
  ChatResponseTurn,
  type ChatResult,
  type Disposable,
  Uri,
} from "vscode";
import { kindOfAttachments } from "../core/answers/kindOfAttachments.ts";
import { CommitError } from "../core/commit/commitFailure.ts";
import { wordsOfCommitFailure } from "../core/commit/commitFailureWords.ts";
import { AnswerText } from "../core/conversation/answerText.ts";
import type { Attachment } from "../core/conversation/attachment.ts";
import { actionForChatFailure, labelOfAction, wordsOfChatFailure } from "../core/conversation/chatFailure.ts";
import {
  type ChatFailure,
  type Conversation,
  emptyConversation,
  type Exchange,
} from "../core/conversation/conversation.ts";
import { readConversation } from "../core/conversation/readConversation.ts";
import { type ChatCommand, isChatCommand, questionFor } from "../core/prompts/chatCommands.ts";
import { say } from "../core/words/words.ts";
import { withSignal } from "../core/withSignal.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { AttachmentReader } from "./chat/attachmentReader.ts";
import { commitAnswer, type ComposeMessage } from "./chat/commitAnswer.ts";
import type { ChatModel } from "./chat/chatModel.ts";
import { readReferences } from "./chat/referenceReader.ts";
import { Refusal } from "./chat/refusal.ts";

/** What is kept with an answer, so that the next question tells the model exactly what was said. */
interface Metadata {
  readonly exchange: Exchange;
  readonly command: string;
}

/**
 * `@facet` in VS Code's own chat. It always answers with the local model, never with one that is chosen in VS Code's menu:
 * whoever writes to Facet wants nothing to leave the machine.
 */
export class ChatParticipant implements Disposable {
  readonly #model: ChatModel;
  readonly #reader: AttachmentReader;
  readonly #compose: ComposeMessage;
  readonly #participant: VsCodeChatParticipant;

  constructor(model: ChatModel, reader: AttachmentReader, compose: ComposeMessage, extensionUri: Uri) {
    this.#model = model;
    this.#reader = reader;
    this.#compose = compose;
    const participant = chat.createChatParticipant("facet.chat", (request, context, stream, token) =>
      withSignal(token, (signal) => this.answer(request, context, stream, signal)),
    );
    const icon = (name: string): Uri => Uri.joinPath(extensionUri, "media", name);
    participant.iconPath = { light: icon("facet-light.svg"), dark: icon("facet.svg") };
    participant.followupProvider = { provideFollowups: (result) => followUpsOf(result) };
    this.#participant = participant;
  }

  dispose(): void {
    this.#participant.dispose();
  }

  /** Answers one question; every end is a result, since an error that is thrown shows no button. */
  async answer(
    request: Pick<ChatRequest, "prompt" | "command" | "references">,
    context: Pick<ChatContext, "history">,
    stream: ChatResponseStream,
    signal: AbortSignal,
  ): Promise<ChatResult> {
    const command = isChatCommand(request.command) ? request.command : undefined;
    const read = await readReferences(request.references, this.#reader);
    for (const place of read.places) stream.reference(place);
    for (const words of read.refused) stream.progress(words);
    let attachments = read.attachments;
    try {
      attachments = [...attachments, ...(await this.#usual(command, attachments))];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { errorDetails: { message: error.message } };
    }
    const text = questionFor(command, request.prompt, kindOfAttachments(attachments));
    if (text === "" && attachments.length === 0) return { errorDetails: { message: say("chat.participant.nothing") } };
    const asked: Exchange = {
      id: `turn-${context.history.length}`,
      question: { text, attachments },
      answer: { text: "", end: undefined, model: "" },
    };
    stream.progress(say("chat.participant.reading"));
    // Attached changes are the person's own choice; without them a message is written as in the commit box.
    const isComposed = command === "commit" && !attachments.some(({ kind }) => kind === "changes");
    const pieces = isComposed ? commitAnswer(this.#compose, request.prompt, signal) : undefined;
    return this.#stream(conversationOf(context, asked), asked, command, pieces, stream, signal);
  }

  async #stream(
    conversation: Conversation,
    asked: Exchange,
    command: ChatCommand | undefined,
    pieces: AsyncIterable<string> | undefined,
    stream: ChatResponseStream,
    signal: AbortSignal,
  ): Promise<ChatResult> {
    let text = "";
    const result = (failure?: ChatFailure): ChatResult => {
      const end = failure === undefined ? ({ kind: "complete" } as const) : ({ kind: "failed", failure } as const);
      const metadata: Metadata = {
        exchange: { ...asked, answer: { ...asked.answer, text, end } },
        command: command ?? "",
      };
      if (failure === undefined) return { metadata };
      offerAction(failure, stream);
      return { metadata, errorDetails: { message: wordsOfChatFailure(failure).join(" ") } };
    };
    try {
      for await (const piece of pieces ?? []) {
        text += piece;
        stream.markdown(piece);
      }
      if (pieces !== undefined) {
        if (text !== "") offerCommitBox(stream);
        return result();
      }
      const ready = await this.#model.ready(signal);
      const assembly = this.#model.assemble(conversation, ready, false);
      if (assembly.kind === "impossible") return result(assembly.failure);
      const shown = new AnswerText();
      const show = (piece: string): void => {
        if (piece !== "") stream.markdown(piece);
      };
      if (assembly.firstTold > 0) show(`*${say("chat.participant.cut", { count: assembly.firstTold })}*\n\n`);
      for await (const event of this.#model.answer(assembly.turns, ready, signal)) {
        if (event.kind === "text") {
          text += event.text;
          show(shown.append(event.text));
        } else if (event.figures.doneReason === "length") show(`\n\n*${say("chat.roomUsed")}*`);
      }
      show(shown.finish());
      if (command === "commit" && text !== "") offerCommitBox(stream);
      return result();
    } catch (error) {
      if (signal.aborted) return result();
      if (error instanceof DaemonError) return result(error.failure);
      if (error instanceof CommitError) return { errorDetails: { message: wordsOfCommitFailure(error.failure) } };
      throw error;
    }
  }

  /** What a command is about where nothing was attached. */
  async #usual(command: ChatCommand | undefined, given: readonly Attachment[]): Promise<readonly Attachment[]> {
    if (command === undefined || command === "commit") return [];
    const code = given.length > 0 ? [] : [await this.#reader.selectionOrFile()];
    if (command !== "fix") return code;
    try {
      return [...code, this.#reader.problems()];
    } catch (error) {
      if (error instanceof Refusal) return code;
      throw error;
    }
  }
}

/** What was said before, exactly where we kept it with the answer, else as VS Code shows it. */
function conversationOf({ history }: Pick<ChatContext, "history">, asked: Exchange): Conversation {
  const exchanges: Exchange[] = [];
  let question = "";
  for (const [index, turn] of history.entries()) {
    if (turn instanceof ChatRequestTurn) question = turn.prompt;
    if (!(turn instanceof ChatResponseTurn)) continue;
    const kept = keptIn(turn.result);
    exchanges.push(
      kept ?? {
        id: `turn-${index}`,
        question: { text: question, attachments: [] },
        answer: { text: markdownOf(turn), end: { kind: "complete" }, model: "" },
      },
    );
  }
  return { ...emptyConversation("participant", 0), exchanges: [...exchanges, asked] };
}

function keptIn(result: ChatResult): Exchange | undefined {
  const exchange: unknown = result.metadata?.["exchange"];
  return readConversation({ id: "kept", exchanges: [exchange] })?.exchanges[0];
}

function markdownOf({ response }: ChatResponseTurn): string {
  return response.map((part) => (part instanceof ChatResponseMarkdownPart ? part.value.value : "")).join("");
}

function offerCommitBox(stream: ChatResponseStream): void {
  stream.button({ command: "facet.draftCommitMessage", title: say("chat.action.commitBox") });
}

function offerAction(failure: ChatFailure, stream: ChatResponseStream): void {
  const action = actionForChatFailure(failure);
  if (action !== undefined) stream.button({ command: action, title: labelOfAction(action) });
}

function followUpsOf({ metadata, errorDetails }: ChatResult): ChatFollowup[] {
  if (errorDetails !== undefined) return [];
  // VS Code puts the command of the answer before a follow-up that names none.
  const simpler = { prompt: say("chat.followUp.simpler"), command: "" };
  const tests = { prompt: say("chat.followUp.tests"), command: "tests" satisfies ChatCommand };
  const risks = { prompt: say("chat.followUp.problems"), command: "" };
  switch (metadata?.["command"]) {
    case "explain":
      return [simpler, tests, risks];
    case "fix":
    case "doc":
      return [tests];
    case "tests":
      return [risks];
    default:
      return [];
  }
}
