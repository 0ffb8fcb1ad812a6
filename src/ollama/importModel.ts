import { createReadStream } from "node:fs";
import path from "node:path";
import { objectIn } from "../core/looseJson.ts";
import { gemmaNotice, gemmaParameters, gemmaTemplate } from "../core/provisioning/gemmaTemplate.ts";
import { PullMeter } from "../core/provisioning/pullMeter.ts";
import { isOfDownload } from "../core/provisioning/state.ts";
import type { DaemonClient } from "./daemonClient.ts";
import { digestOf, importFailure, readGguf } from "./gguf.ts";
import type { PullWatcher } from "./pullModel.ts";
import { DaemonError, readFailure } from "./readFailure.ts";
import { readPullFailure } from "./readPullFailure.ts";
import { boundFetch } from "./transport.ts";

/**
 * Gives the daemon a model file that the user already has: sums it up, hands it over unless the daemon has it, and makes a model of it.
 * Needs no network. Throws `DaemonError`, or the signal's reason.
 */
export async function importModel(
  client: DaemonClient,
  file: string,
  model: string,
  watcher: PullWatcher,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  const gguf = await readGguf(file);
  const meter = new PullMeter();
  // The file is read twice; both readings count, so that the figure moves evenly.
  const moved = (step: "sum" | "upload", completedBytes: number): void =>
    watcher.moved(meter.note({ digest: step, totalBytes: gguf.sizeBytes, completedBytes }, now()));
  moved("sum", 0);
  moved("upload", 0);
  const digest = await digestOf(file, (bytes) => moved("sum", bytes), signal);
  try {
    await upload(client.endpoint, digest, file, gguf.sizeBytes, (bytes) => moved("upload", bytes), signal);
    watcher.moved(meter.complete());
    watcher.verifying();
    const isGemma = gguf.architecture === "gemma3";
    const steps = client.create(
      {
        model,
        files: { [path.basename(file)]: digest },
        // Another model brings turns of its own in its file.
        ...(isGemma ? { template: gemmaTemplate, parameters: gemmaParameters, license: gemmaNotice } : {}),
      },
      signal,
    );
    for (let step = await steps.next(); step.done !== true; step = await steps.next());
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DaemonError) || isOfDownload(error.failure)) throw error;
    // The daemon's whole word on a file that ends too early.
    if (error.cause instanceof Error && /^(unexpected )?EOF$/.test(error.cause.message.trim())) {
      throw importFailure("notGguf", file, error);
    }
    const end = readPullFailure(error, path.basename(file));
    throw end.kind === "failure" ? new DaemonError(end.failure, error) : error;
  }
  await client.show(model, signal);
}

/** Hands a file over, with its length: without one the daemon's next request on the connection fails (facts: ollama 9). */
async function upload(
  endpoint: string,
  digest: string,
  file: string,
  sizeBytes: number,
  moved: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const url = `${endpoint}/api/blobs/${digest}`;
  const fetch = boundFetch(signal);
  let fileError: unknown;
  try {
    if ((await fetch(url, { method: "HEAD" })).ok) return;
    const stream = createReadStream(file, { highWaterMark: 1 << 20, signal });
    stream.once("error", (error) => (fileError = error));
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream", "Content-Length": String(sizeBytes) },
      body: counted(stream, moved),
      duplex: "half",
    };
    const answer = await fetch(url, init as unknown as RequestInit);
    const text = await answer.text();
    if (!answer.ok) throw new Error(errorIn(text));
  } catch (error) {
    signal.throwIfAborted();
    if (fileError !== undefined) throw importFailure("fileGone", file, fileError);
    throw new DaemonError(readFailure(error, { endpoint, model: path.basename(file) }), error);
  }
}

async function* counted(stream: AsyncIterable<unknown>, moved: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of stream) {
    yield chunk as Buffer;
    bytes += (chunk as Buffer).length;
    moved(bytes);
  }
}

function errorIn(text: string): string {
  const error = objectIn(text)?.["error"];
  // What is no JSON is said as it is.
  return typeof error === "string" ? error : text;
}
