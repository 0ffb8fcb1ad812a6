import { commands, type Disposable, lm, Uri, workspace } from "vscode";
import { say } from "../../core/words/words.ts";
import { registerCommands } from "../../host/commands.ts";
import { notify } from "../../host/notifications.ts";
import type { ChatView } from "../chatView.ts";
import type { AttachmentReader } from "./attachmentReader.ts";
import { problemQuestionIn } from "./problemFix.ts";
import { vendor } from "./vendor.ts";

/** Registers what menus, keys and the palette offer around the chat. */
export function registerChatCommands(view: ChatView, reader: AttachmentReader): Disposable[] {
  return registerCommands({
    "facet.openChat": () => openEditorsChat(),
    "facet.showChat": () => showView(),
    "facet.newChat": async () => {
      await showView();
      await view.newChat();
    },
    "facet.chatHistory": async () => {
      await showView();
      view.showHistory();
    },
    "facet.findInChat": async () => {
      await showView();
      view.showFind();
    },
    "facet.exportChat": () => view.export(),
    "facet.addToChat": async () => {
      await showView();
      await view.attach(() => reader.selectionOrFile());
    },
    "facet.addFileToChat": async (uri, uris) => {
      const chosen = urisIn(uris).length > 0 ? urisIn(uris) : urisIn([uri]);
      await showView();
      if (chosen.length === 0) await view.attach(() => reader.currentFile());
      for (const one of chosen) await view.attach(() => reader.file(one));
    },
    "facet.addTerminalToChat": () => addTerminal(view, reader),
    "facet.askAboutProblem": (value) => askAboutProblem(view, reader, value),
  });
}

/** Shows the chat in the side bar. */
export async function showView(): Promise<void> {
  await commands.executeCommand("facet.chatView.focus");
}

/** Opens VS Code's own chat with our model and participant; the command for it is undocumented, so its failure names the menu. */
async function openEditorsChat(): Promise<void> {
  try {
    // Asking for the models makes VS Code take them up, without which it refuses `@facet` (facts: vscode top).
    const [model] = await lm.selectChatModels({ vendor });
    await commands.executeCommand("workbench.action.chat.open", {
      mode: "ask",
      query: "@facet ",
      isPartialQuery: true,
      ...(model === undefined ? {} : { modelSelector: { vendor, id: model.id } }),
    });
  } catch {
    await notify("information", say("chat.openFailed"));
  }
}

/** The addresses in a list that VS Code hands to a command. */
export function urisIn(value: unknown): readonly Uri[] {
  return Array.isArray(value) ? value.filter((one): one is Uri => one instanceof Uri) : [];
}

/** Copies before the view takes the focus, which would leave no terminal to copy from. */
async function addTerminal(view: ChatView, reader: AttachmentReader): Promise<void> {
  const reading = reader.terminal();
  await Promise.allSettled([reading]);
  await showView();
  await view.attach(() => reading);
}

async function askAboutProblem(view: ChatView, reader: AttachmentReader, value: unknown): Promise<void> {
  const question = problemQuestionIn(value);
  if (question === undefined) return;
  const document = await workspace.openTextDocument(Uri.parse(question.uri));
  await showView();
  await view.attach(() => reader.lines({ document }, question.first, question.last));
  view.propose(say("chat.problemQuestion", { message: question.message }));
}
