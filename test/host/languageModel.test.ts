import assert from "node:assert/strict";
import {
  CancellationTokenSource,
  ConfigurationTarget,
  type LanguageModelChat,
  LanguageModelChatMessage,
  lm,
  workspace,
} from "vscode";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";
import { test } from "./suite.ts";

/** Runs with a daemon that says exact words, and gives the settings back. */
async function scripted(body: (daemon: ScriptedDaemon, model: LanguageModelChat) => Promise<void>): Promise<void> {
  const daemon = await ScriptedDaemon.start();
  const settings = workspace.getConfiguration("facet");
  await settings.update("licenceAccepted", true, ConfigurationTarget.Global);
  await settings.update("endpoint", daemon.url, ConfigurationTarget.Global);
  try {
    const [model] = await lm.selectChatModels({ vendor: "facet" });
    assert.ok(model);
    await body(daemon, model);
  } finally {
    await settings.update("endpoint", undefined, ConfigurationTarget.Global);
    await settings.update("licenceAccepted", undefined, ConfigurationTarget.Global);
    await daemon.stop();
  }
}

test("offers the local model with the limits of the context in use", () =>
  scripted((_daemon, model) => {
    assert.match(model.id, /gemma-3-4b-it-qat/);
    assert.ok(model.maxInputTokens > 1_000 && model.maxInputTokens < 8_192, String(model.maxInputTokens));
    return Promise.resolve();
  }));

test("answers other extensions with the daemon's words", () =>
  scripted(async (daemon, model) => {
    daemon.will(saying("Stones are hard."));
    const response = await model.sendRequest([LanguageModelChatMessage.User("Say something about stones.")]);
    let text = "";
    for await (const piece of response.text) text += piece;
    assert.equal(text, "Stones are hard.");
    assert.deepEqual(daemon.chats.at(-1), [{ role: "user", content: "Say something about stones." }]);
  }));

test("counts tokens without asking the daemon", () =>
  scripted(async (_daemon, model) => {
    const short = await model.countTokens("one two three");
    const long = await model.countTokens("one two three ".repeat(100));
    assert.ok(short >= 3 && long > short * 50, `${short}, ${long}`);
  }));

test("closes the connection of an answer that is cancelled", () =>
  scripted(async (daemon, model) => {
    daemon.will({ steps: [{ kind: "say", text: "One" }, { kind: "wait" }, { kind: "say", text: " two" }] });
    const source = new CancellationTokenSource();
    const response = await model.sendRequest([LanguageModelChatMessage.User("Count.")], {}, source.token);
    try {
      for await (const piece of response.text) if (piece !== "") source.cancel();
    } catch {
      // VS Code may tell of the cancelling as an error.
    }
    while (daemon.questions.at(-1)?.wasClosed !== true) await new Promise((resolve) => setImmediate(resolve));
  }));
