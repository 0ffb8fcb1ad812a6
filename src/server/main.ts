import path from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { type Silence, wordsOfSilence } from "../core/completion/silence.ts";
import { DaemonClient } from "../ollama/daemonClient.ts";
import {
  failureNotification,
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
import { stateFolder } from "./stateFolder.ts";
import { Provisioner } from "../ollama/provisioner.ts";

const isAlone = process.argv.includes("--stdio");
const connection = createConnection(ProposedFeatures.all);
const settings = new DocumentSettings(connection);
const log = (line: string): void => connection.console.log(line);
const noteSilence = (silence: Silence): void => connection.console.debug(wordsOfSilence(silence));

const engine = new CompletionEngine({
  clock: realClock,
  clientFor: (endpoint) => new DaemonClient(endpoint),
  onFailure: (failure) => {
    if (alone !== undefined) alone.reportFailure(failure);
    else void connection.sendNotification(failureNotification, failure);
  },
  onPace: (mode, lastOfferMs) => {
    if (!isAlone) void connection.sendNotification(paceNotification, { mode, ...engine.speeds, lastOfferMs });
  },
  onSilence: noteSilence,
  log,
});
const folder = stateFolder(process.platform, process.env);
const outcomes = new OutcomeFile(folder);
const server = new LanguageServer(connection, engine, settings, !isAlone, realClock, (outcome) => {
  if (isAlone) void outcomes.add(outcome, new Date());
  else void connection.sendNotification(outcomeNotification, outcome);
});
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
  const keeper = new OwnDaemonKeeper(
    {
      folder,
      supervisor: { command: process.execPath, args: [path.join(__dirname, "supervisor.js")] },
      environment: process.env,
      clientFor: (endpoint) => new DaemonClient(endpoint),
      log,
    },
    { path: "", proxy: "", noProxy: [] },
  );
  const provisioner = new Provisioner({
    settings: settings.whole,
    modelOf: ({ model, completion }) => (completion.model === "" ? model : completion.model),
    environment: process.env,
    keeper,
    memory: new FileMemory(path.join(folder, "memory.json")),
    timer: realTimer,
    now: () => performance.now(),
    clientFor: (endpoint) => new DaemonClient(endpoint),
    log,
  });
  return new OwnProvisioning(provisioner, keeper, connection, (runtime) => engine.useRuntime(runtime));
}
