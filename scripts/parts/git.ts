import { runProcess } from "../../src/shared/process/runProcess.ts";

/** Who commits, so that nothing depends on the settings of whoever runs this. */
const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];

/** Runs git in a folder and returns what it says; throws what it complains about. */
export async function git(root: string, ...args: string[]): Promise<string> {
  const request = { command: "git", args: [...author, ...args], cwd: root };
  const { exitCode, stdout, stderr } = await runProcess(request, new AbortController().signal);
  if (exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}
