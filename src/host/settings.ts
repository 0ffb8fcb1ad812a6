import { ConfigurationTarget, type Uri, workspace } from "vscode";
import {
  type CommitSettings,
  type CompletionSettings,
  readCommitSettings,
  readCompletionSettings,
  readSecretPatterns,
  readSettings,
  type Settings,
} from "../core/settings.ts";

/** Reads the settings of this window; the only place that asks VS Code's configuration for ours. */
export function currentSettings(): Settings {
  return readSettings(workspace.getConfiguration("facet"));
}

/** Reads the ghost text settings that hold for one document. */
export function completionSettingsOf(document: { readonly uri: Uri; readonly languageId: string }): CompletionSettings {
  const scope = { uri: document.uri, languageId: document.languageId };
  return readCompletionSettings(workspace.getConfiguration("facet.completion", scope));
}

/** Reads the settings of commit messages that hold in one folder. */
export function commitSettingsOf(folder: Uri | undefined): CommitSettings {
  return readCommitSettings(workspace.getConfiguration("facet.commitMessage", folder));
}

/** The user's own globs of files that are never read. */
export function secretPatterns(): readonly string[] {
  return readSecretPatterns(workspace.getConfiguration("facet").get("secretPatterns"));
}

/** Writes one of our settings for this user, by its name without the prefix. */
export async function writeSetting(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration("facet").update(name, value, ConfigurationTarget.Global);
}

/** A setting of the editor or of another extension, as it holds for a document. */
export function editorSetting(
  name: string,
  document: { readonly uri: Uri; readonly languageId: string } | undefined,
): unknown {
  const scope = document && { uri: document.uri, languageId: document.languageId };
  return workspace.getConfiguration(undefined, scope).get<unknown>(name);
}

/** Writes a setting of the editor or of another extension for this user, who has chosen so. */
export async function writeEditorSetting(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
}

/** VS Code's own proxy settings, which the daemons that we start hand on to their downloads. */
export function proxySettings(): { readonly proxy: string; readonly noProxy: readonly string[] } {
  const http = workspace.getConfiguration("http");
  const noProxy: unknown = http.get("noProxy");
  return {
    proxy: http.get("proxy") ?? "",
    noProxy: Array.isArray(noProxy) ? noProxy.filter((one): one is string => typeof one === "string") : [],
  };
}

/** The patterns of what the editor neither shows nor searches in a folder. */
export function excludedGlobsOf(uri: Uri): readonly string[] {
  const sections = ["files.exclude", "search.exclude"].map((name): unknown =>
    workspace.getConfiguration(undefined, uri).get(name),
  );
  return sections.flatMap((one) =>
    typeof one === "object" && one !== null
      ? Object.entries(one).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []))
      : [],
  );
}

/** The SSH configuration that the editor's SSH extension is told to use, on the machine in front of the user. */
export function sshConfigurationFile(): string | undefined {
  const file = workspace.getConfiguration("remote.SSH").get<unknown>("configFile");
  return typeof file === "string" && file !== "" ? file : undefined;
}
