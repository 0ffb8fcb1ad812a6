import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Frame } from "playwright-core";
import axe from "axe-core";
import { type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { browserEditor } from "../../scripts/parts/editor.ts";
import { changeSettings } from "./changeSettings.ts";

/** The themes that a view is looked at in: dark, light, and both of high contrast. */
let themes: readonly string[] = ["Dark Modern", "Light Modern", "Default High Contrast", "Default High Contrast Light"];

/** From now on, views are looked at in each theme that comes with the editor. Says which. */
export async function lookInAllThemes(): Promise<readonly string[]> {
  const extensions = path.join((await browserEditor()).server, "extensions");
  const manifests = (await readdir(extensions)).filter((one) => one.startsWith("theme-"));
  const found = await Promise.all(manifests.map((one) => themesOf(path.join(extensions, one, "package.json"))));
  themes = found.flat();
  return themes;
}

async function themesOf(manifest: string): Promise<readonly string[]> {
  const { contributes } = JSON.parse(await readFile(manifest, "utf8")) as {
    readonly contributes: { readonly themes?: readonly { readonly id: string }[] };
  };
  return (contributes.themes ?? []).map(({ id }) => id);
}

/** Where the pictures go. */
const pictures = path.join(repository, "out", "screenshots");

/** Whether everybody can use a view. */
export class Access {
  readonly #editor: OpenedEditor;
  readonly #frame: () => Promise<Frame>;
  readonly #background: string;

  /** `background` is the colour that the editor draws behind the view, which is transparent. */
  constructor(editor: OpenedEditor, frame: () => Promise<Frame>, background: string) {
    this.#editor = editor;
    this.#frame = frame;
    this.#background = background;
  }

  /** What axe finds in the view as it is now, in each theme; takes a picture of each. */
  async barriers(name: string): Promise<readonly string[]> {
    await mkdir(pictures, { recursive: true });
    const found: string[] = [];
    for (const theme of themes) {
      await this.#showIn(theme);
      const frame = await this.#frame();
      await frame.evaluate(axe.source);
      const violations = await frame.evaluate<string[]>(`(${violationsOnPage})(${JSON.stringify(this.#background)})`);
      found.push(...violations.map((one) => `${theme}: ${one}`));
      const file = `${name}-${theme.replaceAll(" ", "-").toLowerCase()}.png`;
      await this.#editor.page.screenshot({ path: path.join(pictures, file) });
    }
    return found;
  }

  /** What moves in the view. */
  async movements(): Promise<readonly string[]> {
    return (await this.#frame()).evaluate<string[]>(movementsOnPage);
  }

  /** Writes the setting until the editor has read it: what is written before it watches its files is not seen. */
  async #showIn(theme: string): Promise<void> {
    for (let tries = 1; ; tries++) {
      await changeSettings(this.#editor, { "workbench.colorTheme": theme });
      try {
        const body = (await this.#frame()).locator(`body[data-vscode-theme-id="${theme}"]`);
        return await body.waitFor({ timeout: 15_000 });
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
  }
}

// These run in the page; as texts, because the tests are compiled without the types of a page.
const violationsOnPage = `async (background) => {
  const { style } = document.documentElement;
  style.background = "var(" + background + ")";
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  style.background = "";
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
    id + " at " + target.flat().join(" ") + ": " + [...any, ...all, ...none].map(({ message }) => message).join("; ")));
}`;
const movementsOnPage = `(() => {
  const roots = [document, ...[...document.querySelectorAll("*")].flatMap((one) => one.shadowRoot ?? [])];
  return roots.flatMap((root) => root.getAnimations()).map(({ effect }) => String(effect?.target?.className));
})()`;
