import { commands, env, type ExtensionContext, lm, Uri, version, window, workspace } from "vscode";
import { answerLanguage } from "./core/conversation/answerLanguage.ts";
import type { Settings } from "./core/settings.ts";
import { isLocal } from "./core/provisioning/state.ts";
import { ungatedTwin } from "./core/provisioning/knownModels.ts";
import { viewOf } from "./core/status.ts";
import { speak } from "./core/words/words.ts";
import { CommitUi } from "./host/commitUi.ts";
import { registerCommands } from "./host/commands.ts";
import { ConversationFiles } from "./host/conversationFiles.ts";
import { ContextKeys } from "./host/contextKeys.ts";
import { GhostTextServer } from "./host/ghostTextServer.ts";
import { openRepositories, repositoryIdOf } from "./host/git.ts";
import { InlineProviders } from "./host/inlineProviders.ts";
import { Log } from "./host/log.ts";
import {
  commitSettingsOf,
  completionSettingsOf,
  currentSettings,
  proxySettings,
  secretPatterns,
  writeSetting,
} from "./host/settings.ts";
import { SampleRepository } from "./host/sampleRepository.ts";
import { SetUpUi } from "./host/setUpUi.ts";
import { StatisticsStore } from "./host/statisticsStore.ts";
import { StatusBar } from "./host/statusBar.ts";
import { terminalSelection } from "./host/terminalSelection.ts";
import { DaemonClient } from "./ollama/daemonClient.ts";
import { ForegroundAnswers, type ReadyModel } from "./ollama/foregroundAnswers.ts";
import { realTimer } from "./ollama/idleDeadline.ts";
import { OwnDaemonKeeper } from "./ollama/ownDaemonKeeper.ts";
import { Provisioner } from "./ollama/provisioner.ts";
import { AttachmentReader, newAttachmentId } from "./providers/chat/attachmentReader.ts";
import { registerChatCommands, showView } from "./providers/chat/chatCommands.ts";
import { ChatModel } from "./providers/chat/chatModel.ts";
import { Conversations } from "./providers/chat/conversations.ts";
import { changedFiles, gitChanges } from "./providers/chat/gitChanges.ts";
import { modelVisibility } from "./providers/chat/modelVisibility.ts";
import { OfferedModels } from "./providers/chat/offeredModels.ts";
import { otherModel } from "./providers/chat/otherModel.ts";
import { ProblemFix } from "./providers/chat/problemFix.ts";
import { vendor } from "./providers/chat/vendor.ts";
import { ChatParticipant } from "./providers/chatParticipant.ts";
import { ChatView } from "./providers/chatView.ts";
import { CommitBox } from "./providers/commitBox.ts";
import { CommitSamples } from "./providers/commitSamples.ts";
import { CommitMessages } from "./providers/commitMessages.ts";
import { CommitWriter } from "./providers/commitWriter.ts";
import { registerAnswerCommands } from "./providers/answer/answerCommands.ts";
import { AnswerSession } from "./providers/answer/answerSession.ts";
import { AnswerShelf } from "./providers/answer/answerShelf.ts";
import { AnswerWriter } from "./providers/answer/answerWriter.ts";
import { SourceReader } from "./providers/answer/sourceReader.ts";
import { AnswerPanels } from "./providers/answerPanels.ts";
import { Diagnosis } from "./providers/diagnosis.ts";
import { GhostText } from "./providers/ghostText.ts";
import { GhostTextModel } from "./providers/ghostTextModel.ts";
import { LanguageModel } from "./providers/languageModel.ts";
import { chooseProvider, type ProviderChoiceNeeds } from "./providers/providerChoice.ts";
import { RemoteDaemons } from "./providers/remoteDaemons.ts";
import { Sample } from "./providers/sample.ts";
import { SetUp } from "./providers/setUp.ts";
import { SetUpSteps } from "./providers/setUpSteps.ts";
import { StatisticsPage } from "./providers/statisticsPage.ts";
import { StatusMenu } from "./providers/statusMenu.ts";

/** Ends what `activate` began; VS Code waits for it. */
let end: () => Promise<void> = () => Promise.resolve();

/** Makes every part once, in an order that can be read, and starts what must run. */
export async function activate(context: ExtensionContext): Promise<void> {
  const beganMs = performance.now();
  const language = (): string => currentSettings().language.trim() || env.language;
  await speak(language());
  const log = new Log();
  const clientFor = (endpoint: string): DaemonClient => new DaemonClient(endpoint);
  const keeper = new OwnDaemonKeeper(
    {
      folder: context.globalStorageUri.fsPath,
      supervisor: { command: process.execPath, args: [context.asAbsolutePath("dist/supervisor.js")] },
      environment: process.env,
      clientFor,
      log: (line) => log.info(line),
      trace: (line) => log.trace(line),
    },
    { path: currentSettings().daemon.path, ...proxySettings() },
  );
  const provisioning = {
    settings: settingsInForce(),
    environment: process.env,
    keeper,
    memory: context.globalState,
    timer: realTimer,
    now: () => performance.now(),
    clientFor,
    log: (line: string) => log.info(line),
  };
  const provisioner = new Provisioner({ ...provisioning, modelOf: (settings) => settings.model });
  const ownProvisioner = new Provisioner({
    ...provisioning,
    modelOf: ({ model, completion }) => (completion.model === "" ? model : completion.model),
  });
  const ghostTextModel = new GhostTextModel(provisioner, ownProvisioner, currentSettings);
  const statistics = new StatisticsStore(Uri.joinPath(context.globalStorageUri, "statistics").fsPath, (line) =>
    log.warn(line),
  );
  // An editor that is just starting may not know its settings yet and tell of no change later, so they are read again before they matter.
  const followSettings = (): void => {
    void speak(language());
    const settings = settingsInForce();
    keeper.useSettings({ path: settings.daemon.path, ...proxySettings() });
    provisioner.useSettings(settings);
    ownProvisioner.useSettings(settings);
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
    run: commands.executeCommand,
  });
  const steps = new SetUpSteps(provisioner, keys);
  const offered = new OfferedModels(provisioner, () => currentSettings().contextLength, clientFor);
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
  const readiness = (signal: AbortSignal): Promise<ReadyModel> => provisioner.ensureReady(signal);
  const answers = new ForegroundAnswers(readiness, slot, (failure) => provisioner.reportFailure(failure));
  const answersIn = (): string => answerLanguage(currentSettings().language, env.language);
  const chatModel = new ChatModel(answers, answersIn);
  const reader = new AttachmentReader({ terminalSelection, changes: gitChanges, newId: newAttachmentId });
  const act = (action: string): Thenable<unknown> => commands.executeCommand(action);
  const chatView = new ChatView({
    extensionUri: context.extensionUri,
    place: (context.storageUri ?? context.globalStorageUri).path.slice(-100),
    conversations: new Conversations(
      new ConversationFiles((context.storageUri ?? context.globalStorageUri).fsPath),
      Date.now,
      (line) => log.warn(line),
    ),
    model: chatModel,
    modelState: provisioner,
    reader,
    memory: context.workspaceState,
    now: Date.now,
    act,
  });
  const shelf = new AnswerShelf(
    new ConversationFiles((context.storageUri ?? context.globalStorageUri).fsPath, "answers"),
    (line) => log.warn(line),
  );
  // Material in another language would draw an answer in that language, so even English is asked for.
  const panelLanguage = (): string => answersIn() || "English";
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void realTimer.set(resolve, ms));
  const writer = new AnswerWriter(chatModel, panelLanguage, pause, Date.now);
  const panels = new AnswerPanels({
    extensionUri: context.extensionUri,
    shelf,
    reader: new SourceReader({ terminalSelection, changes: changedFiles }),
    newSession: (listener) => new AnswerSession({ writer, shelf, language: panelLanguage, now: Date.now, listener }),
    openInChat: async (exchanges) => {
      await showView();
      await chatView.goOnWith(exchanges);
    },
    act,
    model: () => provisioner.model,
  });
  /** Each counts tokens in its own way, learnt from its answers. */
  const otherModels = new Map<string, ChatModel>();
  const modelFor = (id: string): ChatModel => {
    if (id === provisioner.model) return chatModel;
    const known = otherModels.get(id) ?? new ChatModel(otherModel(id, readiness, slot), answersIn);
    otherModels.set(id, known);
    return known;
  };
  const languageModel = new LanguageModel({
    modelFor,
    offered: (signal) => offered.list(signal),
    onChange: (listener) => provisioner.onChange(listener),
  });

  const commitUi = new CommitUi(keys);
  const commitSamples = new CommitSamples({
    repository: new SampleRepository(context.globalStorageUri.fsPath),
    setUp,
    ui,
    commitUi,
    isLocal: () => isLocal(provisioner.state),
  });
  const commits = new CommitMessages(
    openRepositories,
    new CommitWriter(answers),
    commitUi,
    (repositoryId) => ({
      instructions: commitSettingsOf(Uri.parse(repositoryId)).instructions,
      secretPatterns: secretPatterns(),
    }),
    (line) => log.trace(line),
  );
  const commitBox = new CommitBox(
    (repositoryId, beginning, signal) => commits.suggest(repositoryId, beginning, signal),
    (repository) => commitSettingsOf(repository).inCommitBox,
    realTimer,
  );

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

/** The settings; without trust VS Code leaves out what a workspace may not say, and nothing is started unasked. */
function settingsInForce(): Settings {
  const settings = currentSettings();
  return workspace.isTrusted ? settings : { ...settings, daemon: { ...settings.daemon, autoStart: false } };
}

/** Called by VS Code when the window closes. */
export function deactivate(): Promise<void> {
  return end();
}
