import { basename } from "node:path";
import { extensions, Uri, workspace } from "vscode";
import { CommitError } from "../core/commit/commitFailure.ts";
import { isGitExtension, type GitApi, type GitApiRepository } from "./gitApi.ts";

/** A repository that is open in the source control view. */
export interface OpenRepository {
  /** Its root as the editor writes it; names the repository. */
  readonly id: string;
  readonly root: string;
  /** The root's path without scheme and authority, which the editor writes differently when it works remotely. */
  readonly path: string;
  readonly name: string;
  /** Whether its box is the one that was used last. */
  readonly isSelected: boolean;
  /** The git program. */
  readonly command: string;
  /** The text in its commit box. */
  readonly box: { value: string };
  /** Lets the source control view catch up with what is on disk; never throws. */
  refresh(): Promise<void>;
}

/** The repositories that VS Code's git extension knows. Throws `CommitError` where it cannot help, and says why. */
export async function openRepositories(signal: AbortSignal): Promise<readonly OpenRepository[]> {
  if (!workspace.isTrusted) throw new CommitError({ kind: "untrusted" });
  const api = await gitApi();
  await initialized(api, signal);
  const repositories = api.repositories.map((repository) => opened(repository, api.git.path));
  if (repositories.length === 0) throw new CommitError({ kind: "noRepository" });
  return repositories;
}

/** The git program that VS Code's git extension has found; throws `CommitError` where there is none. */
export async function gitCommand(): Promise<string> {
  return (await gitApi()).git.path;
}

async function gitApi(): Promise<GitApi> {
  const extension = extensions.getExtension("vscode.git");
  if (extension === undefined) throw new CommitError({ kind: "gitOff" });
  const exported: unknown = await extension.activate();
  if (!isGitExtension(exported)) throw new CommitError({ kind: "gitOff" });
  try {
    return exported.getAPI(1);
  } catch (error) {
    throw new CommitError({ kind: "gitMissing" }, error);
  }
}

async function initialized(api: GitApi, signal: AbortSignal): Promise<void> {
  if (api.state === "initialized") return;
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      subscription.dispose();
      reject(signal.reason as Error);
    };
    const subscription = api.onDidChangeState((state) => {
      if (state !== "initialized") return;
      subscription.dispose();
      signal.removeEventListener("abort", abort);
      resolve();
    });
    signal.addEventListener("abort", abort, { once: true });
  });
}

function opened(repository: GitApiRepository, command: string): OpenRepository {
  const { rootUri } = repository;
  return {
    id: rootUri.toString(),
    root: rootUri.fsPath,
    path: rootUri.path,
    name: basename(rootUri.fsPath),
    isSelected: repository.ui.selected,
    command,
    box: repository.inputBox,
    refresh: async () => {
      // A locked repository cannot be refreshed, but it can be read.
      await repository.status().catch(() => undefined);
    },
  };
}

/** The repository that a button of the source control view belongs to: VS Code hands its `SourceControl` to the command. */
export function repositoryIdOf(argument: unknown): string | undefined {
  if (typeof argument !== "object" || argument === null || !("rootUri" in argument)) return undefined;
  return argument.rootUri instanceof Uri ? argument.rootUri.toString() : undefined;
}
