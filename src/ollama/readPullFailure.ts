import type { Failure, PullProblem } from "../core/failures.ts";
import { objectIn } from "../core/looseJson.ts";
import type { DaemonError } from "./readFailure.ts";

/** Why a pull ended: a known fault of the daemon that we go around, a step that the user owes at the hub, or a failure. */
export type PullEnd =
  | { readonly kind: "realmHost" }
  | { readonly kind: "gate"; readonly step: "key" | "licence" }
  | { readonly kind: "failure"; readonly failure: Failure };

/** What a text of the daemon means; the first that fits. The texts are those of facts: ollama 7.3, 8 and 9. */
const problems: readonly (readonly [RegExp, PullProblem])[] = [
  [/no space left on device|not enough space on the disk|disk quota exceeded/i, "noSpace"],
  [/read-only file system|permission denied|access is denied|operation not permitted/i, "readOnly"],
  [/digest mismatch/i, "damaged"],
  [/not in GGUF format|invalid file magic|bad magic|not a GGUF/i, "notGguf"],
  [/invalid model name|unsupported protocol scheme/i, "badName"],
  [/llama-quantize|template error|unsupported architecture|failed to validate GGUF/i, "daemonTools"],
  [/x509|failed to verify certificate|certificate signed by unknown authority/i, "certificate"],
  [/proxyconnect|proxy authentication required|: (Bad Gateway|Forbidden|Service Unavailable)$/i, "proxy"],
  [/file does not exist$/, "notOnHub"],
  [
    /max retries exceeded|no such host|dial tcp|i\/o timeout|handshake timeout|network is unreachable|: Get "/i,
    "hubUnreachable",
  ],
  [/no such file or directory/i, "fileGone"],
];

/** Reads what a pull, a copy or an import ended with. */
export function readPullFailure(error: DaemonError, subject: string): PullEnd {
  // `readFailure` has taken the hub's own JSON out of the text; the number in front of it is needed here.
  const text = error.cause instanceof Error ? error.cause.message.trim() : "";
  if (/realm host .* does not match original host/.test(text)) return { kind: "realmHost" };
  const status = /^pull model manifest: (\d{3})(?:: ([\s\S]*))?$/.exec(text);
  if (status !== null) return ofHubStatus(Number(status[1]), bodyText(status[2] ?? ""), subject);
  // The realm gave an empty token, or the hub refused the one it gave.
  if (/unauthorized: access denied/.test(text)) return { kind: "gate", step: "key" };
  for (const [pattern, problem] of problems) {
    if (pattern.test(text)) return failed(problem, subject, withoutUrls(text));
  }
  return { kind: "failure", failure: error.failure };
}

function ofHubStatus(status: number, body: string, subject: string): PullEnd {
  const owesLicence = /restricted|authorized list|gated|ask for access|accept/i.test(body);
  if (status === 403 || owesLicence) {
    return owesLicence ? { kind: "gate", step: "licence" } : failed("hubError", subject, `403 ${body}`.trim());
  }
  if (status === 401) return { kind: "gate", step: "key" };
  if (status === 404 || (status === 400 && /tag is not available/i.test(body)))
    return failed("notOnHub", subject, body);
  if (status === 429) return failed("rateLimited", subject, body);
  return failed("hubError", subject, `${status} ${body}`.trim());
}

function failed(problem: PullProblem, subject: string, detail: string): PullEnd {
  return { kind: "failure", failure: { kind: "pullFailed", problem, subject, detail } };
}

/** The hub's sentence, or the first line of what it is wrapped in. */
function bodyText(body: string): string {
  const error = objectIn(body)?.["error"];
  // What is no JSON is said as it is, without its tags.
  return typeof error === "string" ? error : shortened(body.replace(/<[^>]*>/g, " ").trim());
}

/** Signed addresses are long and say nothing to a person; the host in them does. */
function withoutUrls(text: string): string {
  return shortened(text.replace(/^pull model manifest: /, "").replace(/"?(https?:\/\/[^/"\s]+)[^"\s]*"?/g, "$1"));
}

function shortened(text: string): string {
  const line = text.split(/\r?\n/, 1)[0] ?? "";
  return line.length > 240 ? `${line.slice(0, 239)}…` : line;
}
