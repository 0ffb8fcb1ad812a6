import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type Diagnostic,
  type Disposable,
  languages,
  type Range,
  type TextDocument,
} from "vscode";
import { say } from "../../core/words/words.ts";
import { isSecretFile } from "../../host/secretFile.ts";

/** Lines around a problem that go along with a question about it. */
const linesAround = 12;

/** What the command behind the quick fix is told. */
export interface ProblemQuestion {
  readonly uri: string;
  readonly first: number;
  readonly last: number;
  readonly message: string;
}

/** "Explain this problem" and "Ask Facet about this problem", among the quick fixes of every problem. */
export class ProblemFix implements CodeActionProvider {
  provideCodeActions(document: TextDocument, _range: Range, { diagnostics }: CodeActionContext): CodeAction[] {
    if (isSecretFile(document.uri)) return [];
    const [problem] = diagnostics;
    if (problem === undefined) return [];
    return [
      actionFor(document, problem, say("answer.problemTitle"), "facet.explainProblem"),
      actionFor(document, problem, say("chat.fixTitle"), "facet.askAboutProblem"),
    ];
  }

  register(): Disposable {
    const schemes = [{ scheme: "file" }, { scheme: "untitled" }, { scheme: "vscode-remote" }];
    return languages.registerCodeActionsProvider(schemes, this, {
      providedCodeActionKinds: [CodeActionKind.QuickFix],
    });
  }
}

function actionFor(document: TextDocument, problem: Diagnostic, title: string, command: string): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  const question: ProblemQuestion = {
    uri: document.uri.toString(),
    first: Math.max(0, problem.range.start.line - linesAround),
    last: Math.min(document.lineCount - 1, problem.range.end.line + linesAround),
    message: problem.message,
  };
  action.command = { command, title, arguments: [question] };
  action.diagnostics = [problem];
  return action;
}

/** Reads what the command was told; anything else, as from a key that somebody bound to it, is no question. */
export function problemQuestionIn(value: unknown): ProblemQuestion | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!("uri" in value) || !("first" in value) || !("last" in value) || !("message" in value)) return undefined;
  const { uri, first, last, message } = value;
  const isWhole =
    typeof uri === "string" && typeof first === "number" && typeof last === "number" && typeof message === "string";
  return isWhole ? { uri, first, last, message } : undefined;
}
