import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";

/** Changes settings as a person does who edits the file, while the editor runs. */
export async function changeSettings(
  { userDataDir }: Pick<OpenedEditor, "userDataDir">,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const place of ["Machine", "User"]) {
    const file = path.join(userDataDir, place, "settings.json");
    const settings = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...settings, ...changes }));
  }
}
