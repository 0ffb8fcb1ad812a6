import type { Failure } from "../core/failures.ts";
import { isLoopbackHost } from "../core/loopback.ts";

/** Where the endpoint's address came from, for the diagnosis. */
export type EndpointSource = "setting" | "OLLAMA_HOST" | "default";

/** An address that requests can be sent to, without a slash at its end. */
export interface Endpoint {
  readonly url: string;
  readonly source: EndpointSource;
  /** Whether requests stay on this machine. */
  readonly isLoopback: boolean;
}

const defaultPort = 11434;

/**
 * Finds the daemon's address: the setting, else OLLAMA_HOST in every form the daemon itself takes, else its default.
 * An address meant for listening (`0.0.0.0`, `::`) becomes the loopback one.
 */
export function resolveEndpoint(
  setting: string,
  environment: Readonly<Record<string, string | undefined>>,
): Endpoint | Failure {
  const fromEnvironment = environment["OLLAMA_HOST"] ?? "";
  const [text, source]: [string, EndpointSource] =
    unquoted(setting) !== ""
      ? [unquoted(setting), "setting"]
      : unquoted(fromEnvironment) !== ""
        ? [unquoted(fromEnvironment), "OLLAMA_HOST"]
        : [`127.0.0.1:${defaultPort}`, "default"];
  const url = parsed(source === "OLLAMA_HOST" ? withoutBadPort(text) : text);
  if (url === undefined) return { kind: "badEndpoint", endpoint: text };
  if (["0.0.0.0", "[::]"].includes(url.hostname)) url.hostname = "127.0.0.1";
  const path = url.pathname.replace(/\/+$/, "");
  return { url: `${url.protocol}//${url.host}${path}`, source, isLoopback: isLoopbackHost(url.hostname) };
}

/** Tells a failure from an endpoint. */
export function isEndpoint(value: Endpoint | Failure): value is Endpoint {
  return "url" in value;
}

function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim();
}

/** The daemon's own rule: it listens at its usual port where the one that is given is none. */
function withoutBadPort(text: string): string {
  const [, address, port, path = ""] = /^((?:\w+:\/\/)?(?:\[[^\]]*\]|[^:/[\]]*)):([^:/]+)(\/.*)?$/.exec(text) ?? [];
  if (address === undefined || port === undefined || (/^\d+$/.test(port) && Number(port) <= 65_535)) return text;
  return `${address === "" ? "127.0.0.1" : address}${path}`;
}

/** The daemon's own rule: with a scheme its usual port, without one 11434 (envconfig's `Host`). */
function parsed(text: string): URL | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  const scheme = match?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return undefined;
  let rest = match === null ? text : text.slice(match[0].length);
  if (rest === "" || /[\s@?#]/.test(rest)) return undefined;
  if (/^:(?!:)/.test(rest)) rest = `127.0.0.1${rest}`;
  const host = rest.split("/", 1)[0] ?? "";
  if ((host.match(/:/g)?.length ?? 0) > 1 && !host.startsWith("[")) rest = `[${host}]${rest.slice(host.length)}`;
  const hasPort = /:\d+$/.test(rest.split("/", 1)[0] ?? "");
  const address = `${scheme ?? "http"}://${rest}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.hostname === "") return undefined;
  if (!hasPort && scheme === undefined) url.port = String(defaultPort);
  return url;
}
