import type { DaemonClient } from "../ollama/daemonClient.ts";

/** What the engine asks of a daemon, and nothing else. */
export type ModelClient = Pick<DaemonClient, "loaded" | "load" | "generateRaw" | "generateInsert">;
