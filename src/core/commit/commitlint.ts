/** What a commitlint configuration asks for, as far as it can be read without running it. */
export interface CommitlintRules {
  readonly types: readonly string[];
  readonly scopes: readonly string[];
  /** Characters; undefined where nothing is said. */
  readonly longestHeader: number | undefined;
  /** Whether the description must begin with a small letter, or with a capital. */
  readonly subjectCase: "lower" | "upper" | undefined;
}

/** Where commitlint looks for its configuration, at the root of a repository; `package.json` comes last. */
export const commitlintFiles: readonly string[] = [
  ".commitlintrc",
  ".commitlintrc.json",
  ".commitlintrc.yaml",
  ".commitlintrc.yml",
  ".commitlintrc.js",
  ".commitlintrc.cjs",
  ".commitlintrc.mjs",
  ".commitlintrc.ts",
  "commitlint.config.js",
  "commitlint.config.cjs",
  "commitlint.config.mjs",
  "commitlint.config.ts",
  "package.json",
];

/** Reads the rules out of a configuration's text: JSON, YAML or a script, which is never run. */
export function readCommitlint(fileName: string, text: string): CommitlintRules | undefined {
  const relevant = fileName === "package.json" ? partOfPackage(text) : text;
  if (relevant === undefined || relevant.trim() === "") return undefined;
  const source = relevant.replace(/\/\*[^]*?\*\//g, "").replace(/^\s*(\/\/|#).*$/gm, "");
  // `[2, "always", 100]` or a YAML list: the severity comes first, the length last.
  const length = Number(
    ruleIn(source, "header-max-length")
      .match(/\d+/g)
      ?.find((number) => Number(number) >= 20),
  );
  return {
    types: listIn(source, "type-enum"),
    scopes: listIn(source, "scope-enum"),
    longestHeader: Number.isFinite(length) ? length : undefined,
    subjectCase: caseIn(source),
  };
}

function partOfPackage(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const part: unknown =
      typeof value === "object" && value !== null && "commitlint" in value ? value.commitlint : undefined;
    return part === undefined ? undefined : JSON.stringify(part);
  } catch {
    return undefined;
  }
}

/** The rule's own text: from its name to the next rule. */
function ruleIn(source: string, name: string): string {
  const start = source.search(new RegExp(`['"]?${name}['"]?\\s*:`));
  if (start < 0) return "";
  const rest = source.slice(start + name.length);
  const end = rest.search(
    /['"]?[a-z]+-(enum|case|empty|length|full-stop|blank|match|max-length|min-length|line-length)['"]?\s*:/,
  );
  return end < 0 ? rest : rest.slice(0, end);
}

function listIn(source: string, name: string): string[] {
  const rule = ruleIn(source, name);
  const quoted = [...rule.matchAll(/['"]([\w./-]{1,40})['"]/g)].map((match) => match[1] ?? "");
  const items =
    quoted.length > 0 ? quoted : [...rule.matchAll(/^\s*(?:-\s*)+([\w./]{2,40})\s*$/gm)].map((match) => match[1] ?? "");
  return [...new Set(items)].filter((item) => !/^(always|never|\d+)$/.test(item));
}

function caseIn(source: string): CommitlintRules["subjectCase"] {
  const rule = ruleIn(source, "subject-case");
  if (rule === "" || !/always|never/.test(rule)) return undefined;
  const isNever = /never/.test(rule);
  const namesLower = /lower-?case|camel/i.test(rule);
  const namesUpper = /sentence-case|start-case|pascal-case|upper-case/.test(rule);
  if (isNever) return namesUpper ? "lower" : namesLower ? "upper" : undefined;
  return namesLower ? "lower" : namesUpper ? "upper" : undefined;
}
