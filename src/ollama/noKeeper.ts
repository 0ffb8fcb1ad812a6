import type { DaemonKeeper } from "./daemonKeeper.ts";
import { DaemonError } from "./readFailure.ts";

/** Where no daemon may be started: only those that run are used. */
export const noKeeper: DaemonKeeper = {
  running: () => Promise.resolve(undefined),
  binary: () => Promise.resolve(undefined),
  start: (url) => Promise.reject(new DaemonError({ kind: "refused", endpoint: url })),
  onLost: () => () => undefined,
  release: () => Promise.resolve(),
};
