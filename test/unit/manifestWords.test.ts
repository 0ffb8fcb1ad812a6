import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

type Table = Readonly<Record<string, string>>;

async function tableIn(name: string): Promise<Table> {
  return JSON.parse(await readFile(path.join(root, name), "utf8")) as Table;
}

/** Keys of the manifest under which VS Code shows a person what stands there. */
const shown = new Set([
  "title",
  "description",
  "markdownDescription",
  "markdownEnumDescriptions",
  "deprecationMessage",
  "altText",
  "name",
]);
/** What has the same name in every language: the product, and how VS Code finds a part of it. */
const names = new Set(["facet", "Facet"]);

/** Every text of the manifest that is shown, with the path to it. */
function shownTexts(value: unknown, key: string, place: string): readonly (readonly [place: string, text: string])[] {
  if (typeof value === "string") return shown.has(key) && !names.has(value) ? [[place, value]] : [];
  if (Array.isArray(value)) return value.flatMap((one: unknown, at) => shownTexts(one, key, `${place}[${at}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => shownTexts(one, name, `${place}.${name}`));
}

suite("the words of the manifest", async () => {
  const manifest = await readFile(path.join(root, "package.json"), "utf8");
  const { contributes, capabilities } = JSON.parse(manifest) as { contributes: object; capabilities: object };
  const english = await tableIn("package.nls.json");
  const others = (await readdir(root)).filter((name) => /^package\.nls\..+\.json$/.test(name));

  test("stand in tables, none in the manifest itself", () => {
    const texts = shownTexts({ contributes, capabilities }, "", "package.json").filter(
      // A command of the participant is written as it is typed.
      ([place]) => !/chatParticipants\[\d\](?:\.commands\[\d\])?\.name$/.test(place),
    );
    assert.deepEqual(
      texts.filter(([, text]) => !/^%[\w.]+%$/.test(text)),
      [],
    );
  });

  test("are used, all of them, and none is missing", () => {
    const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map((one) => one[1] ?? ""));
    assert.deepEqual([...used].sort(), Object.keys(english).sort());
  });

  test("are there in five more languages, with the same links and settings", () => {
    assert.deepEqual(others.sort(), ["de", "es", "fr", "ja", "zh-cn"].map((code) => `package.nls.${code}.json`).sort());
  });

  for (const name of others) {
    test(`are whole in ${name}`, async () => {
      const table = await tableIn(name);
      assert.deepEqual(Object.keys(table), Object.keys(english));
      const partsOf = (text: string): readonly string[] => [...(text.match(/`[^`]+`|command:[\w.]+/g) ?? [])].sort();
      for (const [key, text] of Object.entries(table)) {
        assert.notEqual(text.trim(), "", key);
        assert.deepEqual(partsOf(text), partsOf(english[key] ?? ""), key);
        if (text === english[key]) assert.match(key, /^(?:displayName|view\.chat|setting\.group\.answers)$/, key);
      }
    });
  }
});
