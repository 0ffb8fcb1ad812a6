import { createHash } from "node:crypto";
import os from "node:os";
import path from "node:path";

/** What a supervisor is started with, as JSON on its command line. */
export interface SupervisorOrder {
  /** Where windows connect to it: a socket, or a named pipe on Windows. */
  readonly socket: string;
  /** Where it writes down which daemon it runs, for whoever comes after a crash. */
  readonly record: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Where the daemon listens. */
  readonly url: string;
}

/** The first and only line on a supervisor's own output. */
export type SupervisorGreeting =
  | { readonly kind: "listening" }
  /** Another window was faster; its supervisor is the one to connect to. */
  | { readonly kind: "taken" };

/** What a supervisor tells each window, one JSON value a line. */
export type SupervisorNews =
  | { readonly kind: "running"; readonly url: string; readonly pid: number }
  /** The daemon ended and is started again. */
  | { readonly kind: "restarting"; readonly exitCode: number }
  /** The daemon does not stay alive; the supervisor ends too. */
  | { readonly kind: "failed"; readonly exitCode: number; readonly lastWords: string }
  /** The last window has left; a newcomer waits for the end and starts anew. */
  | { readonly kind: "ending" }
  | { readonly kind: "log"; readonly line: string };

/** Which daemon of ours runs, or ran when everything was killed. */
export interface DaemonRecord {
  readonly url: string;
  readonly daemonPid: number;
  readonly supervisorPid: number;
}

/** Where the record lies. */
export function recordIn(folder: string): string {
  return path.join(folder, "daemon.json");
}

/** The socket of this folder's daemon; all windows that share the folder share it. A socket's path may have about a hundred characters. */
export function socketFor(folder: string): string {
  const id = createHash("sha256").update(path.resolve(folder)).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\facet-${id}`;
  const near = path.join(folder, "daemon.sock");
  return Buffer.byteLength(near) < 100 ? near : path.join(os.tmpdir(), `facet-${process.getuid?.() ?? 0}-${id}.sock`);
}

/** Splits what arrives at a socket into lines. */
export class Lines {
  #rest = "";
  readonly #each: (line: string) => void;

  constructor(each: (line: string) => void) {
    this.#each = each;
  }

  take(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") this.#each(line);
  }
}
