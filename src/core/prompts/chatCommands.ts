import type { TextKind } from "../answers/textKind.ts";
import { answerRequest } from "./answers.ts";

/** The commands that `@facet` knows in VS Code's chat. */
export type ChatCommand = "explain" | "summarize" | "commit" | "fix" | "tests" | "doc";

const requests: Readonly<Record<ChatCommand, (kind: TextKind) => string>> = {
  explain: (kind) => answerRequest("explain", kind),
  summarize: (kind) => answerRequest("summarize", kind),
  commit: () =>
    "Write a commit message for these changes: a first line of at most 72 characters in the imperative, then, only if needed, a blank line and a short body that says why. Answer with the message alone, in one fenced block.",
  fix: () =>
    "Find what is wrong here, using the reported problems if there are any. Say in one or two sentences what the cause is, then show the corrected code.",
  tests: () =>
    "Write unit tests for this code with the test framework that fits its language and imports. Cover the usual case, the borders and the errors.",
  doc: () =>
    "Write documentation comments for this code in the usual form of its language, and show the code with them.",
};

/** Whether a name is one of the commands. */
export function isChatCommand(name: string | undefined): name is ChatCommand {
  return name !== undefined && Object.hasOwn(requests, name);
}

/** The question that a command stands for about a text of some sort, with what was typed after it; explain and summarize ask as the panel does. */
export function questionFor(command: ChatCommand | undefined, prompt: string, kind: TextKind = "code"): string {
  const typed = prompt.trim();
  if (command === undefined) return typed;
  const request = requests[command](kind);
  return typed === "" ? request : `${request}\n\n${typed}`;
}
