import { commands, env, type ExtensionContext } from "vscode";
import { answerLanguage } from "../core/conversation/answerLanguage.ts";
import { withoutRepeats } from "../core/withoutRepeats.ts";
import { ConversationFiles } from "../host/conversationFiles.ts";
import type { Log } from "../host/log.ts";
import { currentSettings } from "../host/settings.ts";
import { terminalSelection } from "../host/terminalSelection.ts";
import { workspaceStorage } from "../host/workspaceStorage.ts";
import { ForegroundAnswers, type ForegroundSlot, type ReadyModel } from "../ollama/foregroundAnswers.ts";
import { realTimer } from "../ollama/idleDeadline.ts";
import type { Provisioner } from "../ollama/provisioner.ts";
import { AnswerSession } from "../providers/answer/answerSession.ts";
import { AnswerShelf } from "../providers/answer/answerShelf.ts";
import { AnswerWriter } from "../providers/answer/answerWriter.ts";
import { SourceReader } from "../providers/answer/sourceReader.ts";
import { AnswerPanels } from "../providers/answerPanels.ts";
import { AttachmentReader, newAttachmentId } from "../providers/chat/attachmentReader.ts";
import { showView } from "../providers/chat/chatCommands.ts";
import { ChatModel } from "../providers/chat/chatModel.ts";
import { Conversations } from "../providers/chat/conversations.ts";
import { changedFiles, gitChanges } from "../providers/chat/gitChanges.ts";
import type { OfferedModels } from "../providers/chat/offeredModels.ts";
import { otherModel } from "../providers/chat/otherModel.ts";
import { ChatView } from "../providers/chatView.ts";
import { LanguageModel } from "../providers/languageModel.ts";

/** What answers need of the rest. */
export interface AnswersNeeds {
  readonly context: ExtensionContext;
  readonly log: Log;
  readonly provisioner: Provisioner;
  /** Our one place at the daemon, which ghost text gives up for an answer. */
  readonly slot: ForegroundSlot;
  readonly offered: OfferedModels;
}

/** All that answers a person: the chat, the panels of explain and summarize, the model in VS Code's menu. */
export interface Answers {
  /** The door of everything that a person waits for. */
  readonly answers: ForegroundAnswers;
  readonly chatModel: ChatModel;
  readonly reader: AttachmentReader;
  readonly chatView: ChatView;
  readonly panels: AnswerPanels;
  readonly languageModel: LanguageModel;
}

/** Makes the parts that answer, in order. */
export function wireAnswers({ context, log, provisioner, slot, offered }: AnswersNeeds): Answers {
  const readiness = (signal: AbortSignal): Promise<ReadyModel> => provisioner.ensureReady(signal);
  const answers = new ForegroundAnswers(readiness, slot, (failure) => provisioner.reportFailure(failure));
  const answersIn = (): string => answerLanguage(currentSettings().language, env.language);
  const chatModel = new ChatModel(answers, answersIn);
  const reader = new AttachmentReader({ terminalSelection, changes: gitChanges, newId: newAttachmentId });
  const act = (action: string): Thenable<unknown> => commands.executeCommand(action);
  const storage = workspaceStorage(context);
  const warn = (line: string): void => log.warn(line);
  const trace = (line: string): void => log.trace(line);
  /** For what does not keep to saying a thing once by itself. */
  const traceOnce = withoutRepeats(trace);
  const chatView = new ChatView({
    extensionUri: context.extensionUri,
    place: storage.slice(-100),
    conversations: new Conversations(new ConversationFiles(storage, "conversations", trace), Date.now, warn),
    model: chatModel,
    modelState: provisioner,
    reader,
    memory: context.workspaceState,
    now: Date.now,
    act,
  });
  const shelf = new AnswerShelf(new ConversationFiles(storage, "answers", trace), warn);
  // Material in another language would draw an answer in that language, so even English is asked for.
  const panelLanguage = (): string => answersIn() || "English";
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void realTimer.set(resolve, ms));
  const writer = new AnswerWriter(chatModel, panelLanguage, pause, Date.now);
  const panels = new AnswerPanels({
    extensionUri: context.extensionUri,
    shelf,
    reader: new SourceReader({ terminalSelection, changes: changedFiles, trace: traceOnce }),
    newSession: (listener) => new AnswerSession({ writer, shelf, language: panelLanguage, now: Date.now, listener }),
    openInChat: async (exchanges) => {
      await showView();
      await chatView.goOnWith(exchanges);
    },
    act,
    model: () => provisioner.model,
    trace: traceOnce,
  });
  /** Each counts tokens in its own way, learnt from its answers. */
  const otherModels = new Map<string, ChatModel>();
  const modelFor = (id: string): ChatModel => {
    if (id === provisioner.model) return chatModel;
    const known = otherModels.get(id) ?? new ChatModel(otherModel(id, readiness, slot), answersIn);
    otherModels.set(id, known);
    return known;
  };
  const languageModel = new LanguageModel({
    modelFor,
    offered: (signal) => offered.list(signal),
    onChange: (listener) => provisioner.onChange(listener),
  });
  return { answers, chatModel, reader, chatView, panels, languageModel };
}
