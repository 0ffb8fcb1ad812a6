import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Memory } from "./memory.ts";

/** A memory in one small file, for editors that offer none. A file that cannot be read counts as empty, one that cannot be written as kept. */
export class FileMemory implements Memory {
  readonly #file: string;
  #values: Record<string, unknown>;

  constructor(file: string) {
    this.#file = file;
    this.#values = valuesIn(file);
  }

  get(key: string): unknown {
    return this.#values[key];
  }

  update(key: string, value: unknown): Promise<void> {
    // Another process may have learnt something in the meantime.
    this.#values = { ...valuesIn(this.#file), [key]: value };
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      const temporary = `${this.#file}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify(this.#values), { mode: 0o600 });
      renameSync(temporary, this.#file);
    } catch {
      // What cannot be written is asked again next time.
    }
    return Promise.resolve();
  }
}

function valuesIn(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
