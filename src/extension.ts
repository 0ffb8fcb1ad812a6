import { commands, type ExtensionContext, window, workspace } from "vscode";
import { defaultSettings } from "./core/settings.ts";
import { registerCommands } from "./host/commands.ts";
import { GhostTextClient } from "./host/ghostTextClient.ts";
import { Log } from "./host/log.ts";
import { completionSettingsOf, currentSettings, onSettingsChange } from "./host/settings.ts";
import { StatusBar } from "./host/statusBar.ts";
import { DaemonClient } from "./ollama/daemonClient.ts";
import { realTimer } from "./ollama/idleDeadline.ts";
import { noKeeper } from "./ollama/noKeeper.ts";
import { Provisioner } from "./ollama/provisioner.ts";
import { GhostText } from "./providers/ghostText.ts";
import { StatusMenu } from "./providers/statusMenu.ts";

/** Ends what `activate` began; VS Code waits for it. */
let end: () => Promise<void> = () => Promise.resolve();

/** Makes every part once, in an order that can be read, and starts what must run. */
export function activate(context: ExtensionContext): void {
  const log = new Log();
  const statusBar = new StatusBar();
  const provisioner = new Provisioner({
    settings: workspace.isTrusted ? currentSettings() : defaultSettings,
    modelOf: (settings) => settings.model,
    environment: process.env,
    keeper: noKeeper,
    memory: context.globalState,
    timer: realTimer,
    now: () => performance.now(),
    clientFor: (endpoint) => new DaemonClient(endpoint),
    log: (line) => log.info(line),
  });
  const client = new GhostTextClient(context.extensionPath, currentSettings, log, {
    onFailure: (failure) => provisioner.reportFailure(failure),
    onPace: (pace) => ghostText.notePace(pace),
    onRunning: (isRunning) => ghostText.noteServer(isRunning),
  });
  const ghostText = new GhostText(provisioner, client, statusBar, log, completionSettingsOf);
  const menu = new StatusMenu(() => ghostText.status, commands.executeCommand);

  context.subscriptions.push(
    log,
    statusBar,
    ghostText,
    onSettingsChange(() => provisioner.useSettings(currentSettings())),
    window.onDidChangeWindowState(({ focused }) => provisioner.setFocused(focused)),
    ...registerCommands({
      "facet.showMenu": () => menu.show(),
      "facet.showLog": () => log.show(),
      "facet.toggleCompletions": () => ghostText.toggle(),
      "facet.dismiss": () => ghostText.dismiss(),
    }),
  );
  ghostText.start();
  end = async () => {
    await client.stop();
    await provisioner.dispose();
  };
}

/** Called by VS Code when the window closes. */
export function deactivate(): Promise<void> {
  return end();
}
