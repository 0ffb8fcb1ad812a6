import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { defaultSettings, isLanguageEnabled, readCompletionSettings, readSettings } from "../../src/core/settings.ts";

suite("settings", () => {
  test("are the defaults where an editor sends nothing, or nonsense", () => {
    for (const nothing of [undefined, null, 3, "text", [], {}]) {
      assert.deepEqual(readSettings(nothing), defaultSettings);
      assert.deepEqual(readCompletionSettings(nothing), defaultSettings.completion);
    }
  });

  test("are taken by name, the others stay", () => {
    const settings = readSettings({ model: "gemma3:1b", completion: { maxLines: 3, trigger: "manual" } });
    assert.deepEqual(settings, {
      ...defaultSettings,
      model: "gemma3:1b",
      completion: { ...defaultSettings.completion, maxLines: 3, trigger: "manual" },
    });
  });

  test("of the wrong type do not count", () => {
    const settings = readSettings({
      endpoint: 11434,
      model: null,
      contextLength: "8192",
      keepAlive: 30,
      daemon: { autoStart: "no", path: {} },
      completion: { enabled: "false", languages: ["python"], trigger: "sometimes", maxLines: Number.NaN },
      commitMessage: "short",
    });
    assert.deepEqual(settings, defaultSettings);
  });

  test("with a number out of reach take the nearest that is allowed, and whole numbers", () => {
    assert.equal(readSettings({ contextLength: 16 }).contextLength, 2048);
    assert.equal(readSettings({ contextLength: 4096.4 }).contextLength, 4096);
    assert.equal(readSettings({ completion: { maxLines: 0 } }).completion.maxLines, 1);
    assert.equal(readSettings({ completion: { minDelayMs: 1e9 } }).completion.minDelayMs, 5_000);
  });

  test("with an empty model or keep-alive take the default; an empty endpoint or ghost text model means something", () => {
    const settings = readSettings({ model: "  ", keepAlive: "", endpoint: "", completion: { model: " small " } });
    assert.equal(settings.model, defaultSettings.model);
    assert.equal(settings.keepAlive, defaultSettings.keepAlive);
    assert.equal(settings.endpoint, "");
    assert.equal(settings.completion.model, "small");
  });

  test("fall back to the ones before, where an editor sends a part", () => {
    const before = readSettings({ endpoint: "http://box:1234", completion: { inComments: false } });
    const now = readSettings({ completion: { maxLines: 2 } }, before);
    assert.equal(now.endpoint, "http://box:1234");
    assert.equal(now.completion.inComments, false);
    assert.equal(now.completion.maxLines, 2);
  });
});

suite("languages with ghost text", () => {
  const of = (languages: unknown, enabled = true): ((id: string) => boolean) => {
    const settings = readCompletionSettings({ enabled, languages });
    return (id) => isLanguageEnabled(settings, id);
  };

  test("are all, until some are named", () => {
    assert.equal(of({})("python"), true);
    assert.equal(of({ python: false })("python"), false);
    assert.equal(of({ python: false })("go"), true);
  });

  test("are only the named ones where `*` is off", () => {
    const isOn = of({ "*": false, go: true });
    assert.equal(isOn("go"), true);
    assert.equal(isOn("python"), false);
  });

  test("are none where ghost text is off", () => {
    assert.equal(of({ go: true }, false)("go"), false);
  });

  test("do not take an entry that is no yes or no", () => {
    assert.equal(of({ go: "off" })("go"), true);
  });

  test("do not stumble over a language that is called like a built-in", () => {
    assert.equal(of({ "*": false })("constructor"), false);
  });
});
