import type { ChildProcess, StdioOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { Buffer } from "node:buffer";

/** A program to run to its end. */
export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment; without it our own is handed on. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the program reads; without it its input is empty. */
  readonly stdin?: string;
  /** How much of each output stream is kept, bytes; what is longer is cut and said so. */
  readonly maxBytes?: number;
}

/** How a program ended. A program that a signal of the system ended has no exit code: -1. */
export interface ProcessOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether one of the outputs was longer than `maxBytes`. */
  readonly isTruncated: boolean;
}

const defaultMaxBytes = 32 * 1024 * 1024;

/**
 * Runs a program and collects what it says. Never throws for an exit code, which may be an answer;
 * rejects with the system's error (`code` is `ENOENT` where there is no such program), or with the signal's reason after ending the program.
 */
export async function runProcess(request: ProcessRequest, signal: AbortSignal): Promise<ProcessOutcome> {
  signal.throwIfAborted();
  const child = spawn(request.command, [...request.args], {
    ...(request.cwd === undefined ? {} : { cwd: request.cwd }),
    ...(request.env === undefined ? {} : { env: { ...request.env } }),
    stdio: [request.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const end = (): void => void child.kill();
  signal.addEventListener("abort", end, { once: true });
  try {
    const maxBytes = request.maxBytes ?? defaultMaxBytes;
    const stdout = new CappedOutput(child.stdout, maxBytes);
    const stderr = new CappedOutput(child.stderr, maxBytes);
    const exitCode = ended(child);
    // A program that ends before it has read everything is judged by its exit code, not by the broken pipe.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(request.stdin);
    const code = await exitCode;
    signal.throwIfAborted();
    return {
      exitCode: code,
      stdout: stdout.text,
      stderr: stderr.text,
      isTruncated: stdout.isTruncated || stderr.isTruncated,
    };
  } finally {
    signal.removeEventListener("abort", end);
  }
}

/** A program that goes on running beside us. */
export interface BackgroundRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdio: StdioOptions;
  /** Whether it gets a process group of its own, by which it and its children can be ended together. */
  readonly isDetached: boolean;
}

/** A program that runs beside us. */
export type RunningProcess = ChildProcess;

/** Starts a program that goes on running beside us; resolves once it runs, rejects where it cannot be started. */
export async function startProcess(request: BackgroundRequest): Promise<RunningProcess> {
  const child = spawn(request.command, [...request.args], {
    env: { ...request.env },
    stdio: request.stdio,
    detached: request.isDetached,
    windowsHide: true,
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  return child;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? -1));
  });
}

/** The beginning of an output stream; the rest is read, so that the program can go on, and dropped. */
class CappedOutput {
  readonly #pieces: Buffer[] = [];
  readonly #maxBytes: number;
  #bytes = 0;
  isTruncated = false;

  constructor(stream: NodeJS.ReadableStream | null, maxBytes: number) {
    this.#maxBytes = maxBytes;
    stream?.on("data", (piece: Buffer) => this.#take(piece));
  }

  get text(): string {
    return Buffer.concat(this.#pieces).toString("utf8");
  }

  #take(piece: Buffer): void {
    const room = this.#maxBytes - this.#bytes;
    if (piece.length > room) this.isTruncated = true;
    if (room <= 0) return;
    this.#pieces.push(piece.length > room ? piece.subarray(0, room) : piece);
    this.#bytes += Math.min(room, piece.length);
  }
}
