import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Runtime } from "../../src/core/provisioning/state.ts";
import { FacetSystem } from "../typing/facetSystem.ts";

const probe = path.join(path.dirname(fileURLToPath(import.meta.url)), "serverProbe.mjs");

/** What the server's process has used. */
export interface Usage {
  /** Processor time since its start, ms: what else the machine does hardly matters to it. */
  readonly cpuMs: number;
  readonly rss: number;
  readonly heapUsed: number;
}

/** The bundled server with a way to ask it what it has used. */
export class MeasuredServer {
  readonly system: FacetSystem;
  readonly #lines: Interface;
  readonly #waiting: ((usage: Usage) => void)[] = [];

  private constructor(system: FacetSystem) {
    this.system = system;
    const { stdout } = system.process;
    if (stdout === null) throw new Error("the server was started without a way back");
    this.#lines = createInterface({ input: stdout });
    this.#lines.on("line", (line) => this.#waiting.shift()?.(JSON.parse(line) as Usage));
  }

  static async start(runtime: Runtime): Promise<MeasuredServer> {
    return new MeasuredServer(await FacetSystem.start(runtime, ["--expose-gc", "--import", `file://${probe}`]));
  }

  /** What it has used so far; for `memory` it tidies up first. */
  usage(what: "time" | "memory"): Promise<Usage> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.system.process.stdin?.write(`${what}\n`);
    });
  }

  async stop(): Promise<void> {
    await this.system.stop();
    this.#lines.close();
  }
}
