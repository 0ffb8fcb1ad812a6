import { signInName } from "../core/provisioning/hubNames.ts";
import { PullMeter } from "../core/provisioning/pullMeter.ts";
import type { PullProgress } from "../core/provisioning/state.ts";
import type { DaemonClient } from "./daemonClient.ts";
import { DaemonError } from "./readFailure.ts";
import { readPullFailure } from "./readPullFailure.ts";

/** Where a pull is told of. */
export interface PullWatcher {
  readonly moved: (progress: PullProgress) => void;
  readonly verifying: () => void;
}

/** The user owes the hub a step before this model can be had. */
export class GateError extends Error {
  readonly step: "key" | "licence";

  constructor(step: "key" | "licence") {
    super(step);
    this.name = "GateError";
    this.step = step;
  }
}

/**
 * Downloads a model and makes sure that it is there under the name that was asked for.
 * A gated model is had under the hub's other name and copied, since the daemon does not sign in at `hf.co` (facts: ollama 4.1).
 * Throws `GateError` where the user owes a step, `DaemonError` for the rest, or the signal's reason; a later pull goes on where this one ended.
 */
export async function pullModel(
  client: DaemonClient,
  model: string,
  watcher: PullWatcher,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pullAs(client, model, watcher, now, signal);
  } catch (error) {
    if (!(error instanceof DaemonError)) throw error;
    const end = readPullFailure(error, model);
    const otherName = signInName(model);
    if (end.kind !== "realmHost" || otherName === undefined) throw named(error, model);
    try {
      await pullAs(client, otherName, watcher, now, signal);
      await client.copy(otherName, model, signal);
    } catch (second) {
      throw second instanceof DaemonError ? named(second, model) : second;
    }
  }
  // "success" alone is not proof (facts: ollama 8).
  await client.show(model, signal);
}

async function pullAs(
  client: DaemonClient,
  name: string,
  watcher: PullWatcher,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  const meter = new PullMeter();
  for await (const { status, digest, total, completed } of client.pull(name, signal)) {
    if (status.startsWith("verifying")) {
      watcher.moved(meter.complete());
      watcher.verifying();
    } else if (digest !== "" && total > 0) {
      watcher.moved(meter.note({ digest, totalBytes: total, completedBytes: completed }, now()));
    }
  }
}

function named(error: DaemonError, model: string): Error {
  const end = readPullFailure(error, model);
  switch (end.kind) {
    case "gate":
      return new GateError(end.step);
    case "failure":
      return new DaemonError(end.failure, error);
    case "realmHost":
      return new DaemonError(
        { kind: "pullFailed", problem: "hubError", subject: model, detail: error.failure.kind },
        error,
      );
  }
}
