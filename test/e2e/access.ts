import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Frame } from "playwright-core";
import axe from "axe-core";
import { type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";

/** The themes that a view is looked at in: dark, light, and both of high contrast. */
const themes = ["Dark Modern", "Light Modern", "Default High Contrast", "Default High Contrast Light"] as const;

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

  async #showIn(theme: string): Promise<void> {
    for (const place of ["User", "Machine"]) {
      const file = path.join(this.#editor.userDataDir, place, "settings.json");
      const settings = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
      await writeFile(file, JSON.stringify({ ...settings, "workbench.colorTheme": theme }));
    }
    await (await this.#frame()).locator(`body[data-vscode-theme-id="${theme}"]`).waitFor();
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
