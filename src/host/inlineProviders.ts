import { authentication, commands, type Disposable, extensions, type TextDocument } from "vscode";
import { activeProviders, type OtherProvider, otherProviders, switchedOff } from "../core/otherProviders.ts";
import { editorSetting, writeEditorSetting } from "./settings.ts";

const editorSwitch = "editor.inlineSuggest.enabled";

/** Who else suggests text in this editor, as far as its stable API tells, and whether the editor shows suggestions at all. */
export class InlineProviders implements Disposable {
  readonly #onChange: () => void;
  readonly #disposables: Disposable[];
  #signedIn: ReadonlySet<string> = new Set();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#disposables = [
      extensions.onDidChange(() => void this.look()),
      authentication.onDidChangeSessions(() => void this.look()),
    ];
  }

  /** Reads anew who is signed in where that decides; nobody is asked to sign in. */
  async look(): Promise<void> {
    const wanted = new Set(otherProviders.filter(isRunning).flatMap(({ account }) => account ?? []));
    const found = await Promise.all([...wanted].map(async (one) => ((await hasAccount(one)) ? [one] : [])));
    this.#signedIn = new Set(found.flat());
    this.#onChange();
  }

  /** The others that suggest text in a document. */
  activeIn(document: TextDocument | undefined): readonly OtherProvider[] {
    if (document === undefined) return [];
    const running = new Set(otherProviders.filter(isRunning).flatMap(({ ids }) => ids));
    const valueOf = (name: string): unknown => editorSetting(name, document);
    return activeProviders({ running, valueOf, signedIn: this.#signedIn }, document.languageId);
  }

  /** Whether the editor is set to show no suggestions of anybody. */
  isEditorOff(document: TextDocument | undefined): boolean {
    return editorSetting(editorSwitch, document) === false;
  }

  async switchEditorOn(): Promise<void> {
    await writeEditorSetting(editorSwitch, true);
  }

  /** Tells another provider to be silent; one without a setting for that is shown, so that the user can switch it off. */
  async switchOff(provider: OtherProvider): Promise<void> {
    if (provider.setting === undefined) {
      await commands.executeCommand("extension.open", provider.ids[0]);
      return;
    }
    const { name } = provider.setting;
    await writeEditorSetting(name, switchedOff(provider, editorSetting(name, undefined)));
  }

  dispose(): void {
    for (const one of this.#disposables.splice(0)) one.dispose();
  }
}

function isRunning({ ids }: OtherProvider): boolean {
  return ids.some((id) => extensions.getExtension(id)?.isActive === true);
}

async function hasAccount(provider: string): Promise<boolean> {
  try {
    return (await authentication.getAccounts(provider)).length > 0;
  } catch {
    return false;
  }
}
