import { isObject, type Loose } from "./looseJson.ts";

/** When ghost text is asked for. */
export type CompletionTrigger = "auto" | "typing" | "pauses" | "manual";

/** Whether ghost text may have more than one line. */
export type Multiline = "auto" | "always" | "never";

/** Ghost text settings; the values here are the defaults of `package.json` too, which a test keeps equal. */
export interface CompletionSettings {
  readonly enabled: boolean;
  readonly model: string;
  readonly languages: Readonly<Record<string, boolean>>;
  readonly trigger: CompletionTrigger;
  readonly multiline: Multiline;
  readonly maxLines: number;
  readonly minDelayMs: number;
  readonly inComments: boolean;
  readonly grow: boolean;
}

/** Settings of commit messages, which each folder may have of its own. */
export interface CommitSettings {
  readonly instructions: string;
  readonly inCommitBox: boolean;
}

/** All settings, by the names of `package.json` without the prefix `facet.`. */
export interface Settings {
  readonly endpoint: string;
  readonly model: string;
  readonly contextLength: number;
  readonly keepAlive: string;
  readonly language: string;
  /** Whether the model's licence has been accepted for this machine by somebody else than the person at the keyboard. */
  readonly licenceAccepted: boolean;
  readonly daemon: { readonly autoStart: boolean; readonly path: string };
  readonly completion: CompletionSettings;
  readonly commitMessage: CommitSettings;
  /** Globs of files that are never read, besides those that are known to hold secrets. */
  readonly secretPatterns: readonly string[];
}

/** The one model Facet is made for: Gemma 3 4B, quantization-aware trained, as the model hub names it. */
export const gemmaModel = "hf.co/google/gemma-3-4b-it-qat-q4_0-gguf";

/** What holds where the user has set nothing. */
export const defaultSettings: Settings = {
  endpoint: "",
  model: gemmaModel,
  contextLength: 8192,
  keepAlive: "30m",
  language: "",
  licenceAccepted: false,
  daemon: { autoStart: true, path: "" },
  completion: {
    enabled: true,
    model: "",
    languages: { "*": true },
    trigger: "auto",
    multiline: "auto",
    maxLines: 12,
    minDelayMs: 0,
    inComments: true,
    grow: false,
  },
  commitMessage: { instructions: "", inCommitBox: false },
  secretPatterns: [],
};

const triggers: readonly string[] = ["auto", "typing", "pauses", "manual"];
const multilines: readonly string[] = ["auto", "always", "never"];

function section(source: Loose, name: string): Loose {
  const value = source[name];
  return isObject(value) ? value : {};
}

/** Takes a value only if it has the default's type, so that a wrong setting falls back to what is known to work. */
function pick<T extends string | number | boolean>(source: Loose, name: string, fallback: T): T {
  const value = source[name];
  if (typeof value !== typeof fallback) return fallback;
  if (typeof value === "number" && !Number.isFinite(value)) return fallback;
  return value as T;
}

function pickOneOf<T extends string>(source: Loose, name: string, allowed: readonly string[], fallback: T): T {
  const value = source[name];
  return typeof value === "string" && allowed.includes(value) ? (value as T) : fallback;
}

function pickWithin(source: Loose, name: string, fallback: number, least: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, pick(source, name, fallback))));
}

function pickLanguages(source: Loose, fallback: Readonly<Record<string, boolean>>): Readonly<Record<string, boolean>> {
  const value = source["languages"];
  if (!isObject(value)) return fallback;
  const languages: Record<string, boolean> = {};
  for (const [id, on] of Object.entries(value)) if (typeof on === "boolean") languages[id] = on;
  return { "*": true, ...languages };
}

/** Reads settings from anything an editor may send; what is missing or of the wrong type takes its default. */
export function readSettings(value: unknown, defaults: Settings = defaultSettings): Settings {
  const source = isObject(value) ? value : {};
  const daemon = section(source, "daemon");
  return {
    endpoint: pick(source, "endpoint", defaults.endpoint),
    model: pick(source, "model", defaults.model).trim() || defaults.model,
    contextLength: pickWithin(source, "contextLength", defaults.contextLength, 2048, 131_072),
    keepAlive: pick(source, "keepAlive", defaults.keepAlive).trim() || defaults.keepAlive,
    language: pick(source, "language", defaults.language),
    licenceAccepted: pick(source, "licenceAccepted", defaults.licenceAccepted),
    daemon: {
      autoStart: pick(daemon, "autoStart", defaults.daemon.autoStart),
      path: pick(daemon, "path", defaults.daemon.path),
    },
    completion: readCompletionSettings(source["completion"], defaults.completion),
    commitMessage: readCommitSettings(source["commitMessage"], defaults.commitMessage),
    secretPatterns: readSecretPatterns(source["secretPatterns"], defaults.secretPatterns),
  };
}

/** Reads the `commitMessage` part alone, as an editor answers it per repository. */
export function readCommitSettings(
  value: unknown,
  defaults: CommitSettings = defaultSettings.commitMessage,
): CommitSettings {
  const source = isObject(value) ? value : {};
  return {
    instructions: pick(source, "instructions", defaults.instructions),
    inCommitBox: pick(source, "inCommitBox", defaults.inCommitBox),
  };
}

/** Reads the globs of `secretPatterns` alone; of a list that is partly wrong the rest still holds. */
export function readSecretPatterns(value: unknown, defaults: readonly string[] = []): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : defaults;
}

/** Reads the `completion` part alone, as an editor answers it per document. */
export function readCompletionSettings(
  value: unknown,
  defaults: CompletionSettings = defaultSettings.completion,
): CompletionSettings {
  const source = isObject(value) ? value : {};
  return {
    enabled: pick(source, "enabled", defaults.enabled),
    model: pick(source, "model", defaults.model).trim(),
    languages: pickLanguages(source, defaults.languages),
    trigger: pickOneOf(source, "trigger", triggers, defaults.trigger),
    multiline: pickOneOf(source, "multiline", multilines, defaults.multiline),
    maxLines: pickWithin(source, "maxLines", defaults.maxLines, 1, 100),
    minDelayMs: pickWithin(source, "minDelayMs", defaults.minDelayMs, 0, 5_000),
    inComments: pick(source, "inComments", defaults.inComments),
    grow: pick(source, "grow", defaults.grow),
  };
}

/** Whether ghost text is wanted in a language: its own entry wins over `*`. */
export function isLanguageEnabled(settings: CompletionSettings, languageId: string): boolean {
  const { enabled, languages } = settings;
  const own = Object.hasOwn(languages, languageId) ? languages[languageId] : languages["*"];
  return enabled && (own ?? true);
}
