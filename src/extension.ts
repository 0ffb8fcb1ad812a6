import { commands, env, type ExtensionContext, lm, Uri, version, window } from "vscode";
import { ungatedTwin } from "./core/provisioning/knownModels.ts";
import { viewOf } from "./core/status.ts";
import { speak } from "./core/words/words.ts";
import { registerCommands } from "./host/commands.ts";
import { ContextKeys } from "./host/contextKeys.ts";
import { GhostTextServer } from "./host/ghostTextServer.ts";
import { repositoryIdOf } from "./host/git.ts";
import { InlineProviders } from "./host/inlineProviders.ts";
import { Log } from "./host/log.ts";
import { completionSettingsOf, currentSettings, writeSetting } from "./host/settings.ts";
import { SetUpUi } from "./host/setUpUi.ts";
import { StatisticsStore } from "./host/statisticsStore.ts";
import { StatusBar } from "./host/statusBar.ts";
import { registerChatCommands } from "./providers/chat/chatCommands.ts";
import { modelVisibility } from "./providers/chat/modelVisibility.ts";
import { OfferedModels } from "./providers/chat/offeredModels.ts";
import { ProblemFix } from "./providers/chat/problemFix.ts";
import { vendor } from "./providers/chat/vendor.ts";
import { ChatParticipant } from "./providers/chatParticipant.ts";
import { registerAnswerCommands } from "./providers/answer/answerCommands.ts";
import { Diagnosis } from "./providers/diagnosis.ts";
import { GhostText } from "./providers/ghostText.ts";
import { chooseProvider, type ProviderChoiceNeeds } from "./providers/providerChoice.ts";
import { RemoteDaemons } from "./providers/remoteDaemons.ts";
import { Sample } from "./providers/sample.ts";
import { SetUp } from "./providers/setUp.ts";
import { SetUpSteps } from "./providers/setUpSteps.ts";
import { StatisticsPage } from "./providers/statisticsPage.ts";
import { StatusMenu } from "./providers/statusMenu.ts";
import { wireAnswers } from "./wiring/wireAnswers.ts";
import { wireCommits } from "./wiring/wireCommits.ts";
import { wireDaemon } from "./wiring/wireDaemon.ts";

/** Ends what `activate` began; VS Code waits for it. */
let end: () => Promise<void> = () => Promise.resolve();

/** Makes every part once, in an order that can be read, and starts what must run. */
export async function activate(context: ExtensionContext): Promise<void> {
  const beganMs = performance.now();
  const language = (): string => currentSettings().language.trim() || env.language;
  await speak(language());
  const log = new Log();
  const daemon = wireDaemon(context, log);
  const { clientFor, keeper, provisioner, ownProvisioner, ghostTextModel } = daemon;
  const statistics = new StatisticsStore(Uri.joinPath(context.globalStorageUri, "statistics").fsPath, (line) =>
    log.warn(line),
  );
  // An editor that is just starting may not know its settings yet and tell of no change later, so they are read again before they matter.
  const followSettings = (): void => {
    void speak(language());
    daemon.followSettings();
  };
  const client = new GhostTextServer(async () => {
    const { GhostTextClient } = await import("./host/ghostTextClient.ts");
    return new GhostTextClient(context.extensionPath, currentSettings, log, {
      onFailure: (failure) => ghostTextModel.reportFailure(failure),
      onPace: (pace) => ghostText.notePace(pace),
      onRunning: (isRunning) => ghostText.noteServer(isRunning),
      onOutcome: (outcome) => statistics.record(outcome),
      onKept: (kept) => statistics.recordKept(kept),
    });
  });
  const statusBar = new StatusBar();
  const inlineProviders = new InlineProviders(() => ghostText.refresh());
  const ghostText = new GhostText(
    ghostTextModel,
    client,
    statusBar,
    log,
    completionSettingsOf,
    inlineProviders,
    followSettings,
  );
  const keys = new ContextKeys();
  const ui = new SetUpUi();
  const remote = new RemoteDaemons(ui, clientFor);
  const trySample = (): Thenable<unknown> => commands.executeCommand("facet.trySample");
  const setUpNeeds = { keeper, ui, remote, memory: context.globalState, environment: process.env, trySample };
  const setUp = new SetUp({ ...setUpNeeds, provisioner });
  const ownSetUp = new SetUp({ ...setUpNeeds, provisioner: ownProvisioner });
  const sample = new Sample({
    ghostText,
    model: ghostTextModel,
    setUp: () => (ghostTextModel.isOwn ? ownSetUp : setUp),
    ui,
    run: commands.executeCommand,
  });
  const steps = new SetUpSteps(provisioner, keys);
  const offered = new OfferedModels(
    provisioner,
    () => currentSettings().contextLength,
    clientFor,
    (line) => log.trace(line),
  );
  const diagnosis = new Diagnosis({
    provisioner,
    keeper,
    ui,
    settings: currentSettings,
    environment: process.env,
    clientFor,
    facetVersion: String((context.extension.packageJSON as { version?: unknown }).version),
    editor: { name: env.appName, version },
    chatWords: (signal) => modelVisibility(offered, signal),
    followSettings,
    statusWords: () => viewOf(ghostText.status).tooltip,
  });
  const choice: ProviderChoiceNeeds = {
    others: () => inlineProviders.activeIn(window.activeTextEditor?.document),
    isEditorOff: () => inlineProviders.isEditorOff(window.activeTextEditor?.document),
    switchEditorOn: () => inlineProviders.switchEditorOn(),
    switchOff: (provider) => inlineProviders.switchOff(provider),
    switchUsOff: () => writeSetting("completion.enabled", false),
    choose: (title, ways) => ui.choose(title, ways),
  };
  const facetVersion = String((context.extension.packageJSON as { version?: unknown }).version);
  const statisticsPage = new StatisticsPage({ extensionUri: context.extensionUri, store: statistics, facetVersion });
  const menu = new StatusMenu(() => ghostText.status, commands.executeCommand);

  const slot = { take: (signal: AbortSignal) => client.takeForeground(signal) };
  const { answers, chatModel, reader, chatView, panels, languageModel } = wireAnswers({
    context,
    log,
    provisioner,
    slot,
    offered,
  });
  const { commits, commitBox, commitSamples } = wireCommits({ context, log, provisioner, answers, keys, setUp, ui });

  context.subscriptions.push(
    log,
    statusBar,
    ghostText,
    inlineProviders,
    steps,
    commits,
    commitBox,
    chatView,
    languageModel,
    window.registerWebviewViewProvider("facet.chatView", chatView),
    lm.registerLanguageModelChatProvider(vendor, languageModel),
    new ChatParticipant(chatModel, reader, (wish, signal) => commits.compose(wish, signal), context.extensionUri),
    new ProblemFix().register(),
    ...registerChatCommands(chatView, reader),
    panels,
    statisticsPage,
    ...registerAnswerCommands(panels),
    window.onDidChangeWindowState(({ focused }) => {
      provisioner.setFocused(focused);
      ownProvisioner.setFocused(focused);
    }),
    ...registerCommands({
      "facet.showMenu": () => menu.show(),
      "facet.showLog": () => log.show(),
      "facet.showStatistics": () => statisticsPage.show(),
      "facet.toggleCompletions": () => ghostText.toggle(),
      "facet.snooze": (minutes) => ghostText.snooze(typeof minutes === "number" ? minutes : undefined),
      "facet.dismiss": () => ghostText.dismiss(),
      "facet.setUp": () => setUp.run(),
      "facet.pullModel": () => (ghostTextModel.isOwnMissing ? ownSetUp.pullWanted() : setUp.pullModel()),
      "facet.chooseProvider": () => chooseProvider(choice),
      "facet.workMeanwhile": () => setUp.workMeanwhile(),
      "facet.importModel": () => setUp.importModel(),
      "facet.startDaemon": () => setUp.startDaemon(),
      "facet.useVisionModel": async () => {
        await writeSetting("model", ungatedTwin.name);
        followSettings();
        return setUp.run();
      },
      "facet.trySample": () => sample.show(),
      "facet.tryCommitSample": () => commitSamples.show(),
      "facet.diagnose": () => diagnosis.show(),
      "facet.stop": async () => {
        await Promise.all([chatView.stop(), panels.stop(), commits.stop()]);
      },
      "facet.draftCommitMessage": (source) => commits.draft(repositoryIdOf(source)),
      "facet.stopCommitMessage": (source) => commits.stop(repositoryIdOf(source)),
      "facet.regenerateCommitMessage": (source) => commits.regenerate(repositoryIdOf(source)),
      "facet.rewriteLastMessage": (source) => commits.rewriteLast(repositoryIdOf(source)),
      "facet.restoreDraft": (source) => commits.restoreDraft(repositoryIdOf(source)),
    }),
  );
  // Until VS Code has taken up our models once, it refuses `@facet` before we are asked (facts: vscode top).
  void lm.selectChatModels({ vendor });
  const stopWaiting = provisioner.onChange(() => {
    stopWaiting();
    void setUp.offerToResume();
  });
  ghostText.start();
  steps.start();
  void commitSamples.welcome();
  log.info(`activated in ${Math.round(performance.now() - beganMs)} ms`);
  end = async () => {
    await panels.close();
    await chatView.dispose();
    await client.stop();
    await statistics.flush();
    await Promise.all([provisioner.dispose(), ownProvisioner.dispose()]);
    await keeper.release();
  };
}

/** Called by VS Code when the window closes. */
export function deactivate(): Promise<void> {
  return end();
}
