import assert from "node:assert/strict";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import * as esbuild from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumFlags, repository } from "../../scripts/editor/openEditor.ts";
import { browserEditor } from "../../scripts/parts/editor.ts";

/** What a model, or a file it was shown, may try; each must come out as text. */
const corpus: Readonly<Record<string, string>> = {
  script: "<script>window.hacked = 1</script>",
  "script in a list": "- a\n  <script>window.hacked = 1</script>\n- b",
  "event handler": '<img src=x onerror="window.hacked = 1"><svg onload="window.hacked = 1"></svg>',
  "event handler in a heading": '# <b onmouseover="window.hacked = 1">hi</b>',
  "javascript link": "[a](javascript:window.hacked=1) [b](JaVaScRiPt:window.hacked=1) <javascript:window.hacked=1>",
  "javascript link with entities": "[a](&#106;avascript:window.hacked=1) [b](java\tscript:window.hacked=1)",
  "command link":
    "[run](command:workbench.action.quit) [vs](vscode://x/y) [d](data:text/html,<script>1</script>) [f](file:///etc/passwd)",
  "reference link": "[a][x]\n\n[x]: javascript:window.hacked=1",
  "link title": `[a](https://example.org 'x" onclick="window.hacked=1')`,
  "remote image": "![alt](https://example.org/x.png) ![b](data:image/svg+xml,<svg onload=alert(1)>)",
  style:
    "<style>body { display: none }</style><p style='position:fixed'>x</p><link rel=stylesheet href=https://example.org>",
  frames:
    "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe><object data=x></object><embed src=x><base href=//example.org>",
  form: "<form action=https://example.org><input name=q><button formaction=javascript:window.hacked=1>go</button></form>",
  clobbering: '<a id="body"></a><img name="getElementById"><form id=document><input id=querySelector></form>',
  mutation: '<svg></p><style><a id="</style><img src=1 onerror=window.hacked=1>">',
  mathml:
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hacked=1&gt;">',
  template: "<template><script>window.hacked=1</script></template>{{constructor.constructor('window.hacked=1')()}}",
  "fence language": '```ts" onclick="window.hacked=1\nlet a;\n```\n```<script>window.hacked=1</script>\nx\n```',
  "fence content": "```html\n<script>window.hacked = 1</script>\n<img src=x onerror=window.hacked=1>\n```",
  "unclosed fence": "```js\n</code></pre><script>window.hacked = 1</script>",
  "inline code": "`<img src=x onerror=window.hacked=1>`",
  "giant table": `|${"a|".repeat(300)}\n|${"-|".repeat(300)}\n${`|${"<img onerror=1>|".repeat(300)}\n`.repeat(20)}`,
  nesting: `${"> ".repeat(2_000)}deep\n\n${"- ".repeat(500)}x\n\n${"*".repeat(5_000)}a`,
  brackets: `${"[".repeat(5_000)}a${"]".repeat(5_000)}(x)`,
  "control characters": "a\u0000b\u0007c\u001b[31mred\u001b[0m\u0085d",
  "bidirectional overrides": "```js\nif (isAdmin\u202e \u2066// check\u2069 \u2066) {\n```\nand \u202eevil",
  "tag characters": "hello\u{e0041}\u{e0042}",
  "line ends": "a\r\nb\rc\r\n\r\n```\r\nx\r\n```\r\n",
  "half a pair": "a\ud83d b",
};

const policy =
  "default-src 'none'; script-src 'nonce-test'; style-src 'nonce-test'; img-src 'none'; base-uri 'none'; form-action 'none'";

/** What the page holds after an answer was drawn. */
interface Drawn {
  readonly hacked: unknown;
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
  readonly links: readonly string[];
  readonly text: string;
}

suite("hostile Markdown in a real browser", () => {
  let browser: Browser;
  let page: Page;
  const violations: string[] = [];
  const requests: string[] = [];

  before(async () => {
    const bundle = await esbuild.build({
      stdin: {
        contents: `
          import { MarkdownView } from "./markdown/markdownView.ts";
          const log = (...values) => window.did.push(values);
          window.did = [];
          window.draw = (text, size) => {
            const actions = { copy: (c) => log("copy", c), insert: (c) => log("insert", c), replace: (c) => log("replace", c), newFile: (c, l) => log("newFile", c, l), openLink: (u) => log("openLink", u) };
            const view = new MarkdownView(actions);
            document.body.replaceChildren(view.element);
            for (let at = 0; at < text.length; at += size) view.append(text.slice(at, at + size));
            view.finish();
          };`,
        resolveDir: path.join(repository, "webview"),
        loader: "ts",
      },
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
    });
    browser = await chromium.launch({ executablePath: (await browserEditor()).chromium, args: [...chromiumFlags] });
    page = await browser.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text()) && !/style/.test(message.text()))
        violations.push(message.text());
    });
    page.on("pageerror", (error) => violations.push(error.message));
    const script = bundle.outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? "";
    await page.setContent(
      `<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="${policy}"><meta property="csp-nonce" content="test"><body><script nonce="test">${script}</script></body>`,
    );
  });
  after(() => browser.close());

  async function drawn(text: string, size: number): Promise<Drawn> {
    await page.evaluate(`draw(${JSON.stringify(text)}, ${size})`);
    return page.evaluate<Drawn>(`(() => {
      const all = [...document.body.querySelectorAll(".markdown *")].filter((one) => !one.closest(".code-bar"));
      return {
        hacked: window.hacked,
        tags: [...new Set(all.map((one) => one.localName))],
        attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))],
        links: all.filter((one) => one.localName === "a").map((one) => one.href),
        text: document.body.innerText,
      };
    })()`);
  }

  const harmlessTags =
    /^(p|br|hr|h[1-6]|blockquote|[uo]l|li|pre|code|span|em|strong|s|a|table|thead|tbody|tr|t[hd]|div)$/;
  const harmlessAttributes = /^(class|href|title|start|tabindex)$/;

  for (const [name, text] of Object.entries(corpus)) {
    test(`comes out as text: ${name}`, async () => {
      const sizes = text.length > 2_000 ? [text.length, 997] : [text.length, 1, 7];
      for (const size of sizes) {
        const { hacked, tags, attributes, links } = await drawn(text, size);
        assert.equal(hacked, undefined);
        assert.deepEqual(
          tags.filter((one) => !harmlessTags.test(one)),
          [],
        );
        assert.deepEqual(
          attributes.filter((one) => !harmlessAttributes.test(one)),
          [],
        );
        assert.deepEqual(
          links.filter((one) => !/^(https?|mailto):/.test(one)),
          [],
        );
      }
    });
  }

  test("asks nobody for anything, and breaks no rule of the page", () => {
    assert.deepEqual(
      requests.filter((one) => one !== "about:blank"),
      [],
    );
    assert.deepEqual(violations, []);
  });

  test("shows what is hidden by its number", async () => {
    assert.match((await drawn("a\u202eb\u001bc", 1)).text, /a\[U\+202E\]b\[U\+001B\]c/);
  });

  test("hands a link to the host instead of following it", async () => {
    await drawn("[x](https://example.org/a)", 3);
    await page.locator("a").click();
    assert.deepEqual(await page.evaluate("did.pop()"), ["openLink", "https://example.org/a"]);
    assert.match(page.url(), /^about:blank/);
  });

  test("gives out the code that is shown", async () => {
    await drawn("```ts\nlet a = 1;\n  b();\n```", 2);
    for (const name of ["Copy", "Insert at the cursor", "Replace the selection", "Open as a new file"]) {
      await page.getByRole("button", { name, exact: true }).click();
    }
    const code = "let a = 1;\n  b();";
    assert.deepEqual(await page.evaluate("did.splice(0)"), [
      ["copy", code],
      ["insert", code],
      ["replace", code],
      ["newFile", code, "ts"],
    ]);
  });

  test("draws the same whether it comes at once or by the letter", async () => {
    const list = Array.from({ length: 120 }, (_, index) => `${index + 1}. item ${index} with \`code\``).join("\n");
    const rows = Array.from({ length: 120 }, (_, index) => `| ${index} | **b** |`).join("\n");
    const text = `# T\n\n${list}\n\nText\n\n| a | b |\n|---|---|\n${rows}\n\n\`\`\`ts\nconst a = \`\n${"x\n".repeat(100)}\`;\n\`\`\`\nEnd`;
    const htmlAfter = async (size: number): Promise<string> => {
      await drawn(text, size);
      return page.evaluate<string>(
        `document.querySelector(".markdown").innerHTML.replace(/ id="[^"]*"/g, "").replace(/\\n+(?=<)|(?<=>)\\n+/g, "")`,
      );
    };
    const whole = await htmlAfter(text.length);
    const byTheLetter = await htmlAfter(11);
    const differsAt = whole.split("").findIndex((one, index) => one !== byTheLetter[index]);
    assert.equal(byTheLetter.slice(differsAt, differsAt + 80), whole.slice(differsAt, differsAt + 80));
    assert.equal(byTheLetter.length, whole.length);
    assert.equal((whole.match(/<(ol|table)\b/g) ?? []).length, 2);
    assert.equal((whole.match(/<li/g) ?? []).length, 120);
    assert.equal((whole.match(/<tr/g) ?? []).length, 121);
  });
});
