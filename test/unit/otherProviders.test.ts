import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { activeProviders, otherProviders, type OthersSeen, switchedOff } from "../../src/core/otherProviders.ts";
import { menuOf } from "../../src/core/statusMenu.ts";
import { statusOf, viewOf } from "../../src/core/status.ts";
import { chooseProvider, namesOf } from "../../src/providers/providerChoice.ts";

const runtime = {
  endpoint: "http://127.0.0.1:11434",
  model: "m",
  numCtx: 8192,
  keepAlive: "30m",
  generation: "gemma3",
  speeds: { promptTokensPerSecond: 500, generatedTokensPerSecond: 20 },
} as const;
const ready = { kind: "ready", runtime, owner: "found", version: "0.34.0" } as const;
const fine = {
  isTrusted: true,
  isPaused: false,
  languageOff: undefined,
  isServerRunning: true,
  mode: "typing",
  lastOfferMs: 0,
  isAsking: false,
  loadingForMs: 0,
} as const;

function seen(
  running: readonly string[],
  settings: Record<string, unknown> = {},
  signedIn: readonly string[] = [],
): OthersSeen {
  return { running: new Set(running), valueOf: (name) => settings[name], signedIn: new Set(signedIn) };
}

suite("other providers of ghost text", () => {
  test("are those that run, are switched on and, where they need it, signed in", () => {
    const copilot = ["github.copilot"];
    const names = (what: OthersSeen, language = "typescript"): string => namesOf(activeProviders(what, language));
    assert.equal(names(seen(copilot, {}, ["github"])), "GitHub Copilot");
    assert.equal(names(seen(copilot, {})), "");
    assert.equal(names(seen([], {}, ["github"])), "");
    const some = { "github.copilot.enable": { "*": true, markdown: false } };
    assert.equal(names(seen(copilot, some, ["github"])), "GitHub Copilot");
    assert.equal(names(seen(copilot, some, ["github"]), "markdown"), "");
    assert.equal(names(seen(copilot, { "github.copilot.enable": { "*": false } }, ["github"])), "");
    assert.equal(names(seen(["continue.continue", "tabnine.tabnine-vscode"])), "Continue, Tabnine");
    assert.equal(names(seen(["continue.continue"], { "continue.enableTabAutocomplete": false })), "");
  });

  test("are silent once their setting is what switching off makes it", () => {
    for (const one of otherProviders.filter(({ setting }) => setting !== undefined)) {
      const name = one.setting?.name ?? "";
      for (const before of [undefined, true, { "*": true, typescript: true }]) {
        const after = { [name]: switchedOff(one, before) };
        const what = seen(one.ids, after, one.account === undefined ? [] : [one.account]);
        assert.deepEqual(activeProviders(what, "typescript"), [], one.name);
      }
    }
  });

  test("are named in the tooltip and offered in the menu, where there are any", () => {
    const alone = statusOf(ready, fine);
    const beside = statusOf(ready, { ...fine, others: "GitHub Copilot" });
    assert.ok(viewOf(beside).tooltip.some((line) => line.includes("GitHub Copilot")));
    assert.ok(!viewOf(alone).tooltip.some((line) => line.includes("Copilot")));
    assert.ok(menuOf(beside).some(({ command }) => command === "facet.chooseProvider"));
    assert.ok(!menuOf(alone).some(({ command }) => command === "facet.chooseProvider"));
  });

  test("an editor that shows nobody's suggestions is said, with the way out", () => {
    const view = viewOf(statusOf(ready, { ...fine, isEditorOff: true }));
    assert.equal(view.action, "facet.chooseProvider");
    assert.match(view.tooltip.join(), /editor\.inlineSuggest\.enabled/);
  });
});

suite("the choice of who suggests", () => {
  async function done(
    pick: number,
    others = otherProviders.slice(0, 2),
    isEditorOff = false,
  ): Promise<readonly string[]> {
    const what: string[] = [];
    const note = (one: string) => (): Promise<void> => {
      what.push(one);
      return Promise.resolve();
    };
    await chooseProvider({
      others: () => others,
      isEditorOff: () => isEditorOff,
      switchEditorOn: note("editor on"),
      switchOff: ({ name }) => note(`${name} off`)(),
      switchUsOff: note("Facet off"),
      choose: (_title, ways) => Promise.resolve(ways[pick]?.value),
    });
    return what;
  }

  test("switches off what was not chosen, and nothing without a choice", async () => {
    assert.deepEqual(await done(0), ["GitHub Copilot off", "Continue off"]);
    assert.deepEqual(await done(1), ["Facet off"]);
    assert.deepEqual(await done(2), []);
    assert.deepEqual(await done(9), []);
  });

  test("lets the editor show suggestions again where it does not", async () => {
    assert.deepEqual(await done(0, [], true), ["editor on"]);
  });
});
