import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { openEditor, type OpenedEditor, repository } from "../editor/openEditor.ts";
import { git } from "../parts/git.ts";
import { ScriptedDaemon } from "../../test/scriptedDaemon.ts";
import { savePicture } from "./savePicture.ts";

/** The looks that pictures are taken in. */
export const looks = { light: "Light 2026", dark: "Dark 2026" } as const;

export type Look = keyof typeof looks;

/** A part of the window, in its own pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An editor without what has nothing to do with Facet. */
const bareSettings: Readonly<Record<string, unknown>> = {
  "window.commandCenter": false,
  "workbench.layoutControl.enabled": false,
  "breadcrumbs.enabled": false,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "editor.suggestOnTriggerCharacters": false,
  "editor.parameterHints.enabled": false,
  "editor.hover.enabled": "off",
  "editor.occurrencesHighlight": "off",
  "editor.lightbulb.enabled": "off",
  "editor.cursorBlinking": "solid",
  "editor.autoClosingComments": "never",
  "editor.fontSize": 13,
  "editor.scrollbar.vertical": "hidden",
  "editor.scrollbar.horizontal": "hidden",
  "editor.overviewRulerBorder": false,
  "editor.hideCursorInOverviewRuler": true,
  "git.blame.statusBarItem.enabled": false,
  "explorer.autoReveal": false,
  "problems.decorations.enabled": false,
  "git.decorations.enabled": false,
  "scm.diffDecorations": "none",
  "typescript.validate.enable": false,
  "javascript.validate.enable": false,
  "facet.licenceAccepted": true,
  "facet.completion.trigger": "typing",
};

/** A real editor on the sample workspace, before a daemon that says what the picture is to show. */
export class Stage {
  readonly daemon: ScriptedDaemon;
  readonly folder: string;
  readonly look: Look;
  readonly #editor: OpenedEditor;
  readonly #home: string;

  private constructor(daemon: ScriptedDaemon, editor: OpenedEditor, home: string, look: Look) {
    this.daemon = daemon;
    this.folder = path.join(home, "shop");
    this.look = look;
    this.#editor = editor;
    this.#home = home;
  }

  static async open(
    look: Look,
    options: {
      readonly settings?: Readonly<Record<string, unknown>>;
      readonly viewport?: { width: number; height: number };
    } = {},
  ): Promise<Stage> {
    const home = await mkdtemp(path.join(os.tmpdir(), "facet-pictures-"));
    const folder = path.join(home, "shop");
    await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
    const daemon = await ScriptedDaemon.start();
    daemon.ghostText = () => "";
    try {
      await makeRepository(folder);
      const editor = await openEditor({
        folder,
        settings: {
          ...bareSettings,
          "workbench.colorTheme": looks[look],
          "facet.endpoint": daemon.url,
          ...options.settings,
        },
        env: { HOME: home },
        viewport: options.viewport ?? { width: 1120, height: 660 },
        scale: 2,
      });
      return new Stage(daemon, editor, home, look);
    } catch (error) {
      await daemon.stop();
      await rm(home, { recursive: true, force: true });
      throw error;
    }
  }

  get page(): Page {
    return this.#editor.page;
  }

  /** Where the editor keeps what is the user's. */
  get userDataDir(): string {
    return this.#editor.userDataDir;
  }

  /** A picture of the window, or of a part of it; `LOOK` in its name becomes the look. */
  async picture(file: string, clip?: Box): Promise<void> {
    await savePicture(await this.shot(clip), this.#named(file));
  }

  /** A picture that is packed into the extension, where bytes count: of a part of the window, or what a selector finds. */
  async smallPicture(file: string, part: Box | string): Promise<void> {
    const clip = typeof part === "string" ? await this.boxOf(part) : part;
    await savePicture(await this.shot(clip), this.#named(file), 720);
  }

  shot(clip?: Box): Promise<Buffer> {
    return this.page.screenshot({ ...(clip === undefined ? {} : { clip }), caret: "initial" });
  }

  async boxOf(selector: string): Promise<Box> {
    const box = await this.page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not to be seen`);
    return box;
  }

  /** The lower right of the window, where the status bar's words stand. */
  corner(width: number, height: number): Box {
    const size = this.page.viewportSize() ?? { width, height };
    return { x: size.width - width, y: size.height - height, width, height };
  }

  async hideSideBar(): Promise<void> {
    await this.page.keyboard.press("Control+B");
    await this.page.locator(".part.sidebar").waitFor({ state: "hidden" });
  }

  /** Draws the edge of the side bar to the right, pixels. */
  async widenSideBar(by: number): Promise<void> {
    const { x, y, width } = await this.boxOf(".part.sidebar");
    await this.page.mouse.move(x + width, y + 200);
    await this.page.mouse.down();
    await this.page.mouse.move(x + width + by, y + 200, { steps: 5 });
    await this.page.mouse.up();
  }

  async git(...args: string[]): Promise<void> {
    await git(this.folder, ...args);
  }

  async close(): Promise<void> {
    await this.#editor.close();
    await this.daemon.stop();
    await rm(this.#home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }

  #named(file: string): string {
    return path.join(repository, file.replace("LOOK", this.look));
  }
}

/** What the team of the sample has committed so far. */
const past = [
  "feat(cart): sum up the prices of all lines\n\nEach line says what it costs by itself.",
  "fix(cart): keep cents whole\n\nFractions of a cent came from prices with a tax.",
  "feat(queue): hold jobs until somebody takes them",
  "docs(cart): say that prices are in cents",
  "test(queue): take from an empty queue",
  "feat(cart): show prices as people read them",
];

async function makeRepository(folder: string): Promise<void> {
  await git(folder, "init", "--quiet", "--initial-branch=main");
  await git(folder, "add", "--all");
  for (const message of past) await git(folder, "commit", "--quiet", "--allow-empty", "-m", message);
}
