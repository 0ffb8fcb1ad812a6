import path from "node:path";
import { parseArgs } from "node:util";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { type Silence, wordsOfSilence } from "../core/completion/silence.ts";
import { readSettings, type Settings } from "../core/settings.ts";
import type { KeptOutcome, OfferOutcome } from "../core/statistics/outcome.ts";
import { say, speak } from "../core/words/words.ts";
import { DaemonClient } from "../ollama/daemonClient.ts";
import {
  failureNotification,
  keptNotification,
  outcomeNotification,
  paceNotification,
  runtimeNotification,
} from "../shared/lsp/messages.ts";
import { realClock } from "./clock.ts";
import { CompletionEngine } from "./completionEngine.ts";
import { DocumentSettings } from "./documentSettings.ts";
import { LanguageServer } from "./languageServer.ts";
import { OutcomeFile } from "./outcomeFile.ts";
import { OwnProvisioning } from "./ownProvisioning.ts";
import { realTimer } from "../ollama/idleDeadline.ts";
import { FileMemory } from "../ollama/fileMemory.ts";
import { OwnDaemonKeeper } from "../ollama/ownDaemonKeeper.ts";
import { ProcessTerminal } from "./processTerminal.ts";
import { publicKeyOf, type PublicKey } from "../ollama/publicKey.ts";
import { TerminalSetUp } from "./terminalSetUp.ts";
import { stateFolder } from "./stateFolder.ts";
import { Provisioner } from "../ollama/provisioner.ts";
import { WorkMeter } from "./workMeter.ts";

const folder = stateFolder(process.platform, process.env);
const clientFor = (endpoint: string): DaemonClient => new DaemonClient(endpoint);

/** What a person at a terminal reads who does not know yet what to say. */
const help = `facet-server: ghost text from Gemma on a local Ollama, for editors with LSP 3.18 inline completion

  --stdio              serve an editor over standard input and output
  --set-up             bring Ollama and the model to readiness, in this terminal
    --model NAME       another model than Gemma 3 4B
    --endpoint URL     where Ollama answers
  --version            print the version
`;

/** Serves one editor until it goes. */
function serve(isAlone: boolean): void {
  const connection = createConnection(ProposedFeatures.all);
  const log = (line: string): void => connection.console.log(line);
  const trace = (line: string): void => connection.console.debug(line);
  const settings = new DocumentSettings(connection, trace);
  const noteSilence = (silence: Silence): void => trace(wordsOfSilence(silence));

  const work = new WorkMeter();
  const engine = new CompletionEngine({
    clock: realClock,
    clientFor,
    onFailure: (failure) => {
      if (alone !== undefined) alone.reportFailure(failure);
      else void connection.sendNotification(failureNotification, failure);
    },
    onPace: (mode, lastOfferMs) => {
      if (!isAlone) void connection.sendNotification(paceNotification, { mode, ...engine.speeds, lastOfferMs });
    },
    onSilence: noteSilence,
    onWork: (done) => work.note(done),
    log,
  });
  const outcomes = new OutcomeFile(folder, log);
  const noteOutcome = (offer: OfferOutcome): void => {
    const outcome = { ...offer, work: work.take(), speeds: engine.speeds };
    if (isAlone) void outcomes.add(outcome, new Date());
    else void connection.sendNotification(outcomeNotification, outcome);
  };
  const noteKept = (kept: KeptOutcome): void => {
    if (isAlone) void outcomes.add(kept, new Date());
    else void connection.sendNotification(keptNotification, kept);
  };
  const server = new LanguageServer(connection, engine, settings, !isAlone, realClock, noteOutcome, noteKept);
  const alone = isAlone ? ownProvisioning() : undefined;
  server.onSilence = noteSilence;
  server.onAsked = () => alone?.lookUnlessReady();

  connection.onDidChangeConfiguration((params) => {
    settings.change(params);
    alone?.useSettings(settings.whole);
  });
  connection.onNotification(runtimeNotification, ({ runtime, isPaused }) => {
    server.isPaused = isPaused;
    engine.useRuntime(runtime ?? undefined);
  });
  connection.onShutdown(async () => {
    await engine.stop();
    await alone?.stop();
  });
  server.listen(() => {
    alone?.start(settings.whole);
  });

  /** What a host would do for us; where there is one, none of it is made. */
  function ownProvisioning(): OwnProvisioning {
    const { keeper, provisioner } = provisioningOf(settings.whole, log, trace);
    return new OwnProvisioning(provisioner, keeper, connection, (runtime) => engine.useRuntime(runtime));
  }
}

/** A keeper of daemons that we start, and the provisioning of one model with it. */
function provisioningOf(
  settings: Settings,
  log: (line: string) => void,
  trace: (line: string) => void = () => undefined,
): { readonly keeper: OwnDaemonKeeper; readonly provisioner: Provisioner } {
  const environment = process.env;
  const supervisor = { command: process.execPath, args: [path.join(__dirname, "supervisor.js")] };
  const keeper = new OwnDaemonKeeper(
    { folder, supervisor, environment, clientFor, log, trace },
    { path: settings.daemon.path, proxy: "", noProxy: [] },
  );
  const provisioner = new Provisioner({
    settings,
    modelOf: ({ model, completion }) => (completion.model === "" ? model : completion.model),
    environment,
    keeper,
    memory: new FileMemory(path.join(folder, "memory.json")),
    timer: realTimer,
    now: () => performance.now(),
    clientFor,
    log,
  });
  return { keeper, provisioner };
}

/** Brings Ollama and the model to readiness before a person's eyes. */
async function setUp(model: string | undefined, endpoint: string | undefined): Promise<boolean> {
  await speak(process.env["LC_ALL"] ?? process.env["LC_MESSAGES"] ?? process.env["LANG"] ?? "");
  const { keeper, provisioner } = provisioningOf(readSettings({ model, endpoint }), () => undefined);
  const terminal = new ProcessTerminal(process.stdin, process.stdout);
  const leaving = new AbortController();
  process.once("SIGINT", () => leaving.abort());
  const publicKey = async (): Promise<PublicKey> => {
    const owner = (await keeper.running()) === undefined ? "found" : "ours";
    return publicKeyOf(process.platform, process.env, owner, provisioner.isDaemonHere);
  };
  try {
    return await new TerminalSetUp({ provisioner, terminal, publicKey }).run(leaving.signal);
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    terminal.print(say("setUp.stopped"));
    return false;
  } finally {
    terminal.close();
    await provisioner.dispose();
    await keeper.release();
  }
}

const { values } = parseArgs({
  strict: false,
  options: { model: { type: "string" }, endpoint: { type: "string" } },
});
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
if (values["set-up"] === true) {
  void setUp(text(values.model), text(values.endpoint)).then((isReady) => process.exit(isReady ? 0 : 1));
} else if (values["version"] === true) process.stdout.write(`${process.env["FACET_VERSION"]}\n`);
else if (["stdio", "node-ipc", "socket", "pipe"].some((way) => values[way] !== undefined))
  serve(values["stdio"] === true);
else {
  process.stdout.write(help);
  process.exitCode = values["help"] === true ? 0 : 1;
}
