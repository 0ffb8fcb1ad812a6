import { defaultSettings } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { FileMemory } from "../../../src/ollama/fileMemory.ts";
import { realTimer } from "../../../src/ollama/idleDeadline.ts";
import { OwnDaemonKeeper } from "../../../src/ollama/ownDaemonKeeper.ts";
import { Provisioner } from "../../../src/ollama/provisioner.ts";

/** What the window does: as JSON on the command line. */
export interface WindowOrder {
  readonly folder: string;
  readonly url: string;
  readonly program: string;
  readonly supervisor: { readonly command: string; readonly args: readonly string[] };
  readonly memory: string;
  readonly work: "look" | "pull" | "import";
  readonly file: string;
}

/** A window as a process of its own, to be killed at some moment: says each state as a line, and how many bytes have come. */
const order = JSON.parse(process.argv[2] ?? "{}") as WindowOrder;
const clientFor = (url: string): DaemonClient => new DaemonClient(url);
const keeper = new OwnDaemonKeeper(
  {
    folder: order.folder,
    supervisor: order.supervisor,
    environment: process.env,
    clientFor,
    log: () => undefined,
    trace: () => undefined,
  },
  { path: order.program, proxy: "", noProxy: [] },
);
const provisioner = new Provisioner({
  settings: { ...defaultSettings, endpoint: order.url, contextLength: 2048, licenceAccepted: true },
  modelOf: (settings) => settings.model,
  environment: {},
  keeper,
  memory: new FileMemory(order.memory),
  timer: realTimer,
  now: () => performance.now(),
  clientFor,
  log: () => undefined,
});
provisioner.onChange(() => {
  const { state } = provisioner;
  console.log(state.kind, state.kind === "pulling" ? state.progress.completedBytes : 0);
});
const never = new AbortController().signal;
const work =
  order.work === "pull"
    ? provisioner.pullModel(never)
    : order.work === "import"
      ? provisioner.importModel(order.file, never)
      : provisioner.ensureReady(never);
// Whatever becomes of it is seen from outside.
work.catch(() => undefined);
setInterval(() => undefined, 60_000);
