import type { Failure } from "./failures.ts";
import { wordsOfFailure } from "./failureWords.ts";
import { isOnThisMachine } from "./loopback.ts";
import { isObject } from "./looseJson.ts";
import { sameModel } from "./modelName.ts";
import type { DaemonOwner, ModelGeneration, Speeds } from "./provisioning/state.ts";
import { sizeWords } from "./sizes.ts";
import { say } from "./words/words.ts";

/** What the diagnosis knows. It holds no text of any file. */
export interface DiagnosisFacts {
  readonly facetVersion: string;
  readonly editor: { readonly name: string; readonly version: string };
  readonly system: { readonly name: string; readonly memoryBytes: number; readonly processors: number };
  readonly remoteName: string | undefined;
  readonly endpoint: { readonly url: string; readonly source: "setting" | "OLLAMA_HOST" | "default" };
  /** The daemon's answer: its version, or why there is none. */
  readonly daemon:
    { readonly version: string; readonly owner: DaemonOwner | undefined } | { readonly failure: Failure };
  readonly program: string | undefined;
  readonly model: string;
  readonly installed: readonly { readonly name: string; readonly sizeBytes: number; readonly isRemote: boolean }[];
  readonly loaded: readonly {
    readonly name: string;
    readonly contextLength: number;
    readonly sizeBytes: number;
    readonly sizeVramBytes: number;
  }[];
  readonly gate: { readonly model: string; readonly step: "key" | "licence" } | undefined;
  /** The machine that the model in use really runs on; undefined where that is the daemon's. */
  readonly runsAt: string | undefined;
  readonly generation: ModelGeneration | undefined;
  readonly speeds: Speeds | undefined;
  /** Why our models can or cannot be seen in the editor's own chat. */
  readonly chat: readonly string[];
  /** What the status bar says, and why ghost text or chat is off. */
  readonly status: readonly string[];
  readonly changedSettings: readonly (readonly [name: string, value: unknown])[];
  readonly failures: readonly { readonly at: Date; readonly failure: Failure }[];
}

/** The diagnosis as a page that can be read and copied. */
export function diagnosisText(facts: DiagnosisFacts): string {
  return [
    `# ${say("diagnosis.title")}`,
    section(say("diagnosis.section.summary"), facts.status),
    section(say("diagnosis.section.versions"), [
      say("diagnosis.facet", { version: facts.facetVersion }),
      say("diagnosis.editor", facts.editor),
      say("diagnosis.system", {
        system: facts.system.name,
        memory: sizeWords(facts.system.memoryBytes),
        processors: facts.system.processors,
      }),
      ...(facts.remoteName === undefined ? [] : [say("diagnosis.remote", { name: facts.remoteName })]),
    ]),
    section(say("diagnosis.section.daemon"), daemonLines(facts)),
    section(say("diagnosis.section.models"), modelLines(facts)),
    ...(facts.chat.length === 0 ? [] : [section(say("diagnosis.section.chat"), facts.chat)]),
    section(
      say("diagnosis.section.settings"),
      facts.changedSettings.length === 0
        ? [say("diagnosis.settings.same")]
        : facts.changedSettings.map(([name, value]) => `\`${name}\`: \`${JSON.stringify(value)}\``),
    ),
    section(
      say("diagnosis.section.errors"),
      facts.failures.length === 0
        ? [say("diagnosis.errors.none")]
        : facts.failures.map(({ at, failure }) => `${at.toISOString()} ${wordsOfFailure(failure)}`),
    ),
  ].join("\n\n");
}

function section(title: string, lines: readonly string[]): string {
  return [`## ${title}`, "", ...lines.map((line) => `- ${line.replace(/\s*\n\s*/g, " ")}`)].join("\n");
}

function daemonLines({ endpoint, daemon, program, installed, model, runsAt }: DiagnosisFacts): readonly string[] {
  const isHere = isOnThisMachine(endpoint.url);
  const remoteModel = installed.find((one) => one.isRemote && sameModel(one.name, model));
  const elsewhere = isHere ? (runsAt ?? remoteModel?.name) : endpoint.url;
  return [
    say("diagnosis.endpoint", { endpoint: endpoint.url, source: say(`diagnosis.source.${endpoint.source}`) }),
    "failure" in daemon
      ? say("diagnosis.daemon.silent", { why: wordsOfFailure(daemon.failure) })
      : say("diagnosis.daemon.answers", daemon),
    ...("owner" in daemon && daemon.owner !== undefined ? [say(`diagnosis.daemon.${daemon.owner}`)] : []),
    program === undefined ? say("diagnosis.daemon.noProgram") : say("diagnosis.daemon.program", { path: program }),
    elsewhere === undefined ? say("diagnosis.localOnly") : say("diagnosis.notLocal", { subject: elsewhere }),
  ];
}

function modelLines({ installed, loaded, model, gate, generation, speeds }: DiagnosisFacts): readonly string[] {
  return [
    ...(installed.length === 0 ? [say("diagnosis.model.none")] : []),
    ...installed.map((one) =>
      one.isRemote
        ? say("diagnosis.model.remote", one)
        : say("diagnosis.model.installed", { name: one.name, size: sizeWords(one.sizeBytes) }),
    ),
    ...loaded.map((one) =>
      say("diagnosis.model.loaded", {
        name: one.name,
        context: one.contextLength,
        memory: sizeWords(one.sizeBytes),
        gpuPercent: one.sizeBytes > 0 ? Math.round((100 * one.sizeVramBytes) / one.sizeBytes) : 0,
      }),
    ),
    ...(loaded.length === 0 ? [say("diagnosis.model.notLoaded", { name: model })] : []),
    gate === undefined ? say("diagnosis.gate.none") : say(`diagnosis.gate.${gate.step}`, gate),
    ...(generation === undefined ? [] : [say("diagnosis.model.template", { generation })]),
    speeds === undefined || speeds.promptTokensPerSecond === 0
      ? say("diagnosis.speed.unknown")
      : say("diagnosis.speed", {
          prompt: Math.round(speeds.promptTokensPerSecond),
          generated: Math.round(speeds.generatedTokensPerSecond),
        }),
  ];
}

/** The settings that the user has changed, by their full names. */
export function changedSettings(
  now: object,
  defaults: object,
  prefix = "facet",
): readonly (readonly [string, unknown])[] {
  const usual = new Map<string, unknown>(Object.entries(defaults));
  return Object.entries(now).flatMap(([name, value]: [string, unknown]): readonly (readonly [string, unknown])[] => {
    const before = usual.get(name);
    if (JSON.stringify(value) === JSON.stringify(before)) return [];
    const isGroup = isObject(value) && isObject(before) && !Object.hasOwn(before, "*");
    return isGroup ? changedSettings(value, before, `${prefix}.${name}`) : [[`${prefix}.${name}`, value]];
  });
}
