import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import type { Locator } from "playwright-core";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { git } from "../../scripts/parts/git.ts";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";

const canary = "CANARY_7d1e";

/** Files that must not be read, though somebody has staged them all. */
const secretFiles = [
  ".env",
  "deploy/prod.env",
  "keys/server.pem",
  "keys/id_ed25519",
  "customers/list.csv",
  "built/out.js",
];

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Two repositories beside each other, each with a commit and something staged. */
async function twoRepositories(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-two-"));
  for (const name of ["shop", "tools"]) {
    const root = path.join(folder, name);
    await write(path.join(root, "main.ts"), `export const ${name} = 0;\n`);
    await write(path.join(root, ".gitignore"), "built/\n");
    await git(root, "init", "--quiet", "--initial-branch=main");
    await git(root, "config", "user.name", "Ada");
    await git(root, "config", "user.email", "ada@example.org");
    await git(root, "config", "http.extraHeader", `Authorization: ${canary}`);
    await git(root, "add", "--all");
    await git(root, "commit", "--quiet", "-m", `Begin the ${name}`);
    await write(path.join(root, "main.ts"), `export const ${name} = 1; // counts each item once\n`);
    for (const secret of secretFiles) await write(path.join(root, secret), `TOKEN=${canary}\n`);
    await git(root, "add", "--all", "--force");
  }
  return folder;
}

suite("the boxes of two repositories", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start();
    folder = await twoRepositories();
    const settings = {
      "facet.endpoint": daemon.url,
      "facet.licenceAccepted": true,
      "facet.completion.enabled": false,
      "facet.commitMessage.inCommitBox": true,
      "facet.secretPatterns": ["customers/**"],
      "scm.alwaysShowRepositories": true,
    };
    editor = await openEditor({ folder, settings });
    await editor.page.locator('.activitybar .action-item a[aria-label^="Source Control"]').click();
    await row("tools").waitFor();
    await row("shop").waitFor();
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A repository's own line in the source control view. */
  function row(name: string): Locator {
    return editor.page
      .locator(".scm-view .monaco-list-row", { has: editor.page.locator(".scm-provider") })
      .filter({ hasText: name });
  }

  /** The commit box below a repository's line; they stand in the order of the names. */
  function box(name: string): Locator {
    return editor.page.locator(".scm-view .scm-editor").nth(name === "shop" ? 0 : 1);
  }

  async function texts(): Promise<string[]> {
    const all = await Promise.all(["shop", "tools"].map((name) => box(name).locator(".view-line").allInnerTexts()));
    return all.map((lines) => lines.join("\n").replaceAll("\u00a0", " ").trim());
  }

  async function press(name: string, label: string): Promise<void> {
    await row(name).hover();
    await row(name).locator(`a.action-label[aria-label^="${label}"]`).click();
  }

  async function typeInto(name: string, text: string): Promise<void> {
    await box(name).locator(".monaco-editor").first().click();
    await editor.page.keyboard.press("Control+A");
    await editor.page.keyboard.press("Delete");
    if (text !== "") await editor.page.keyboard.type(text);
  }

  /** Chooses in a list by its words. */
  async function pick(words: string): Promise<void> {
    await editor.page.locator(".quick-input-list .monaco-list-row", { hasText: words }).first().click();
  }

  function lastQuestion(): string {
    return daemon.chats.at(-1)?.[0]?.content ?? "";
  }

  test("the button of the second writes into the second, about the second", async () => {
    daemon.will(saying("Count each tool once\n"));
    await press("tools", "Write Commit Message");
    await box("tools").locator(".view-line", { hasText: "Count each tool once" }).waitFor();
    assert.deepEqual(await texts(), ["", "Count each tool once"]);
    assert.match(lastQuestion(), /\+export const tools = 1/);
    assert.doesNotMatch(lastQuestion(), /shop/);
  });

  test("asked again, it goes on with the conversation as the person wishes", async () => {
    daemon.will(saying("Count once\n"));
    await runCommand(editor.page, "Facet: Write Commit Message Again");
    await pick("tools");
    await pick("Shorter");
    await box("tools").locator(".view-line", { hasText: "Count once" }).waitFor();
    const turns = daemon.chats.at(-1) ?? [];
    assert.equal(turns.length, 3);
    assert.equal(turns[1]?.content, "Count each tool once");
    assert.match(turns[2]?.content ?? "", /as short as possible/);
  });

  test("a daemon that is lost midway leaves the draft", async () => {
    await typeInto("shop", "my own words");
    daemon.will({ steps: [{ kind: "say", text: "Count each item\n" }, { kind: "wait" }, { kind: "cut" }] });
    await press("shop", "Write Commit Message");
    await box("shop").locator(".view-line", { hasText: "Count each item" }).waitFor();
    daemon.release();
    await box("shop").locator(".view-line", { hasText: "my own words" }).waitFor();
    await runCommand(editor.page, "Notifications: Clear All Notifications");
  });

  test("ghost text goes on with what is begun, and Tab takes it", async () => {
    daemon.will(saying("Count every item of the shop\n"));
    await typeInto("shop", "Count every");
    const ghost = box("shop").locator(".ghost-text, .ghost-text-decoration").first();
    await ghost.waitFor();
    assert.match((await ghost.innerText()).replaceAll("\u00a0", " "), /item of the shop/);
    await editor.page.keyboard.press("Tab");
    await ghost.waitFor({ state: "detached" });
    assert.equal((await texts())[0], "Count every item of the shop");
  });

  test("the last message is rewritten where the person agrees, and what is staged stays", async () => {
    const root = path.join(folder, "tools");
    daemon.will(saying("Start the collection of tools\n"));
    await runCommand(editor.page, "Facet: Rewrite Message of Last Commit");
    await pick("tools");
    await editor.page.locator(".monaco-dialog-box a.monaco-button", { hasText: "Replace" }).click();
    await editor.page.locator(".statusbar-item", { hasText: "The last commit has its new message." }).waitFor();
    assert.equal((await git(root, "log", "-1", "--format=%s")).trim(), "Start the collection of tools");
    assert.match(await git(root, "diff", "--cached", "--name-only"), /main\.ts/);
  });

  test("no request ever held a word of a file with secrets, of git's settings or of an ignored file", () => {
    const all = daemon.questions.map(({ body }) => body);
    assert.ok(
      all.some((body) => body.includes("counts each item once")),
      "nothing was read, which proves nothing",
    );
    assert.ok(all.every((body) => !body.includes(canary)));
    // They are named all the same: that they change may be what the commit is about.
    assert.match(lastQuestionNaming("tools"), /added: \.env \(\+1 -0\), not read/);
  });

  function lastQuestionNaming(name: string): string {
    return (
      daemon.chats.map(([first]) => first?.content ?? "").findLast((text) => text.includes(`const ${name} = 1`)) ?? ""
    );
  }
});

test("in a workspace that is not trusted a sentence says so, and nobody is asked", async () => {
  const daemon = await ScriptedDaemon.start();
  const folder = await twoRepositories();
  const settings = { "facet.endpoint": daemon.url, "security.workspace.trust.startupPrompt": "never" };
  const editor = await openEditor({ folder, isTrusted: false, settings });
  try {
    await editor.page.locator('.statusbar-item[id$="facet.status"]').waitFor();
    await runCommand(editor.page, "Facet: Write Commit Message");
    await editor.page.locator('.statusbar-item[id="status.notifications"] .codicon-bell-dot').waitFor();
    await editor.page.locator('.statusbar-item[id="status.notifications"]').click();
    await editor.page.locator(".notification-list-item-message", { hasText: "trust" }).first().waitFor();
    assert.deepEqual(daemon.chats, []);
  } finally {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
