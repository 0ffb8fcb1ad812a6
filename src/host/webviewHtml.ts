import { randomBytes } from "node:crypto";
import { Uri, type Webview } from "vscode";
import { spokenNow } from "../core/words/words.ts";

/** The parts of the extension that a view may load. */
const folder = ["dist", "webview"] as const;

/**
 * Fills a webview with one of our frames; the one owner of HTML. Only our bundle runs, named by a nonce; nothing is inline and nothing
 * comes from elsewhere. The meta element lets the toolkit's probe for `:focus-visible` pass (facts: editor-harness 3b).
 */
export function fillWebview(webview: Webview, extensionUri: Uri, frame: string, title: string): void {
  const nonce = randomBytes(16).toString("base64");
  const root = Uri.joinPath(extensionUri, ...folder);
  const script = webview.asWebviewUri(Uri.joinPath(root, `${frame}.js`));
  const style = webview.asWebviewUri(Uri.joinPath(root, `${frame}.css`));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  webview.options = { enableScripts: true, enableCommandUris: false, enableForms: false, localResourceRoots: [root] };
  webview.html = `<!DOCTYPE html>
<html lang="${escaped(spokenNow())}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="${nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)}</title>
    <link rel="stylesheet" href="${escaped(style.toString())}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${escaped(script.toString())}"></script>
  </body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
