import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { browserEditor } from "../parts/editor.ts";
import { type EditorServerOptions, pageUrl, startEditorServer } from "./editorServer.ts";

/** The repository, which is the extension under development. */
export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Flags that keep Chromium from talking to anybody; it runs as root on test machines, hence without a sandbox. */
export const chromiumFlags: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What to open. */
export interface OpenEditorOptions extends EditorServerOptions {
  readonly folder: string;
  /** Extensions under development; the repository's own if not given, none to test an installed one. */
  readonly extensionPaths?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The finest level of the extension's log, `debug` say. */
  readonly logLevel?: string;
  /** Dots of a screenshot for one of the page. */
  readonly scale?: number;
}

/** An editor on a page, for end-to-end tests and `npm start -- --once`. */
export interface OpenedEditor {
  readonly page: Page;
  readonly url: string;
  readonly userDataDir: string;
  readonly close: () => Promise<void>;
}

/** Opens the real editor in a headless browser; both end with us. */
export async function openEditor(options: OpenEditorOptions): Promise<OpenedEditor> {
  const server = await startEditorServer(options);
  const { folder, extensionPaths = [repository], logLevel } = options;
  const url = pageUrl(server, { folder, extensionPaths, logLevel });
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath: (await browserEditor()).chromium, args: [...chromiumFlags] });
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await page.locator(".monaco-workbench").waitFor();
    const opened = browser;
    return {
      page,
      url,
      userDataDir: server.userDataDir,
      close: async () => {
        await opened.close();
        await server.stop();
      },
    };
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}
