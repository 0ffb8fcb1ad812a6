/**
 * Stands in for the `code` program where only the browser's VS Code can be had: takes the same arguments, opens the same extension and
 * tests in a headless browser, prints what they print, and exits with their code. `@vscode/test-electron` starts it as it would start `code`.
 */
import { fstatSync } from "node:fs";
import path from "node:path";
import { parseArgs, format } from "node:util";
import { chromium } from "playwright-core";
import { browserEditor } from "../parts/editor.ts";
import { pageUrl, startEditorServer } from "./editorServer.ts";
import { chromiumFlags } from "./openEditor.ts";

/** Lines of the editor itself that would drown those of the tests. */
const ownLines =
  /^(\[|%c|\s*INFO|\s*WARN|\s*ERR|An iframe which has|Ignoring fetching|Refused to|Unrecognized feature|Error: Unable|Could not|Failed to|.*(agentHost|AgentHost|telemetry|service worker|ServiceWorker))/;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  strict: false,
  options: {
    extensionDevelopmentPath: { type: "string", multiple: true },
    extensionTestsPath: { type: "string" },
    "user-data-dir": { type: "string" },
    "extensions-dir": { type: "string" },
  },
});

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");
}

/** A terminal or no input at all says nothing of the caller. */
function isPipe(descriptor: number): boolean {
  const kind = fstatSync(descriptor);
  return kind.isFIFO() || kind.isSocket();
}

const [userDataDir] = texts(values["user-data-dir"]);
const [extensionsDir] = texts(values["extensions-dir"]);
const [testsPath] = texts(values["extensionTestsPath"]);
const folder = positionals.at(-1);

const timeoutSeconds = Number(process.env["EDITOR_TEST_TIMEOUT"] ?? "600");
const server = await startEditorServer({
  ...(userDataDir === undefined ? {} : { userDataDir }),
  ...(extensionsDir === undefined ? {} : { extensionsDir }),
  env: Object.fromEntries(Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined)),
});
const browser = await chromium.launch({ executablePath: (await browserEditor()).chromium, args: [...chromiumFlags] });

const code = await new Promise<number>((resolve) => {
  const timer = setTimeout(() => {
    console.error(`The tests in the editor did not end within ${timeoutSeconds} s.`);
    resolve(1);
  }, timeoutSeconds * 1000);
  timer.unref();
  process.on("SIGTERM", () => resolve(1));
  process.on("SIGINT", () => resolve(1));
  process.stdout.on("error", () => resolve(1));
  // Whoever calls us holds the other end; when it is killed nothing else tells us, unless a line happens to be printed.
  if (isPipe(0)) process.stdin.on("end", () => resolve(1)).resume();
  open(resolve).catch((error: unknown) => {
    console.error(error);
    resolve(1);
  });
});
await browser.close();
await server.stop();
process.exit(code);

async function open(done: (code: number) => void): Promise<void> {
  const page = await browser.newPage();
  page.on("crash", () => done(1));
  await page.exposeFunction("codeAutomationLog", (_type: string, values: unknown[]) => {
    const line = format(...values);
    if (process.env["EDITOR_VERBOSE"] === "1" || !ownLines.test(line)) console.log(line);
  });
  await page.exposeFunction("codeAutomationExit", (exitCode: number) => done(exitCode));
  const extensionPaths = texts(values["extensionDevelopmentPath"]).map((one) => path.resolve(one));
  await page.goto(
    pageUrl(server, {
      folder: folder === undefined ? undefined : path.resolve(folder),
      extensionPaths,
      testsPath: testsPath === undefined ? undefined : path.resolve(testsPath),
    }),
  );
}
