import path from "node:path";
import { Uri, workspace } from "vscode";
import { isMatchedByAny } from "../core/globs.ts";
import { wordsOfError } from "../core/wordsOfError.ts";
import { runProcess } from "../shared/process/runProcess.ts";
import { type OpenRepository, openRepositories } from "./git.ts";
import { isSecretFile } from "./secretFile.ts";
import { excludedGlobsOf } from "./settings.ts";

/** Git that takes longer is taken for a no, ms: nobody waits for an answer, and a file left out does no harm. */
const gitMs = 3_000;

/**
 * Which files may be read as context: in the workspace, not likely to hold secrets, neither excluded by the editor nor ignored by git.
 * `trace` is told why git could not say.
 */
export async function answerMayRead(
  { uris }: { readonly uris: readonly string[] },
  trace: (line: string) => void,
): Promise<readonly boolean[]> {
  const files = uris.map((uri) => Uri.parse(uri));
  const candidates = files.filter(isOfWorkspace).map((uri) => uri.fsPath);
  if (candidates.length === 0) return files.map(() => false);
  const ignored = await ignoredAmong(candidates, trace);
  return files.map((uri) => isOfWorkspace(uri) && !ignored.has(uri.fsPath));
}

function isOfWorkspace(uri: Uri): boolean {
  if (uri.scheme !== "file" || isSecretFile(uri)) return false;
  const folder = workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return false;
  const relative = uri.path.slice(folder.uri.path.replace(/\/$/, "").length + 1);
  return !isMatchedByAny(relative, excludedGlobsOf(uri));
}

async function ignoredAmong(paths: readonly string[], trace: (line: string) => void): Promise<ReadonlySet<string>> {
  // Without git, or in a workspace that is not trusted, the editor's own exclusions must do.
  const repositories = await openRepositories(AbortSignal.timeout(gitMs)).catch((error: unknown) => {
    trace(`context: what git ignores is not known: ${wordsOfError(error)}`);
    return [];
  });
  const ignored = new Set<string>();
  for (const repository of repositories) {
    const inside = paths.filter((one) => repositoryOf(one, repositories) === repository);
    if (inside.length === 0) continue;
    for (const one of await ignoredIn(repository, inside, trace)) ignored.add(one);
  }
  return ignored;
}

/** The innermost repository around a file. */
function repositoryOf(file: string, repositories: readonly OpenRepository[]): OpenRepository | undefined {
  return repositories
    .filter(({ root }) => file.startsWith(root.endsWith(path.sep) ? root : root + path.sep))
    .sort((one, other) => other.root.length - one.root.length)[0];
}

async function ignoredIn(
  { command, root }: OpenRepository,
  paths: readonly string[],
  trace: (line: string) => void,
): Promise<readonly string[]> {
  try {
    const { exitCode, stdout, stderr } = await runProcess(
      { command, args: ["check-ignore", "-z", "--stdin"], cwd: root, stdin: paths.join("\0") },
      AbortSignal.timeout(gitMs),
    );
    if (exitCode === 1) return [];
    if (exitCode === 0) return stdout.split("\0");
    trace(`context: git could not say what it ignores in ${root}: ${stderr.trim()}`);
  } catch (error) {
    trace(`context: git could not say what it ignores in ${root}: ${wordsOfError(error)}`);
  }
  // A git that cannot say is taken for a no to all.
  return paths;
}
