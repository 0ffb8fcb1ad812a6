import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** One attempt of a program to reach somebody. */
export interface SeenConnection {
  /** The program's command line. */
  readonly program: string;
  readonly kind: "connection" | "datagram" | "name";
  readonly where: string;
}

/** Writes down whom programs of Node try to reach that are started with its arguments and environment, and all programs of Node that those start. */
export class ConnectionRecord {
  readonly #file: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#file = path.join(folder, "connections");
  }

  static async begin(): Promise<ConnectionRecord> {
    const record = new ConnectionRecord(await mkdtemp(path.join(os.tmpdir(), "facet-connections-")));
    await writeFile(record.#file, "");
    return record;
  }

  /** What Node is started with, besides the environment, to begin the record. */
  readonly nodeArguments = ["--import", new URL("recorder.mjs", import.meta.url).href];

  get environment(): Readonly<Record<string, string>> {
    return { FACET_CONNECTIONS: this.#file };
  }

  /** All that was seen so far of programs whose command line matches. */
  async of(program: RegExp): Promise<readonly SeenConnection[]> {
    const lines = (await readFile(this.#file, "utf8")).split("\n").filter((line) => line !== "");
    return lines.map((line) => JSON.parse(line) as SeenConnection).filter((one) => program.test(one.program));
  }

  async end(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
