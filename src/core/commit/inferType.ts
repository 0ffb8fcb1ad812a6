import { roleOf } from "./fileWorth.ts";

const ciFiles =
  /(^|\/)(\.github\/workflows|\.circleci|\.buildkite|ci)\/|(^|\/)(\.gitlab-ci\.yml|\.travis\.yml|Jenkinsfile|azure-pipelines\.yml)$/i;
const buildFiles =
  /(^|\/)(package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.(toml|lock)|go\.(mod|sum)|pyproject\.toml|poetry\.lock|setup\.(py|cfg)|requirements[^/]*\.txt|pom\.xml|[^/]*\.gradle(\.kts)?|Makefile|CMakeLists\.txt|Dockerfile|[^/]*\.csproj|Gemfile(\.lock)?|(vite|rollup|webpack|esbuild|tsconfig)[^/]*)$/i;

/** Whether a file says what a project is built from and how. */
export function isBuildFile(path: string): boolean {
  return buildFiles.test(path);
}

const byVerb: readonly (readonly [RegExp, string])[] = [
  [/^(fix|correct|prevent|handle|avoid|resolve|guard|repair)/i, "fix"],
  [/^(add|implement|introduce|support|allow|enable|create|expose)/i, "feat"],
  [
    /^(rename|move|extract|simplif|refactor|clean|restructure|reorgani[sz]e|split|inline|unify|rewrite|replace|remove|delete)/i,
    "refactor",
  ],
  [/^(speed|optimi[sz]e|cache)/i, "perf"],
  [/^(document)/i, "docs"],
  [/^(revert)/i, "revert"],
  [/^(format|reformat)/i, "style"],
];

/** The type that the files alone decide, whatever a model says: only pipelines, only tests, or only texts. */
export function typeOfFiles(paths: readonly string[], types: readonly string[]): string | undefined {
  const all = (isOne: (path: string) => boolean): boolean => paths.length > 0 && paths.every(isOne);
  const type = all((path) => ciFiles.test(path))
    ? "ci"
    : all((path) => roleOf(path) === "test")
      ? "test"
      : all((path) => roleOf(path) === "docs")
        ? "docs"
        : undefined;
  return type !== undefined && types.includes(type) ? type : undefined;
}

/** The type of a conventional commit, from what was changed and how the subject begins, where the model gave none. */
export function inferType(paths: readonly string[], subjectText: string, types: readonly string[]): string {
  const all = (isOne: (path: string) => boolean): boolean => paths.length > 0 && paths.every(isOne);
  const guess = all((path) => ciFiles.test(path))
    ? "ci"
    : all((path) => roleOf(path) === "test")
      ? "test"
      : all(isBuildFile)
        ? "build"
        : all((path) => roleOf(path) === "docs")
          ? "docs"
          : (byVerb.find(([begins]) => begins.test(subjectText))?.[1] ?? "chore");
  return [guess, "chore", types[0]].find((type) => type !== undefined && types.includes(type)) ?? "chore";
}

/** The scope or area that the files speak for: a name that the team has used and that most paths carry. */
export function inferScope(paths: readonly string[], knownScopes: readonly string[]): string {
  let best = "";
  let most = 0;
  for (const scope of knownScopes) {
    const wanted = scope.toLowerCase();
    const count = paths.filter(
      (path) => partsOf(path).includes(wanted) || path.toLowerCase().includes(`${wanted}/`),
    ).length;
    if (count > most) {
      best = scope;
      most = count;
    }
  }
  return most * 2 > paths.length ? best : "";
}

/** A path's folders and its name without the ending. */
function partsOf(path: string): string[] {
  const parts = path.toLowerCase().split("/");
  const name = parts.pop() ?? "";
  return [...parts, name, name.replace(/\.[^.]*$/, ""), name.replace(/\..*$/, "")];
}

/** A name for what was changed, where the team's marks give none: the deepest folder all files share, else the one file's name. */
export function areaOf(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split("/"));
  const shared: string[] = [];
  for (const [depth, part] of first.slice(0, -1).entries()) {
    if (!others.every((parts) => parts[depth] === part)) break;
    shared.push(part);
  }
  const folder = shared
    .filter((part) => !/^(src|lib|packages|crates|cmd|internal|pkg|app|apps|source)$/.test(part))
    .at(-1);
  if (folder !== undefined) return folder;
  const name = paths.length === 1 ? first.at(-1) : undefined;
  return name?.replace(/\.[^.]*$/, "") ?? "";
}
