import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Question } from "../../src/core/conversation/conversation.ts";
import type { OwnDaemon } from "../../scripts/parts/ownDaemon.ts";
import { realDaemon } from "../../scripts/parts/ownDaemon.ts";
import type { AnswerFigures } from "../../src/ollama/answerEvents.ts";
import { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { ForegroundAnswers } from "../../src/ollama/foregroundAnswers.ts";
import { ChatModel } from "../../src/providers/chat/chatModel.ts";
import { ChatSession } from "../../src/providers/chat/chatSession.ts";
import { Conversations } from "../../src/providers/chat/conversations.ts";
import { file } from "../unit/conversation/drawn.ts";
import { readyModelAt } from "../unit/conversation/readyModel.ts";

/** What the daemon evaluates at once with this context. */
const batchTokens = 1024;

/** Beyond what is new: measured is one token, but an answer's own tokens may be cut otherwise when they come back as text. */
const slackTokens = 256;

/** Answers of a base model know no end of their own. */
const numPredict = 16;

describe("a conversation with a real Gemma", { timeout: 300_000 }, () => {
  let daemon: OwnDaemon;
  before(async () => {
    daemon = await realDaemon();
  });
  after(() => daemon.stop());

  test("costs with each turn what is new in it and hardly more; asking the last question again costs next to nothing", async (context) => {
    const client = new DaemonClient(daemon.url);
    const ready = readyModelAt(client);
    await client.load(ready.runtime, new AbortController().signal);
    const figures: AnswerFigures[] = [];
    const answers = new ForegroundAnswers(() => Promise.resolve(ready), {
      take: () => Promise.resolve(() => undefined),
    });
    const model = new ChatModel(
      {
        ready: (signal) => answers.ready(signal),
        async *answer({ messages, sampling }, signal) {
          for await (const event of answers.answer({ messages, sampling: { ...sampling, numPredict } }, signal)) {
            if (event.kind === "end") figures.push(event.figures);
            yield event;
          }
        },
      },
      () => "",
    );
    const store = { load: () => Promise.resolve([]), save: () => Promise.resolve(), remove: () => Promise.resolve() };
    const nothing = (): void => undefined;
    const listener = {
      onConversation: nothing,
      onBranched: nothing,
      onBegan: nothing,
      onText: nothing,
      onEnded: nothing,
    };
    const session = new ChatSession(
      model,
      new Conversations(store, Date.now, (line) => context.diagnostic(line)),
      Date.now,
      listener,
    );
    const lastFigures = (): AnswerFigures => {
      const last = figures.at(-1);
      assert.ok(last, "an answer without an end");
      return last;
    };
    const asked = async (question: Question): Promise<AnswerFigures> => {
      await session.ask(question);
      return lastFigures();
    };
    const code = await readFile(fileURLToPath(import.meta.url), "utf8");
    let before = await asked({ text: "What is it?", attachments: [file("chat.test.ts", code.slice(0, 5_000))] });
    const cold = before;
    assert.ok(cold.promptTokens > batchTokens, `a first turn of ${cold.promptTokens} tokens proves nothing`);
    const check = (what: string, now: AnswerFigures, newTokens: number): void => {
      const evaluated = now.promptTokens - (now.cachedTokens ?? 0);
      context.diagnostic(
        `${what}: ${now.promptTokens} tokens, ${newTokens} new, ${evaluated} evaluated in ${now.promptEvaluationMs.toFixed(0)} ms of ${cold.promptEvaluationMs.toFixed(0)} ms`,
      );
      if (now.cachedTokens === undefined) assert.ok(now.promptEvaluationMs < cold.promptEvaluationMs / 2, what);
      else
        assert.ok(
          evaluated <= newTokens + slackTokens,
          `${what} evaluates ${evaluated} tokens for ${newTokens} new ones`,
        );
    };
    for (const text of ["How long is it?", "Who would use it, and when?", `And this: ${"why ".repeat(100)}?`]) {
      const now = await asked({ text, attachments: [] });
      check(`turn ${figures.length}`, now, now.promptTokens - before.promptTokens - before.generatedTokens);
      before = now;
    }
    await session.retry(session.conversation.exchanges.at(-1)?.id ?? "");
    check("the last question again", lastFigures(), 0);
    await session.dispose();
  });
});
