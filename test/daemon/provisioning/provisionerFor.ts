import assert from "node:assert/strict";
import type { Failure } from "../../../src/core/failures.ts";
import type { ProvisioningState } from "../../../src/core/provisioning/state.ts";
import { defaultSettings, type Settings } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import type { DaemonKeeper } from "../../../src/ollama/daemonKeeper.ts";
import { realTimer } from "../../../src/ollama/idleDeadline.ts";
import { type Memory, ShortMemory } from "../../../src/ollama/memory.ts";
import { noKeeper } from "../../../src/ollama/noKeeper.ts";
import { Provisioner } from "../../../src/ollama/provisioner.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";

/** Nobody loses patience. */
export const never = new AbortController().signal;

/** A provisioner and what is seen of it. */
export interface Made {
  readonly provisioner: Provisioner;
  readonly memory: Memory;
  readonly kinds: string[];
}

/** A provisioner as a window has it, with every state it went through. */
export function provisionerFor(
  endpoint: string,
  changes: Partial<Settings> = {},
  keeper: DaemonKeeper = noKeeper,
  memory: Memory = new ShortMemory(),
  now: () => number = () => performance.now(),
): Made {
  const settings = { ...defaultSettings, endpoint, contextLength: 2048, ...changes };
  const provisioner = new Provisioner({
    settings,
    modelOf: (one) => one.model,
    environment: {},
    keeper,
    memory,
    timer: realTimer,
    now,
    clientFor: (url) => new DaemonClient(url),
    log: () => undefined,
  });
  const kinds: string[] = [];
  provisioner.onChange(() => {
    if (kinds.at(-1) !== provisioner.state.kind) kinds.push(provisioner.state.kind);
  });
  return { provisioner, memory, kinds };
}

/** Waits until a provisioner comes to a state. */
export function reached(provisioner: Provisioner, kind: ProvisioningState["kind"]): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (provisioner.state.kind !== kind) return;
      end();
      resolve();
    };
    const end = provisioner.onChange(look);
    look();
  });
}

/** Who started the daemon that is ready. */
export function ownerIn(state: ProvisioningState): string | undefined {
  return state.kind === "ready" ? state.owner : undefined;
}

/** What a work that must fail fails with. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof DaemonError, String(error));
    return error.failure;
  }
  assert.fail("did not fail");
}
