import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { repository } from "./openEditor.ts";

/** What the tests inside the extension host run in. */
export interface HostTestOptions {
  /** The bundled tests, which export `run`. */
  readonly testsPath: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** A desktop VS Code's program; undefined = the one for the browser, `download` = let the tests fetch one. */
  readonly desktop: { readonly program: string } | "download" | undefined;
}

/** Runs tests inside a real extension host, through the same call for every editor; resolves with their exit code. */
export async function runHostTests({ testsPath, folder, env, desktop }: HostTestOptions): Promise<number> {
  const userDataDir = await mkdtemp(path.join(os.tmpdir(), "facet-host-"));
  const launcher = path.join(userDataDir, "launcher");
  if (desktop === undefined) await writeLauncher(launcher);
  try {
    return await runTests({
      ...(desktop === "download" ? {} : { vscodeExecutablePath: desktop?.program ?? launcher }),
      extensionDevelopmentPath: repository,
      extensionTestsPath: testsPath,
      launchArgs: [
        folder,
        "--user-data-dir",
        path.join(userDataDir, "user"),
        "--extensions-dir",
        path.join(userDataDir, "extensions"),
      ],
      extensionTestsEnv: { ...env },
    });
  } catch {
    // The call throws for every exit code but 0, and the tests have said what failed.
    return 1;
  } finally {
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function writeLauncher(file: string): Promise<void> {
  const tsx = path.join(repository, "node_modules", "tsx", "dist", "cli.mjs");
  const program = path.join(repository, "scripts", "editor", "launcher.ts");
  await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${tsx}" "${program}" "$@"\n`);
  await chmod(file, 0o755);
}
