import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository whose product is measured. */
export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Where single samples are kept, so that an interrupted bench goes on where it was. */
export const samplesFolder = path.join(repository, "out", "bench");
