import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { suite, test } from "node:test";
import { referencePage } from "../../scripts/reference/referencePage.ts";
import manifest from "../../package.json" with { type: "json" };

const root = path.join(import.meta.dirname, "../..");

/** Ids of Facet that are neither settings nor commands: chat, views, keys of conditions, the command of other editors. */
const otherIds = new Set(["facet.chat", "facet.chatView", "facet.server.accepted"]);

const settings = manifest.contributes.configuration.flatMap((group) => Object.keys(group.properties));
const commands = manifest.contributes.commands.map((one) => one.command);
const known = new Set([...settings, ...commands, ...otherIds]);

async function pages(): Promise<string[]> {
  const inDocs = await readdir(path.join(root, "docs"));
  return [
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    ...inDocs.map((name) => `docs/${name}`),
  ].filter((name) => name.endsWith(".md"));
}

suite("the documentation", () => {
  test("names only settings and commands that exist", async () => {
    const wrong: string[] = [];
    for (const page of await pages()) {
      const text = await readFile(path.join(root, page), "utf8");
      for (const [, id = ""] of text.matchAll(/`(facet\.[a-zA-Z.]+[a-zA-Z])`/g)) {
        if (!known.has(id)) wrong.push(`${page}: ${id}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  test("lists every key that is taken, with its condition", async () => {
    const text = await readFile(path.join(root, "docs", "keys.md"), "utf8");
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    for (const { command, key, when } of manifest.contributes.keybindings) {
      const isListed = rows.some((row) => [command, key, when].every((one) => row.includes(`\`${one}\``)));
      assert.ok(isListed, command);
    }
  });

  test("has every setting and command, as `npm run reference` writes them", async () => {
    assert.equal(await readFile(path.join(root, "docs", "reference.md"), "utf8"), await referencePage());
  });

  test("shows only pictures that exist, and each picture somewhere", async () => {
    const texts = await Promise.all((await pages()).map((page) => readFile(path.join(root, page), "utf8")));
    const shown = texts.join("\n");
    const pictures = await readdir(path.join(root, "docs", "pictures"));
    // A picture in the light stands beside its twin in the dark, which is shown instead where a page shows one alone.
    const twinOf = (name: string): string => name.replace(/-(?:light|dark)\.png$/, "-");
    assert.deepEqual(
      pictures.filter((name) => !shown.includes(`pictures/${twinOf(name)}`)),
      [],
    );
  });

  test("links only to files that exist, and to headings that they have", async () => {
    const wrong: string[] = [];
    for (const page of await pages()) {
      const text = await readFile(path.join(root, page), "utf8");
      for (const [, target = "", heading] of text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)) {
        const file = target === "" ? path.join(root, page) : path.resolve(path.dirname(path.join(root, page)), target);
        const siblings = await readdir(path.dirname(file)).catch((): string[] => []);
        const isThere = siblings.includes(path.basename(file));
        if (!isThere || (heading !== undefined && !anchorsIn(await readFile(file, "utf8")).includes(heading))) {
          wrong.push(`${page}: ${target}${heading === undefined ? "" : `#${heading}`}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
  });
});

/** The names by which a page's headings are linked to. */
function anchorsIn(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/ /g, "-"),
  );
}
