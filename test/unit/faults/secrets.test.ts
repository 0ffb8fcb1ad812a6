import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { isSecretPath } from "../../../src/core/secretPaths.ts";
import { BareClient } from "../../bareClient.ts";
import { FaultyDaemon } from "../../faults/faultyDaemon.ts";

/** Files whose words must never leave the editor, each with its own canary. */
const secretFiles = [
  ".env",
  ".env.local",
  "deploy/production.env",
  "certificates/server.pem",
  "certificates/server.key",
  "certificates/ca.crt",
  "keys/id_ed25519",
  ".npmrc",
  ".netrc",
  "credentials.json",
  "config/secrets.yaml",
  "terraform/live.tfvars",
  ".git/config",
  ".git/packed-refs",
  ".aws/credentials",
] as const;
/** Files that the user has named in the settings. */
const namedFiles = ["customers/list.ts", "old/keys.vault"] as const;
/** Files that are no secret, but that nobody wrote by hand: they are not read for others. */
const ignoredFiles = ["node_modules/cart/index.ts", "dist/cart.ts", ".venv/lib/cart.ts"] as const;
const openFile = "prices.ts";

const canaryOf = (path: string): string => `CANARY_${path.replace(/\W/g, "_")}_3f9a`;
const bodyOf = (path: string): string =>
  `export const secretOfCart = "${canaryOf(path)}";\nexport function totalOfCart(cart: Cart) {\n  return cart.total;\n}\n`;

let daemon: FaultyDaemon;
let client: BareClient;

before(async () => {
  daemon = await FaultyDaemon.start();
  client = await BareClient.start({
    endpoint: daemon.url,
    daemon: { autoStart: false },
    completion: { trigger: "typing" },
    secretPatterns: ["customers/**", "*.vault"],
  });
  await client.logLine(/-> ready$/);
});

after(async () => {
  await client.stop();
  await daemon.stop();
});

function seen(canary: string): boolean {
  return daemon.asked.some((one) => one.body.includes(canary));
}

suite("no request for ghost text", () => {
  test("ever holds a word of a file with secrets, open, edited or beside; what may be read is read", async () => {
    for (const path of [...secretFiles, ...namedFiles, ...ignoredFiles, openFile]) {
      await client.open(path, path.endsWith(".ts") ? "typescript" : "plaintext", `${bodyOf(path)}|`);
    }
    for (const path of [...secretFiles, ...namedFiles]) {
      const cursor = await client.open(`again/${path}`, "plaintext", `${bodyOf(path)}TOKEN=|\n`);
      const typed = await client.type(cursor, "s");
      assert.equal(await client.ask(typed), undefined, `${path}: typed`);
      assert.equal(await client.ask(typed, "explicit"), undefined, `${path}: asked for`);
    }
    daemon.asked.length = 0;
    const calls = Array.from({ length: 60 }, (_, at) => `  totalOfCart(cart${at});`).join("\n");
    await client.open(
      "cart.ts",
      "typescript",
      `import { totalOfCart } from "./prices";\n\nfunction pay() {\n${calls}\n}\n|`,
    );
    // Other files are read once the cursor rests, and told of at the next new place.
    const from = client.logged.length;
    await client.ask({ line: 4, character: 2 }, "explicit");
    await client.logLine(/^context for cart\.ts: .*prices\.ts/, from);
    await client.ask({ line: 50, character: 2 }, "explicit");
    assert.ok(seen(canaryOf(openFile)), "what is no secret is read, or this test would prove nothing");
    for (const path of [...secretFiles, ...namedFiles, ...ignoredFiles]) assert.ok(!seen(canaryOf(path)), path);
  });
});

suite("a path", () => {
  test("of git's own is one of secrets, but not the messages that people write", () => {
    for (const path of [".git/config", "/w/.git/HEAD", "/w/sub/.git/modules/a/config", "C:\\w\\.git\\index"])
      assert.ok(isSecretPath(path), path);
    for (const path of ["/w/.git/COMMIT_EDITMSG", "/w/.git/MERGE_MSG", "/w/.git/rebase-merge/git-rebase-todo"])
      assert.ok(!isSecretPath(path), path);
    for (const path of ["/w/.github/workflows/ci.yml", "/w/.gitignore", "/w/a.git.ts", "/w/environment.ts"])
      assert.ok(!isSecretPath(path), path);
  });

  test("is one of secrets whatever its letters, slashes and folders look like", () => {
    for (const path of secretFiles) {
      for (const shape of [path, `/w/${path}`, `C:\\w\\${path.replaceAll("/", "\\")}`, `/w/deep/er/${path}`])
        assert.ok(isSecretPath(shape), shape);
    }
    for (const path of [".ENV", "Server.PEM", "ID_RSA"]) assert.ok(isSecretPath(path), path);
  });

  test("is one of secrets where the user says so", () => {
    assert.ok(isSecretPath("/w/notes/diary.md", ["diary.md"]));
    assert.ok(isSecretPath("/w/private/plan.txt", ["private/*"]));
    assert.ok(!isSecretPath("/w/notes/diary.md", ["", "plan.*"]));
  });
});
