import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ConfigurationTarget, Diagnostic, languages, Range, Uri, window, workspace } from "vscode";
import { AttachmentReader } from "../../src/providers/chat/attachmentReader.ts";
import { Refusal } from "../../src/providers/chat/refusal.ts";
import { test } from "./suite.ts";

const canary = "CANARY_51c0";
const secretFiles = [".env", "keys/server.pem", ".git/config", ".ssh/config", ".npmrc", "customers/list.csv"];

/** Files that must not be read, one of them by the user's own setting, and one that may be. */
async function withFiles(work: (fileOf: (name: string) => Uri) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-secret-"));
  const setting = (value: readonly string[] | undefined): Thenable<void> =>
    workspace.getConfiguration("facet").update("secretPatterns", value, ConfigurationTarget.Global);
  try {
    for (const name of [...secretFiles, "plain.txt"]) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), `TOKEN=${canary}\n`);
    }
    await setting(["customers/**"]);
    await work((name) => Uri.file(path.join(folder, name)));
  } finally {
    await setting(undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

function newReader(): AttachmentReader {
  return new AttachmentReader({
    terminalSelection: () => Promise.resolve(""),
    changes: () => Promise.resolve(""),
    newId: () => "one",
  });
}

test("a file with secrets is attached to no chat, neither from the disk nor from its editor, whatever folder is open", () =>
  withFiles(async (fileOf) => {
    const reader = newReader();
    assert.match((await reader.file(fileOf("plain.txt"))).text, new RegExp(canary));
    for (const name of secretFiles) {
      const uri = fileOf(name);
      await assert.rejects(reader.file(uri), Refusal, name);
      const editor = await window.showTextDocument(uri);
      await assert.rejects(reader.file(uri), Refusal, `${name}, open`);
      assert.throws(() => reader.lines(editor, 0, 0), Refusal, `${name}, its lines`);
      await assert.rejects(async () => reader.selectionOrFile(), Refusal, `${name}, as the current file`);
    }
  }));

test("what is wrong in a file with secrets is not told", () =>
  withFiles(async (fileOf) => {
    const found = languages.createDiagnosticCollection("secrets");
    try {
      const complaint = new Diagnostic(new Range(0, 0, 0, 1), `unexpected ${canary}`);
      found.set(fileOf(".env"), [complaint]);
      found.set(fileOf("customers/list.csv"), [complaint]);
      await window.showTextDocument(fileOf("customers/list.csv"));
      assert.throws(() => newReader().problems(), Refusal);
    } finally {
      found.dispose();
    }
  }));
