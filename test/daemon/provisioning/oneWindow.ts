import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { OwnDaemonKeeper } from "../../../src/ollama/ownDaemonKeeper.ts";

/** A window as a process of its own, to be killed: starts the daemon, says its number, and waits. */
const [folder = "", url = "", program = ""] = process.argv.slice(2);
const keeper = new OwnDaemonKeeper(
  {
    folder,
    supervisor: { command: process.execPath, args: [process.env["FACET_SUPERVISOR"] ?? ""] },
    environment: process.env,
    clientFor: (endpoint) => new DaemonClient(endpoint),
    log: () => undefined,
    trace: () => undefined,
  },
  { path: program, proxy: "", noProxy: [] },
);
const { pid } = await keeper.start(url, new AbortController().signal);
console.log(pid);
setInterval(() => undefined, 60_000);
