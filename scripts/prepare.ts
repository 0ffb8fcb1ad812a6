import { daemonProgram } from "./parts/daemon.ts";
import { browserEditor } from "./parts/editor.ts";
import { importedModels, modelFile } from "./parts/model.ts";
import { report } from "./parts/progress.ts";

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

// The daemon takes longest and mostly computes; the others mostly download.
await Promise.all([daemonProgram(), modelFile(), browserEditor()]);
await importedModels();
report("all parts are ready");
