/** The parts of a commit's first line. */
export interface Subject {
  /** How it begins: `fix(api)!: `, `core: `, `[ui] `, an emoji, or nothing. */
  readonly form: SubjectForm;
  /** `fix` of `fix(api): `, `core` of `core: `, `ui` of `[ui] `, the emoji itself; empty for a plain one. */
  readonly mark: string;
  /** `api` of `fix(api): `. */
  readonly scope: string;
  readonly isBreaking: boolean;
  /** What is said after all that, without an issue key at either end. */
  readonly text: string;
  /** `ABC-12`, `#34`; empty where there is none. */
  readonly issue: string;
  readonly issueAt: "start" | "end" | undefined;
}

export type SubjectForm = "conventional" | "area" | "bracket" | "emoji" | "plain";

/** The types of Conventional Commits, as its usual configuration knows them. */
export const conventionalTypes: readonly string[] = [
  "feat",
  "fix",
  "docs",
  "style",
  "refactor",
  "perf",
  "test",
  "build",
  "ci",
  "chore",
  "revert",
];

const conventional = /^([a-zA-Z][\w-]{1,12})(?:\(([^()\n]{1,40})\))?(!)?: +(.*)$/;
const area = /^([\w./*,{}-]{1,40}): +(.*)$/;
const bracket = /^\[([^\]\n]{1,40})\]:? *(.*)$/;
const emoji =
  /^((?:\p{Extended_Pictographic}\ufe0f?(?:\u200d\p{Extended_Pictographic}\ufe0f?)*)|:[a-z0-9_+-]{2,40}:) *(.*)$/u;
const issueAtStart = /^(?:\[([A-Z][A-Z0-9]{1,9}-\d+)\]|([A-Z][A-Z0-9]{1,9}-\d+|#\d+)):? +(?:- +)?(.*)$/;
const issueAtEnd = /^(.*?),? *\(?((?:[A-Z][A-Z0-9]{1,9}-|#|GH-)\d+)\)?$/;

/** Takes a first line apart. `types` are those that a commit's mark may be to count as conventional. */
export function readSubject(line: string, types: readonly string[] = conventionalTypes): Subject {
  let rest = line.trim();
  let issue = "";
  let issueAt: Subject["issueAt"];
  const start = issueAtStart.exec(rest);
  if (start !== null) {
    issue = start[1] ?? start[2] ?? "";
    issueAt = "start";
    rest = start[3] ?? "";
  }
  const end = issue === "" ? issueAtEnd.exec(rest) : null;
  if (end !== null && (end[1] ?? "").trim() !== "") {
    issue = end[2] ?? "";
    issueAt = "end";
    rest = (end[1] ?? "").trim();
  }
  const known = { issue, issueAt, scope: "", isBreaking: false };
  const typed = conventional.exec(rest);
  if (typed !== null && types.includes((typed[1] ?? "").toLowerCase())) {
    return {
      ...known,
      form: "conventional",
      mark: typed[1] ?? "",
      scope: typed[2] ?? "",
      isBreaking: typed[3] === "!",
      text: typed[4] ?? "",
    };
  }
  const bracketed = bracket.exec(rest);
  if (bracketed !== null) return { ...known, form: "bracket", mark: bracketed[1] ?? "", text: bracketed[2] ?? "" };
  const drawn = emoji.exec(rest);
  if (drawn !== null) return { ...known, form: "emoji", mark: drawn[1] ?? "", text: drawn[2] ?? "" };
  const named = area.exec(rest);
  if (named !== null) return { ...known, form: "area", mark: named[1] ?? "", text: named[2] ?? "" };
  return { ...known, form: "plain", mark: "", text: rest };
}

/** Puts a first line together again. */
export function writeSubject(subject: Subject): string {
  const { form, mark, scope, isBreaking, text, issue, issueAt } = subject;
  const body = ((): string => {
    switch (form) {
      case "conventional":
        return `${mark}${scope === "" ? "" : `(${scope})`}${isBreaking ? "!" : ""}: ${text}`;
      case "area":
        return `${mark}: ${text}`;
      case "bracket":
        return `[${mark}] ${text}`;
      case "emoji":
        return `${mark} ${text}`;
      case "plain":
        return text;
    }
  })();
  if (issue === "" || issueAt === undefined) return body;
  return issueAt === "start" ? `${issue}${issue.startsWith("#") ? "" : ":"} ${body}` : `${body} (${issue})`;
}
