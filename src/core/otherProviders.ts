/** The setting by which a provider is told to suggest text. */
export interface ProviderSetting {
  readonly name: string;
  /** Whether it is a table of switches by language identifier, in which `*` stands for all others. */
  readonly isByLanguage: boolean;
}

/** An extension that is known to suggest text while a person types. */
export interface OtherProvider {
  /** Its identifiers; one of them suffices. */
  readonly ids: readonly string[];
  readonly name: string;
  /** Some have none. */
  readonly setting?: ProviderSetting;
  /** Suggests nothing without somebody being signed in at this authentication provider. */
  readonly account?: string;
}

const byLanguage = (name: string): ProviderSetting => ({ name, isByLanguage: true });
const oneSwitch = (name: string): ProviderSetting => ({ name, isByLanguage: false });

/** In the order in which people have them. */
export const otherProviders: readonly OtherProvider[] = [
  {
    ids: ["github.copilot", "github.copilot-chat"],
    name: "GitHub Copilot",
    setting: byLanguage("github.copilot.enable"),
    account: "github",
  },
  { ids: ["continue.continue"], name: "Continue", setting: oneSwitch("continue.enableTabAutocomplete") },
  { ids: ["codeium.codeium"], name: "Windsurf", setting: byLanguage("codeium.enableConfig") },
  { ids: ["tabnine.tabnine-vscode"], name: "Tabnine" },
  { ids: ["supermaven.supermaven"], name: "Supermaven" },
  { ids: ["tabbyml.vscode-tabby"], name: "Tabby" },
  { ids: ["ggml-org.llama-vscode"], name: "llama.vscode" },
  { ids: ["rjmacarthy.twinny"], name: "twinny", setting: oneSwitch("twinny.autoSuggestEnabled") },
  { ids: ["huggingface.huggingface-vscode"], name: "llm-vscode" },
  { ids: ["sourcegraph.cody-ai"], name: "Cody", setting: oneSwitch("cody.autocomplete.enabled") },
  {
    ids: ["google.geminicodeassist"],
    name: "Gemini Code Assist",
    setting: oneSwitch("geminicodeassist.inlineSuggestions.enableAuto"),
  },
  { ids: ["amazonwebservices.amazon-q-vscode"], name: "Amazon Q" },
];

/** What the editor knows of other providers. */
export interface OthersSeen {
  /** The identifiers of the extensions that run, in lower case. */
  readonly running: ReadonlySet<string>;
  readonly valueOf: (setting: string) => unknown;
  /** The authentication providers at which somebody is signed in. */
  readonly signedIn: ReadonlySet<string>;
}

/** The providers that suggest text in a language beside us, as far as their settings and accounts tell. */
export function activeProviders(seen: OthersSeen, languageId: string): readonly OtherProvider[] {
  return otherProviders.filter(
    (one) =>
      one.ids.some((id) => seen.running.has(id)) &&
      (one.account === undefined || seen.signedIn.has(one.account)) &&
      (one.setting === undefined || isOn(seen.valueOf(one.setting.name), languageId)),
  );
}

function isOn(value: unknown, languageId: string): boolean {
  if (typeof value !== "object" || value === null) return value !== false;
  const table = new Map<string, unknown>(Object.entries(value));
  return (table.get(languageId) ?? table.get("*")) !== false;
}

/** What a provider's setting must become for it to suggest nothing any more. */
export function switchedOff({ setting }: OtherProvider, value: unknown): unknown {
  if (setting?.isByLanguage !== true) return false;
  const table = typeof value === "object" && value !== null ? value : {};
  return Object.fromEntries(["*", ...Object.keys(table)].map((language) => [language, false]));
}
