import { writeFile } from "node:fs/promises";
import path from "node:path";
import { repository } from "./editor/openEditor.ts";
import { referencePage } from "./reference/referencePage.ts";

await writeFile(path.join(repository, "docs", "reference.md"), await referencePage());
