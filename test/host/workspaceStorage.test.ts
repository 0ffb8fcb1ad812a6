import assert from "node:assert/strict";
import path from "node:path";
import { Uri, workspace } from "vscode";
import { workspaceStorage } from "../../src/host/workspaceStorage.ts";
import { test } from "./suite.ts";

test("what is kept for a workspace lies where every window of it looks, which the editor's own storage does not", () => {
  const globalStorageUri = Uri.file(path.resolve("/kept"));
  const storage = workspaceStorage({ globalStorageUri });
  const hasFolder = (workspace.workspaceFolders ?? []).length > 0;
  assert.equal(
    path.dirname(storage),
    hasFolder ? path.join(globalStorageUri.fsPath, "workspaces") : path.dirname(globalStorageUri.fsPath),
  );
  assert.equal(workspaceStorage({ globalStorageUri }), storage);
});
