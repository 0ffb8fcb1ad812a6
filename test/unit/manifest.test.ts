import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { ProvisioningState } from "../../src/core/provisioning/state.ts";
import { defaultSettings, readSettings } from "../../src/core/settings.ts";
import { viewOf } from "../../src/core/status.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

interface Property {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly order: number;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
    readonly keybindings?: readonly { readonly command: string; readonly when?: string }[];
    readonly menus?: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly walkthroughs?: readonly unknown[];
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

const packageJson = await readFile(path.join(root, "package.json"), "utf8");
const english = JSON.parse(await readFile(path.join(root, "package.nls.json"), "utf8")) as Readonly<
  Record<string, string>
>;
const { contributes, capabilities } = JSON.parse(packageJson, (_, value: unknown) =>
  typeof value === "string" ? (english[/^%(.+)%$/.exec(value)?.[1] ?? ""] ?? value) : value,
) as Manifest;
const properties: Readonly<Record<string, Property>> = Object.fromEntries(
  contributes.configuration.flatMap((one) => Object.entries(one.properties)),
);

/** The settings in code as flat names; `languages` is one setting whose value is a table. */
function flat(value: object, prefix = "facet"): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]: [string, unknown]) => {
      const id = `${prefix}.${name}`;
      const isSection =
        typeof one === "object" && one !== null && !Array.isArray(one) && id !== "facet.completion.languages";
      return isSection ? Object.entries(flat(one, id)) : [[id, one]];
    }),
  );
}

/** A settings object with one value changed, as an editor would send it. */
function nestedWith(id: string, value: unknown): object {
  return id
    .split(".")
    .slice(1)
    .reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
}

suite("settings in the manifest", () => {
  test("are those of the code, with the same defaults", () => {
    const inManifest = Object.fromEntries(Object.entries(properties).map(([id, one]) => [id, one.default]));
    assert.deepEqual(inManifest, flat(defaultSettings));
  });

  test("allow exactly the values that the code takes", () => {
    for (const [id, one] of Object.entries(properties)) {
      const read = (value: unknown): unknown => flat(readSettings(nestedWith(id, value)))[id];
      for (const value of one.enum ?? []) assert.equal(read(value), value, id);
      if (one.enum !== undefined) assert.equal(read("surely not one of them"), one.default, id);
      if (one.type !== "integer") continue;
      assert.notEqual(one.minimum, undefined, id);
      assert.notEqual(one.maximum, undefined, id);
      assert.equal(read(-1e9), one.minimum, id);
      assert.equal(read(1e9), one.maximum, id);
    }
  });

  test("have the scope that keeps a workspace from redirecting them", () => {
    const scopes = Object.fromEntries(Object.entries(properties).map(([id, { scope }]) => [id, scope]));
    for (const [id, scope] of Object.entries(scopes)) {
      if (id === "facet.endpoint" || id.startsWith("facet.daemon.")) assert.equal(scope, "machine", id);
    }
    // Which model, how large, how long: a workspace may choose them once it is trusted.
    const perWorkspace = ["facet.model", "facet.completion.model", "facet.contextLength", "facet.keepAlive"];
    for (const id of perWorkspace) assert.equal(scopes[id], "machine-overridable", id);
    assert.deepEqual([...capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), perWorkspace.sort());
    for (const [id, scope] of Object.entries(scopes)) {
      if (!id.startsWith("facet.completion.") || id === "facet.completion.model") continue;
      assert.equal(scope, id === "facet.completion.languages" ? "resource" : "language-overridable", id);
    }
  });

  test("are found by words that people look for and the description need not say", () => {
    for (const [id, { keywords = [] }] of Object.entries(properties)) {
      assert.ok(keywords.length >= 3, id);
      assert.equal(new Set(keywords).size, keywords.length, id);
    }
  });

  test("are described, every choice of them too, and stand in an order", () => {
    const orders = Object.values(properties).map(({ order }) => order);
    assert.equal(new Set(orders).size, orders.length);
    for (const [id, one] of Object.entries(properties)) {
      assert.ok((one.markdownDescription ?? one.description ?? "").length > 10, id);
      assert.equal(one.markdownEnumDescriptions?.length, one.enum?.length, id);
      for (const [, other] of (one.markdownDescription ?? "").matchAll(/`#([\w.]+)#`/g)) {
        assert.ok(Object.hasOwn(properties, other ?? ""), `${id} speaks of ${other}`);
      }
    }
  });
});

suite("commands in the manifest", async () => {
  const declared = contributes.commands.map((one) => one.command);
  const registered = await registeredCommands();
  const sources = await sourcesUnder("src");

  test("are the ones that the extension registers", () => {
    assert.deepEqual([...declared].sort(), [...registered].sort());
    assert.equal(new Set(declared).size, declared.length);
  });

  test("have a title and the extension's name before it", () => {
    for (const one of contributes.commands) {
      assert.notEqual(one.title.trim(), "", one.command);
      // In a context menu, which shows titles alone, the title says whose command it is.
      if (one.category !== "Facet") assert.match(one.title, /^Facet: /, one.command);
    }
  });

  test("are what keys and menus lead to", () => {
    const used = [...(contributes.keybindings ?? []), ...Object.values(contributes.menus ?? {}).flat()].map(
      (one) => one.command,
    );
    for (const command of used) {
      if (command?.startsWith("facet.")) assert.ok(declared.includes(command), command);
    }
  });

  test("never take a key where it is not theirs", () => {
    for (const { command, when } of contributes.keybindings ?? []) assert.notEqual(when ?? "", "", command);
  });

  test("are what the code runs, links to and offers", () => {
    // Names that are no commands: views, participants, settings' prefixes, the server's own.
    const isCommand = (id: string): boolean => sources.some((text) => text.includes(`executeCommand("${id}"`));
    const offered = [
      ...sources.flatMap((text) => [...text.matchAll(/command: "(facet\.\w+)"/g)].map((one) => one[1] ?? "")),
      ...sources.flatMap((text) => [...text.matchAll(/command:(facet\.\w+)/g)].map((one) => one[1] ?? "")),
      ...sources.flatMap((text) => [...text.matchAll(/"(facet\.\w+)"/g)].map((one) => one[1] ?? "")).filter(isCommand),
    ];
    for (const id of new Set(offered)) assert.ok(declared.includes(id), id);
  });

  test("are what a click on the status bar leads to, whatever it says", () => {
    const states: readonly ProvisioningState[] = [
      { kind: "idle" },
      { kind: "looking" },
      { kind: "notInstalled" },
      { kind: "notRunning", endpoint: "" },
      { kind: "consentNeeded", what: "licence", subject: "" },
      { kind: "modelMissing", model: "" },
      { kind: "gated", model: "", step: "key" },
      { kind: "failed", failure: { kind: "busy" } },
      { kind: "failed", failure: { kind: "tooOld", version: "" } },
    ];
    const views = [
      ...states.map((state) => viewOf({ kind: "provisioning", state })),
      viewOf({ kind: "paused" }),
      viewOf({ kind: "serverStopped" }),
    ];
    const ours = new Set(views.map((view) => view.action).filter((id) => id.startsWith("facet.")));
    assert.deepEqual(
      [...ours].filter((id) => !declared.includes(id)),
      [],
    );
  });
});

/** The keys of the tables that `registerCommands` is called with. */
async function registeredCommands(): Promise<readonly string[]> {
  const ids = (await sourcesUnder("src")).flatMap((text) => {
    // The table ends where a line begins with its closing brace.
    const table = /registerCommands\(\{\n([\s\S]*?)\n\s*\}\)[,;]/.exec(text)?.[1] ?? "";
    return [...table.matchAll(/^\s*"(facet\.[\w.]+)":/gm)].map((one) => one[1] ?? "");
  });
  assert.notEqual(ids.length, 0, "no table of commands was found");
  return ids;
}

async function sourcesUnder(folder: string): Promise<readonly string[]> {
  const names = (await readdir(path.join(root, folder), { recursive: true })).filter((name) => name.endsWith(".ts"));
  return Promise.all(names.map((name) => readFile(path.join(root, folder, name), "utf8")));
}
