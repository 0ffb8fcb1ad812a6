import { type Disposable, Range, Uri, workspace } from "vscode";
import type { Task } from "../../core/answers/source.ts";
import { repositoryIdOf } from "../../host/git.ts";
import { registerCommands } from "../../host/commands.ts";
import type { AnswerPanels } from "../answerPanels.ts";
import { urisIn } from "../chat/chatCommands.ts";
import { problemQuestionIn } from "../chat/problemFix.ts";

/** Registers what menus, quick fixes and the palette offer to explain and summarize. */
export function registerAnswerCommands(panels: AnswerPanels): Disposable[] {
  const files = (task: Task, uri: unknown, uris: unknown): Promise<void> => {
    const chosen = urisIn(uris).length > 0 ? urisIn(uris) : urisIn([uri]);
    return panels.ask(task, (reader) => reader.files(chosen));
  };
  return registerCommands({
    "facet.explainSelection": () => panels.ask("explain", (reader) => reader.atCursor()),
    "facet.summarizeSelection": () => panels.ask("summarize", (reader) => reader.atCursor()),
    "facet.explainFile": (uri, uris) => files("explain", uri, uris),
    "facet.summarizeFile": (uri, uris) => files("summarize", uri, uris),
    "facet.explainFolder": (uri, uris) => files("explain", uri, uris),
    "facet.summarizeFolder": (uri, uris) => files("summarize", uri, uris),
    "facet.explainTerminal": () => panels.ask("explain", (reader) => reader.terminal()),
    "facet.summarizeTerminal": () => panels.ask("summarize", (reader) => reader.terminal()),
    "facet.summarizeChanges": (source) => panels.ask("summarize", (reader) => reader.changes(repositoryIdOf(source))),
    "facet.explainProblem": (value) => explainProblem(panels, value),
  });
}

async function explainProblem(panels: AnswerPanels, value: unknown): Promise<void> {
  const question = problemQuestionIn(value);
  if (question === undefined) return;
  const { uri, first, last, message } = question;
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const range = new Range(document.lineAt(first).range.start, document.lineAt(last).range.end);
  await panels.ask("explain", (reader) => reader.range(document, range, message));
}
