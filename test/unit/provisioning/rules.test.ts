import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changedSettings } from "../../../src/core/diagnosis.ts";
import { generationOf } from "../../../src/core/provisioning/generation.ts";
import { otherHubName, pageOf, signInName } from "../../../src/core/provisioning/hubNames.ts";
import { installWayOn } from "../../../src/core/provisioning/installWays.ts";
import { shortageFor, smallSibling, wantedModel } from "../../../src/core/provisioning/knownModels.ts";
import { PullMeter } from "../../../src/core/provisioning/pullMeter.ts";
import { isOlder } from "../../../src/core/provisioning/versions.ts";
import { defaultSettings } from "../../../src/core/settings.ts";
import { daemonEnvironment } from "../../../src/ollama/daemonEnvironment.ts";
import { placesOfOllama } from "../../../src/ollama/findOllama.ts";
import { gatewayIn } from "../../../src/ollama/hostEndpoints.ts";
import { keyFiles } from "../../../src/ollama/publicKey.ts";

test("versions are compared by their numbers", () => {
  assert.ok(isOlder("0.5.13", "0.6"));
  assert.ok(isOlder("0.6.4-rc1", "0.33"));
  assert.ok(!isOlder("0.6.0", "0.6"));
  assert.ok(!isOlder("0.34.0", "0.33"));
  assert.ok(!isOlder("1.0", "0.33"));
  assert.ok(!isOlder("0.0.0", "0.6"), "a build without a release number counts as current");
});

describe("the turn template", () => {
  const capabilities = ["completion"];
  const cases = [
    ["gemma3", { capabilities, template: "<start_of_turn>user", family: "gemma3" }],
    ["gemma3", { capabilities, template: "{{ .Prompt }}", family: "gemma3" }],
    ["gemma4", { capabilities, template: "<|turn>user", family: "gemma4" }],
    ["insert", { capabilities: ["completion", "insert"], template: "<start_of_turn>", family: "gemma" }],
    ["none", { capabilities, template: "<|im_start|>", family: "qwen2" }],
    ["none", { capabilities: ["embedding"], template: "", family: "gemma3" }],
  ] as const;
  for (const [generation, clues] of cases) {
    test(`${clues.family} with ${clues.template}: ${generation}`, () => assert.equal(generationOf(clues), generation));
  }
});

test("a model is known by both names of the hub, and by its page", () => {
  assert.equal(otherHubName("hf.co/a/b:Q4"), "huggingface.co/a/b:Q4");
  assert.equal(otherHubName("HuggingFace.co/a/b"), "hf.co/a/b");
  assert.equal(otherHubName("gemma3:1b"), undefined);
  assert.equal(signInName("hf.co/a/b"), "huggingface.co/a/b");
  assert.equal(signInName("huggingface.co/a/b"), undefined);
  assert.equal(pageOf("hf.co/a/b:latest"), "https://huggingface.co/a/b");
  assert.equal(pageOf("gemma3:1b"), undefined);
});

describe("the meter of a pull", () => {
  const line = (digest: string, completedBytes: number, totalBytes = 1000): Parameters<PullMeter["note"]>[0] => ({
    digest,
    totalBytes,
    completedBytes,
  });

  test("sums layers and measures speed and time left", () => {
    const meter = new PullMeter();
    meter.note(line("a", 0), 0);
    meter.note(line("b", 0), 0);
    const progress = meter.note(line("a", 500), 500);
    assert.deepEqual(progress, { completedBytes: 500, totalBytes: 2000, bytesPerSecond: 1000, secondsLeft: 1.5 });
  });

  test("does not take what an earlier pull left for speed", () => {
    const meter = new PullMeter();
    assert.equal(meter.note(line("a", 900), 0).bytesPerSecond, 0);
    assert.equal(meter.note(line("a", 950), 1000).bytesPerSecond, 50);
  });

  test("keeps its speed when parts begin anew", () => {
    const meter = new PullMeter();
    meter.note(line("a", 0), 0);
    meter.note(line("a", 500), 1000);
    assert.equal(meter.note(line("a", 100), 2000).bytesPerSecond, 500);
    assert.ok(meter.note(line("a", 600), 3000).bytesPerSecond > 0);
  });

  test("is full once everything has come", () => {
    const meter = new PullMeter();
    meter.note(line("a", 970), 0);
    assert.equal(meter.complete().completedBytes, 1000);
  });
});

test("a model is proposed only where it fits", () => {
  const room = { memoryBytes: 16e9, freeDiskBytes: 50e9 };
  assert.equal(shortageFor(wantedModel, room), undefined);
  assert.equal(shortageFor(wantedModel, { ...room, memoryBytes: 4e9 })?.kind, "memory");
  assert.equal(shortageFor(smallSibling, { ...room, memoryBytes: 4e9 }), undefined);
  assert.equal(shortageFor(wantedModel, { ...room, freeDiskBytes: 3e9 })?.kind, "disk");
  assert.equal(shortageFor(wantedModel, { ...room, freeDiskBytes: 5e9 }, 2)?.kind, "disk");
  assert.equal(shortageFor(wantedModel, { ...room, freeDiskBytes: undefined }), undefined);
});

test("the program is looked for on the search path first, then where installers put it", () => {
  const linux = placesOfOllama("linux", { PATH: "/opt/bin:/usr/bin", HOME: "/home/ada" });
  assert.deepEqual(linux.slice(0, 2), ["/opt/bin/ollama", "/usr/bin/ollama"]);
  assert.ok(linux.includes("/home/ada/.local/bin/ollama"));
  const windows = placesOfOllama("win32", { Path: 'C:\\x;"C:\\y z"', LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" });
  assert.deepEqual(windows, [
    "C:\\x\\ollama.exe",
    "C:\\y z\\ollama.exe",
    "C:\\Users\\ada\\AppData\\Local\\Programs\\Ollama\\ollama.exe",
  ]);
  assert.ok(placesOfOllama("darwin", {}).includes("/opt/homebrew/bin/ollama"));
});

test("the key is that of the daemon, not of the user", () => {
  assert.equal(keyFiles("linux", { HOME: "/home/ada" }, "found")[0], "/usr/share/ollama/.ollama/id_ed25519.pub");
  assert.deepEqual(keyFiles("linux", { HOME: "/home/ada" }, "ours"), ["/home/ada/.ollama/id_ed25519.pub"]);
  assert.deepEqual(keyFiles("win32", { USERPROFILE: "C:\\Users\\ada" }, "found"), [
    "C:\\Users\\ada\\.ollama\\id_ed25519.pub",
  ]);
});

test("an own daemon has no cloud, little cache and the editor's proxy", () => {
  const inherited = { PATH: "/bin", ELECTRON_RUN_AS_NODE: "1", VSCODE_PID: "1", LLAMA_ARG_CACHE_RAM: "64" };
  const options = { host: "http://127.0.0.1:11434", proxy: "http://proxy:8080", noProxy: ["inside"] };
  assert.deepEqual(daemonEnvironment(inherited, options), {
    PATH: "/bin",
    LLAMA_ARG_CACHE_RAM: "64",
    LLAMA_ARG_CTX_CHECKPOINTS: "4",
    HTTPS_PROXY: "http://proxy:8080",
    HTTP_PROXY: "http://proxy:8080",
    NO_PROXY: "inside",
    OLLAMA_HOST: "http://127.0.0.1:11434",
    OLLAMA_NO_CLOUD: "1",
  });
  const plain = daemonEnvironment({ HTTPS_PROXY: "http://own" }, { ...options, proxy: "", noProxy: [] });
  assert.equal(plain["HTTPS_PROXY"], "http://own");
});

test("the machine around a container is found in the kernel's table", () => {
  const table = [
    "Iface\tDestination\tGateway\tFlags",
    "eth0\t0000A8C0\t00000000\t0001",
    "eth0\t00000000\t0101A8C0\t0003",
  ].join("\n");
  assert.equal(gatewayIn(table), "192.168.1.1");
  assert.equal(gatewayIn(""), undefined);
});

test("each system has its way to install, or a page", () => {
  assert.equal(installWayOn("win32")?.tool, "winget");
  assert.equal(installWayOn("darwin")?.tool, "brew");
  assert.equal(installWayOn("linux")?.tool, "script");
  assert.equal(installWayOn("aix"), undefined);
});

test("the diagnosis names the settings that differ", () => {
  const changed = {
    ...defaultSettings,
    model: "m",
    completion: { ...defaultSettings.completion, languages: { "*": false } },
  };
  assert.deepEqual(changedSettings(changed, defaultSettings), [
    ["facet.model", "m"],
    ["facet.completion.languages", { "*": false }],
  ]);
});
