import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";

const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "dist");

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The source files and packages that are in a bundle. */
async function contentOf(name: string): Promise<ReadonlySet<string>> {
  const { inputs } = JSON.parse(await readFile(path.join(dist, `meta-${name}.json`), "utf8")) as Metafile;
  return new Set(Object.keys(inputs).map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input));
}

suite("what is bundled", async () => {
  const parts = (await readdir(path.join(dist, "parts"))).filter((name) => name.endsWith(".js"));
  const partNames = parts.map((name) => path.basename(name, ".js"));

  test("leaves what takes long to read out of what VS Code reads at its start", async () => {
    const extension = await contentOf("extension");
    const packages = [...extension].filter((one) => !one.startsWith("src/"));
    assert.deepEqual(packages.sort(), ["ollama", "whatwg-fetch"]);
    for (const part of ["src/host/ghostTextClient.ts", "src/ollama/agentFetch.ts", "src/core/words/german.ts"]) {
      assert.ok(!extension.has(part), part);
    }
  });

  test("reads a language's words only when they are spoken, in the server too", async () => {
    const server = await contentOf("server");
    assert.deepEqual(
      [...server].filter((one) => /words\/\w*(?:german|french|spanish|japanese|chinese)/i.test(one)),
      [],
    );
    assert.ok(!server.has("undici"));
  });

  test("has in no part what keeps a state, which there would be twice", async () => {
    for (const name of partNames) {
      const part = await contentOf(name);
      assert.ok(!part.has("src/core/words/words.ts"), name);
    }
  });
});
