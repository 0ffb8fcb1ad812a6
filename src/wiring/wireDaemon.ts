import { type ExtensionContext, workspace } from "vscode";
import type { Settings } from "../core/settings.ts";
import type { Log } from "../host/log.ts";
import { currentSettings, proxySettings } from "../host/settings.ts";
import { DaemonClient } from "../ollama/daemonClient.ts";
import { realTimer } from "../ollama/idleDeadline.ts";
import { OwnDaemonKeeper } from "../ollama/ownDaemonKeeper.ts";
import { Provisioner } from "../ollama/provisioner.ts";
import { GhostTextModel } from "../providers/ghostTextModel.ts";

/** All that finds or starts a daemon, and brings its models to readiness. */
export interface Daemon {
  readonly clientFor: (endpoint: string) => DaemonClient;
  readonly keeper: OwnDaemonKeeper;
  readonly provisioner: Provisioner;
  /** For a model of its own for ghost text. */
  readonly ownProvisioner: Provisioner;
  readonly ghostTextModel: GhostTextModel;
  /** Reads the settings again. */
  readonly followSettings: () => void;
}

/** Makes the parts that own the daemon, in order. */
export function wireDaemon(context: ExtensionContext, log: Log): Daemon {
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
  const followSettings = (): void => {
    const settings = settingsInForce();
    keeper.useSettings({ path: settings.daemon.path, ...proxySettings() });
    provisioner.useSettings(settings);
    ownProvisioner.useSettings(settings);
  };
  const ghostTextModel = new GhostTextModel(provisioner, ownProvisioner, currentSettings);
  return { clientFor, keeper, provisioner, ownProvisioner, ghostTextModel, followSettings };
}

/** The settings; without trust VS Code leaves out what a workspace may not say, and nothing is started unasked. */
function settingsInForce(): Settings {
  const settings = currentSettings();
  return workspace.isTrusted ? settings : { ...settings, daemon: { ...settings.daemon, autoStart: false } };
}
