type Environment = Readonly<Record<string, string | undefined>>;

/** What an own daemon is started with besides what it inherits. */
export interface OwnDaemonOptions {
  /** Where to listen, with its scheme: the daemon takes port 80 for it only then. */
  readonly host: string;
  /** VS Code's own proxy, for the daemon's downloads; empty = whatever the environment says. */
  readonly proxy: string;
  /** Hosts that go past the proxy. */
  readonly noProxy: readonly string[];
}

/**
 * The environment of a daemon that we own: no cloud, and a prompt cache that leaves room for the editor; the daemon's defaults are
 * 8 GiB and 32 checkpoints of up to 120 MB (facts: ollama 2.6). What the user has set for the runner wins.
 */
export function daemonEnvironment(inherited: Environment, { host, proxy, noProxy }: OwnDaemonOptions): Environment {
  const kept = Object.fromEntries(
    Object.entries(inherited).filter(([name]) => !/^(ELECTRON_|VSCODE_|NODE_OPTIONS$)/.test(name)),
  );
  return {
    LLAMA_ARG_CACHE_RAM: "1024",
    LLAMA_ARG_CTX_CHECKPOINTS: "4",
    ...kept,
    ...(proxy === "" ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }),
    ...(proxy === "" || noProxy.length === 0 ? {} : { NO_PROXY: noProxy.join(",") }),
    OLLAMA_HOST: host,
    OLLAMA_NO_CLOUD: "1",
  };
}
