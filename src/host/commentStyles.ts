import { extensions, Uri, workspace } from "vscode";
import { type CommentStyle, commentStyleIn, knownCommentStyle } from "../core/answers/commentStyle.ts";

interface LanguageContribution {
  readonly id?: unknown;
  readonly configuration?: unknown;
}

/** How a language writes comments, as the extension that brings the language tells the editor; else what we know ourselves. */
export async function commentStyleOf(languageId: string): Promise<CommentStyle | undefined> {
  for (const { extensionUri, packageJSON } of extensions.all) {
    for (const { id, configuration } of languagesIn(packageJSON)) {
      if (id !== languageId || typeof configuration !== "string") continue;
      const style = await read(Uri.joinPath(extensionUri, configuration));
      if (style !== undefined) return style;
    }
  }
  return knownCommentStyle(languageId);
}

async function read(file: Uri): Promise<CommentStyle | undefined> {
  try {
    return commentStyleIn(new TextDecoder().decode(await workspace.fs.readFile(file)));
  } catch {
    return undefined;
  }
}

function languagesIn(manifest: unknown): readonly LanguageContribution[] {
  const contributes = fieldOf(manifest, "contributes");
  const languages = fieldOf(contributes, "languages");
  return Array.isArray(languages)
    ? languages.filter((one): one is LanguageContribution => typeof one === "object" && one !== null)
    : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
