/** A team's habit, with the last messages it wrote. */
export interface TeamStyle {
  readonly name: string;
  readonly branch: string;
  readonly messages: readonly string[];
}

/** Ways in which teams write, from public repositories' habits; the words are our own. */
export const teamStyles: readonly TeamStyle[] = [
  {
    name: "conventional with scope",
    branch: "main",
    messages: [
      "fix(parser): accept trailing commas",
      "feat(cli): print a summary at the end",
      "docs(readme): explain the cache folder",
      "refactor(core): split the scheduler",
      "test(parser): cover empty input",
      "chore(deps): drop an unused package",
      "fix(cli): exit with 1 on bad input",
      "perf(core): reuse buffers",
      "feat(parser): support block comments",
    ],
  },
  {
    name: "conventional, no scope",
    branch: "main",
    messages: [
      "feat: add retries to uploads",
      "fix: handle empty responses",
      "docs: mention the new flag",
      "refactor: simplify the queue",
      "chore: update tooling",
      "test: add cases for dates",
      "fix: keep order of headers",
      "feat: expose the clock",
    ],
  },
  {
    name: "plain imperative",
    branch: "main",
    messages: [
      "Add a retry to the uploader",
      "Fix crash on empty response",
      "Explain the cache folder",
      "Simplify the queue",
      "Remove unused flags",
      "Use one clock everywhere",
      "Keep the order of headers",
      "Handle missing files",
    ],
  },
  {
    name: "plain past tense",
    branch: "main",
    messages: [
      "Added a retry to the uploader",
      "Fixed crash on empty response",
      "Updated the cache docs",
      "Simplified the queue",
      "Removed unused flags",
      "Changed the clock",
      "Moved headers",
      "Renamed the reader",
    ],
  },
  {
    name: "area prefix",
    branch: "main",
    messages: [
      "lib: retry uploads",
      "test: cover empty responses",
      "doc: explain the cache folder",
      "lib: simplify the queue",
      "build: drop unused flags",
      "lib: use one clock",
      "lib: keep the order of headers",
      "doc: list all options",
    ],
  },
  {
    name: "issue key first",
    branch: "feature/SHOP-412-next-step",
    messages: [
      "SHOP-401: Add a retry to the uploader",
      "SHOP-398: Fix crash on empty response",
      "SHOP-400: Explain the cache folder",
      "SHOP-395: Simplify the queue",
      "SHOP-391: Remove unused flags",
      "SHOP-388: Use one clock everywhere",
      "SHOP-380: Handle missing files",
    ],
  },
  {
    name: "with a body",
    branch: "main",
    messages: [
      "Add a retry to the uploader\n\nUploads failed on the first hiccup of the network. They are tried three\ntimes now.",
      "Fix crash on empty response\n\nSome servers answer with no body at all, which the reader took for JSON.",
      "Simplify the queue\n\nTwo lists were kept in step by hand. One is enough.",
      "Use one clock everywhere\n\nTests could not move time forward while each part had its own clock.",
      "Handle missing files\n\nA file may vanish between listing and reading; that is no error.",
      "Keep the order of headers\n\nProxies rely on it.",
    ],
  },
  {
    name: "German",
    branch: "main",
    messages: [
      "Wiederhole fehlgeschlagene Uploads",
      "Behebe den Absturz bei leerer Antwort",
      "Erkläre den Ordner für den Cache",
      "Vereinfache die Warteschlange",
      "Entferne nicht benutzte Schalter",
      "Nutze eine Uhr für alle Teile",
      "Behandle fehlende Dateien",
    ],
  },
];
