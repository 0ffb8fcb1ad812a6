import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type MenuFacts, menuWords } from "../../../src/core/conversation/menuWords.ts";
import type { ModelDescription } from "../../../src/ollama/daemonModels.ts";
import { OfferedModels } from "../../../src/providers/chat/offeredModels.ts";
import { gemmaModel } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { readyModelAt } from "./readyModel.ts";

const { runtime, description } = readyModelAt(new DaemonClient("http://127.0.0.1:1"));

const well: MenuFacts = {
  editorVersion: "1.139.1",
  canTakeModels: true,
  isChatOff: false,
  isTrusted: true,
  isReady: true,
  taken: ["hf.co/google/gemma-3-4b-it-qat-q4_0-gguf", "llama3.2:3b"],
  hidden: [],
};

/** What a diagnosis says of the menu when some facts are other than they should be. */
const words = (other: Partial<MenuFacts>): string => menuWords({ ...well, ...other }).join("\n");

suite("what the diagnosis says of the editor's model menu", () => {
  test("names what is offered, and where it is not to be seen", () => {
    assert.match(words({}), /offered: gemma-3-4b-it-qat-q4_0, llama3\.2:3b\..*hidden under Chat > Manage Models/);
    assert.match(words({}), /Ask mode only/);
    assert.doesNotMatch(words({}), /not offered|Until Ollama/);
  });

  test("says of each other model why it is not offered", () => {
    const hidden = [
      { name: "gpt-oss:120b-cloud", why: "remote" },
      { name: "nomic-embed-text:latest", why: "noChat" },
      { name: "broken:latest", why: "unread" },
    ] as const;
    assert.match(words({ hidden }), /gpt-oss:120b-cloud is not offered: it runs on another machine/);
    assert.match(words({ hidden }), /nomic-embed-text.* is not offered: it cannot chat/);
    assert.match(words({ hidden }), /broken.* is not offered: Ollama could not tell/);
  });

  test("says what hides all of them, first", () => {
    assert.match(words({ isChatOff: true }), /^VS Code's chat .* chat\.disableAIFeatures/);
    assert.match(words({ isTrusted: false }), /^VS Code's model menu is switched off until you trust/);
    assert.match(words({ taken: [] }), /^VS Code has not taken up/);
    assert.equal(words({ canTakeModels: false }), "VS Code 1.139.1 cannot take models from an extension.");
  });

  test("says that there will be more when Ollama is ready", () => {
    assert.match(words({ isReady: false }), /Until Ollama is ready, no other model is offered/);
  });
});

suite("the models that are offered to the editor's model menu", () => {
  test("are those of the daemon that run there and can chat; of the others it is known why not", async () => {
    const described = (other: Partial<ModelDescription>): ModelDescription => ({ ...description, ...other });
    const known = new Map([
      [gemmaModel, described({})],
      ["llama3.2:3b", described({})],
      ["nomic-embed-text:latest", described({ capabilities: ["embedding"] })],
      ["mirror:latest", described({ remoteHost: "https://example.org" })],
    ]);
    const names = [...known.keys(), "broken:latest", "gpt-oss:120b-cloud"];
    const catalogue = {
      list: () =>
        Promise.resolve(
          names.map((name) => ({ name, digest: name, sizeBytes: 1, isRemote: name === "gpt-oss:120b-cloud" })),
        ),
      show: (name: string) => {
        const found = known.get(name);
        return found === undefined ? Promise.reject(new Error("broken")) : Promise.resolve(found);
      },
    };
    const state = { kind: "ready", runtime, owner: "found", version: "0.34.0" } as const;
    const modelState = { state, model: gemmaModel, onChange: () => () => undefined, look: () => undefined };
    const traced: string[] = [];
    const offered = new OfferedModels(
      modelState,
      () => 8_192,
      () => catalogue,
      (line) => traced.push(line),
    );
    const { signal } = new AbortController();
    assert.deepEqual(
      (await offered.list(signal)).map(({ id }) => id),
      [gemmaModel, "llama3.2:3b"],
    );
    assert.deepEqual(await offered.hidden(signal), [
      { name: "nomic-embed-text:latest", why: "noChat" },
      { name: "mirror:latest", why: "remote" },
      { name: "broken:latest", why: "unread" },
      { name: "gpt-oss:120b-cloud", why: "remote" },
    ]);
    assert.deepEqual(traced, ["models: broken:latest could not be looked at: broken"], "said once");
  });
});
