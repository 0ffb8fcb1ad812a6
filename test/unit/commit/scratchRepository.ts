import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GitRepository } from "../../../src/host/gitRepository.ts";
import { runProcess } from "../../../src/shared/process/runProcess.ts";

const never = new AbortController().signal;

/** A real repository in a folder of its own, with no settings but the test's. */
export class ScratchRepository {
  readonly root: string;
  readonly repository: GitRepository;

  private constructor(root: string) {
    this.root = root;
    this.repository = new GitRepository("git", root);
  }

  static async create(): Promise<ScratchRepository> {
    const scratch = new ScratchRepository(await mkdtemp(join(tmpdir(), "facet-commit-")));
    await scratch.git("init", "--quiet", "--initial-branch=main");
    await scratch.git("config", "user.name", "Ada Test");
    await scratch.git("config", "user.email", "ada@example.org");
    await scratch.git("config", "commit.gpgsign", "false");
    return scratch;
  }

  async git(...args: string[]): Promise<string> {
    const outcome = await this.try(...args);
    if (outcome.exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${outcome.stderr}`);
    return outcome.stdout;
  }

  try(...args: string[]): ReturnType<typeof runProcess> {
    return runProcess({ command: "git", args: ["-c", "protocol.file.allow=always", ...args], cwd: this.root }, never);
  }

  async write(path: string, text: string | Buffer): Promise<void> {
    const whole = join(this.root, path);
    await mkdir(dirname(whole), { recursive: true });
    await writeFile(whole, text);
  }

  async commit(message: string): Promise<void> {
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--allow-empty", "-m", message);
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
