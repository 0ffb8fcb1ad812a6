import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { wordsOfFailure } from "../src/core/failureWords.ts";
import { defaultSettings, gemmaModel } from "../src/core/settings.ts";
import { wordsOfError } from "../src/core/wordsOfError.ts";
import { DaemonClient } from "../src/ollama/daemonClient.ts";
import { DaemonError } from "../src/ollama/readFailure.ts";
import { build } from "./build.ts";
import { repository } from "./editor/openEditor.ts";
import { realDaemon } from "./parts/ownDaemon.ts";
import { report } from "./parts/progress.ts";
import { openForPerson } from "./start/openForPerson.ts";
import { realModel } from "./start/realModel.ts";
import type { ServedModel } from "./start/servedModel.ts";
import { demonstrate } from "./start/demonstrate.ts";

const { values } = parseArgs({ options: { small: { type: "boolean" }, once: { type: "boolean" } } });
const isOnce = values.once === true;
const isSmall = values.small === true || isOnce;

/** How long what we started may take to end after Ctrl+C, ms; what is left then ends with us. */
const endingMs = 5_000;

const interruption = new AbortController();
const signal = interruption.signal;
const closers: (() => Promise<void>)[] = [];

async function servedModel(): Promise<ServedModel> {
  const real = isSmall ? undefined : await realModel(signal);
  if (real !== undefined) return real;
  report("the model is Gemma 3 270M under the real one's name: fast on any machine, and not wise");
  const daemon = await realDaemon({});
  report(`our daemon answers at ${daemon.url}`);
  return daemon;
}

async function main(): Promise<void> {
  await build({ production: false });
  report("the extension is built");
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-samples-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  signal.throwIfAborted();

  const served = await servedModel();
  closers.push(served.stop);
  signal.throwIfAborted();
  const daemonReadyMs = performance.now();

  const { contextLength: numCtx, keepAlive } = defaultSettings;
  await new DaemonClient(served.url).load({ model: gemmaModel, numCtx, keepAlive }, signal);
  report(`${gemmaModel} is loaded`);
  const modelLoadedMs = performance.now();

  const editor = { folder, daemonUrl: served.url, signal };
  if (isOnce) await demonstrate({ ...editor, daemonReadyMs, modelLoadedMs });
  else await openForPerson(editor);
}

function reasonOf(error: unknown): string {
  if (error instanceof DaemonError) return wordsOfFailure(error.failure);
  return wordsOfError(error);
}

async function finished(): Promise<number> {
  try {
    await main();
    return 0;
  } catch (error) {
    if (!signal.aborted) console.error(`\nIt did not work: ${reasonOf(error)}`);
    return signal.aborted && !isOnce ? 0 : 1;
  } finally {
    for (const close of closers.reverse()) await close().catch((error: unknown) => console.error(reasonOf(error)));
  }
}

const finishing = finished();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    if (!signal.aborted) report("stopping what was started here");
    interruption.abort(new Error(name));
    void Promise.race([finishing, pause(endingMs)]).then(() => process.exit(130));
  });
}
process.exit(await finishing);
