import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { OwnDaemon } from "../../scripts/parts/ownDaemon.ts";
import { realDaemon } from "../../scripts/parts/ownDaemon.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import type { AnswerFigures } from "../../src/ollama/answerEvents.ts";
import { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { BareClient } from "../bareClient.ts";
import { DaemonMeter } from "../daemonMeter.ts";
import { Desk } from "../unit/completion/simulation.ts";

const never = new AbortController().signal;
const runtime = { model: gemmaModel, numCtx: 8192, keepAlive: "30m" };

const shop = `import { readFile } from "node:fs/promises";

export interface Item {
  readonly name: string;
  readonly price: number;
  readonly count: number;
}

export async function readItems(file: string): Promise<readonly Item[]> {
  const text = await readFile(file, "utf8");
  return text.split("\\n").filter((line) => line !== "").map(parseItem);
}

function parseItem(line: string): Item {
  const [name = "", price = "0", count = "1"] = line.split(";");
  return { name, price: Number(price), count: Number(count) };
}

export function total(items: readonly Item[]): number {
  |
}

export function describe(item: Item): string {
  return \`\${item.count} x \${item.name}\`;
}
`;

/** What even the smallest model goes on with. */
const days = `export const weekdays = [\n  "Monday",\n  "Tuesday",\n  "Wednesday",\n  |\n];\n`;

describe("typing before a real Gemma", { timeout: 300_000 }, () => {
  let daemon: OwnDaemon;
  before(async () => {
    daemon = await realDaemon();
  });
  after(() => daemon.stop());

  test("re-uses the evaluated prompt, whatever the person does at one place", async () => {
    const client = new DaemonClient(daemon.url);
    await client.load(runtime, never);
    const desk = new Desk(shop + "// the end of the file\n".repeat(60));

    /** The prompt of the engine for the place where the cursor is now, evaluated by the real daemon. */
    const evaluated = async (): Promise<AnswerFigures> => {
      await desk.offered(" nothing that anybody types 7;\n");
      let figures: AnswerFigures | undefined;
      const { prompt } = desk.daemon.last;
      for await (const event of client.generateRaw(runtime, prompt, { temperature: 0, numPredict: 1 }, never)) {
        if (event.kind === "end") figures = event.figures;
      }
      return figures ?? assert.fail("an answer without an end");
    };
    const freshTokens = ({ promptTokens, cachedTokens = 0 }: AnswerFigures): number => promptTokens - cachedTokens;

    const cold = await evaluated();
    assert.ok(freshTokens(cold) > 200, `${freshTokens(cold)} tokens at first`);
    const steps: readonly (readonly [string, () => unknown])[] = [
      ["typing", () => desk.type("const sum = items")],
      ["typing on", () => desk.type(".reduce")],
      ["a bracket that the editor closes", () => desk.type("(", ")")],
      ["backspace", () => desk.backspace(4)],
      ["typing again", () => desk.type("uce(")],
      ["accepting a line", () => desk.type("(so, item) => so + item.price, 0);")],
      ["Enter", () => desk.type("\n  ")],
      ["an edit far below", () => desk.edit(desk.text.length - 4, desk.text.length, " changed\n")],
      [
        "a chat answer in between",
        async () => {
          const question = [{ role: "user" as const, content: "What is a linked list? ".repeat(12) }];
          for await (const event of client.chat(runtime, question, { numPredict: 12 }, never)) assert.ok(event);
          desk.type("return ");
        },
      ],
    ];
    for (const [what, act] of steps) {
      await act();
      const figures = await evaluated();
      if (figures.cachedTokens === undefined) {
        assert.ok(figures.promptEvaluationMs < cold.promptEvaluationMs / 3, `${what} takes a new evaluation`);
      } else {
        assert.ok(
          freshTokens(figures) < freshTokens(cold) / 5,
          `${what} evaluates ${freshTokens(figures)} tokens anew`,
        );
      }
    }
  });

  test("brings ghost text to any editor, and typing its first letters keeps it without a new request", async () => {
    const meter = await DaemonMeter.before(daemon.url);
    const editor = await BareClient.start({ endpoint: meter.url, model: gemmaModel, licenceAccepted: true });
    try {
      let cursor = await editor.open("days.ts", "typescript", days);
      await editor.logLine(/is ready with/);
      const first = await editor.ask(cursor, "explicit");
      const text = first?.insertText;
      assert.ok(typeof text === "string" && text.length > 2, "no ghost text");
      const asked = meter.generations.length;
      for (const letter of text.slice(0, 2)) cursor = await editor.type(cursor, letter);
      const next = await editor.ask(cursor);
      assert.ok(typeof next?.insertText === "string");
      assert.ok(next.insertText.startsWith(text.slice(2)), `${next.insertText} does not go on from ${text}`);
      assert.equal(meter.generations.length, asked);
    } finally {
      await editor.stop();
      await meter.stop();
    }
  });
});
