import { createInterface, type Interface } from "node:readline/promises";
import type { Terminal } from "./terminalSetUp.ts";

/** The streams of a terminal, or of whatever stands in for one. */
export interface TerminalOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}

/** The terminal that a program was started in; without a person at it nothing is agreed to. */
export class ProcessTerminal implements Terminal {
  readonly #output: TerminalOutput;
  readonly #lines: Interface;
  readonly #hasEnded: Promise<undefined>;
  #isOverwritable = false;

  constructor(input: NodeJS.ReadableStream, output: TerminalOutput) {
    this.#output = output;
    this.#lines = createInterface({ input, output });
    this.#hasEnded = new Promise((resolve) => {
      this.#lines.once("close", () => resolve(undefined));
    });
  }

  readonly print = (line: string, isPassing = false): void => {
    // A file that takes down what is said wants no line per percent.
    if (isPassing && this.#output.isTTY !== true) return;
    this.#output.write(`${this.#isOverwritable ? "\r\u001b[K" : ""}${line}${isPassing ? "" : "\n"}`);
    this.#isOverwritable = isPassing;
  };

  readonly choose = async (question: string, choices: readonly string[]): Promise<number | undefined> => {
    if (question !== "") this.print(question);
    for (const [at, choice] of choices.entries()) this.print(`  ${at + 1}  ${choice}`);
    const answer = await Promise.race([this.#lines.question("> "), this.#hasEnded]);
    const number = Number(answer?.trim());
    return Number.isInteger(number) && number >= 1 && number <= choices.length ? number - 1 : undefined;
  };

  close(): void {
    this.#lines.close();
  }
}
