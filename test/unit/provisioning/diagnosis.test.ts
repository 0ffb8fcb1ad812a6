import assert from "node:assert/strict";
import { test } from "node:test";
import { type DiagnosisFacts, diagnosisText } from "../../../src/core/diagnosis.ts";
import { defaultSettings, type Settings } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { ShortMemory } from "../../../src/ollama/memory.ts";
import { noKeeper } from "../../../src/ollama/noKeeper.ts";
import { Provisioner } from "../../../src/ollama/provisioner.ts";
import { Diagnosis } from "../../../src/providers/diagnosis.ts";
import { ScriptedDaemon } from "../../scriptedDaemon.ts";

const never = new AbortController().signal;

test("a diagnosis at the very start waits for the settings that hold, and says what the chat can see", async () => {
  const daemon = await ScriptedDaemon.start();
  const settled: Settings = {
    ...defaultSettings,
    endpoint: daemon.url,
    contextLength: 2048,
    daemon: { autoStart: true, path: "/opt/ollama" },
  };
  let reads = 0;
  const settings = (): Settings => (++reads > 1 ? settled : { ...defaultSettings, endpoint: daemon.url });
  const clientFor = (url: string): DaemonClient => new DaemonClient(url);
  const provisioner = new Provisioner({
    settings: settled,
    modelOf: (one) => one.model,
    environment: {},
    keeper: noKeeper,
    memory: new ShortMemory(),
    timer: { set: () => () => undefined },
    now: () => performance.now(),
    clientFor,
    log: () => undefined,
  });
  let followed = 0;
  const diagnosis = new Diagnosis({
    provisioner,
    keeper: noKeeper,
    ui: {
      remoteName: undefined,
      progress: () => assert.fail("the page alone is wanted"),
      show: () => assert.fail("the page alone is wanted"),
      ask: () => assert.fail("the page alone is wanted"),
      copy: () => assert.fail("the page alone is wanted"),
    },
    settings,
    environment: {},
    clientFor,
    facetVersion: "0.0.0",
    editor: { name: "Editor", version: "1" },
    chatWords: () => Promise.resolve(["The models are not listed, because."]),
    followSettings: () => (followed += 1),
    statusWords: () => [],
  });
  try {
    const text = await diagnosis.text(never);
    assert.match(text, /Local only: yes/);
    assert.match(text, /`facet\.contextLength`: `2048`/);
    assert.match(text, /`facet\.daemon\.path`: `"\/opt\/ollama"`/);
    assert.match(text, /It answers, version 0\.34\.0/);
    assert.match(text, /## VS Code's chat\n\n- The models are not listed, because\./);
    assert.ok(followed > 1);
  } finally {
    await provisioner.dispose();
    await daemon.stop();
  }
});

test("the diagnosis names where a model really runs, whatever the daemon calls it", () => {
  const facts: DiagnosisFacts = {
    ...{ facetVersion: "0.0.0", editor: { name: "Editor", version: "1" }, remoteName: undefined },
    system: { name: "system", memoryBytes: 1, processors: 1 },
    endpoint: { url: "http://127.0.0.1:11434", source: "default" },
    daemon: { version: "0.34.0", owner: "found" },
    ...{ program: undefined, model: "far", installed: [], loaded: [], gate: undefined, runsAt: undefined },
    ...{ generation: undefined, speeds: undefined, status: [], changedSettings: [], chat: [], failures: [] },
  };
  const remote = { name: "far:latest", isRemote: true, sizeBytes: 0, digest: "d" };
  assert.match(diagnosisText(facts), /Local only: yes/);
  assert.match(diagnosisText({ ...facts, runsAt: "https://ollama.com:443" }), /Local only: no.*ollama\.com/);
  assert.match(diagnosisText({ ...facts, installed: [remote] }), /Local only: no.*far/, "before it is in use, too");
});
