/** A daemon of ours that runs. */
export interface KeptDaemon {
  readonly url: string;
  readonly pid: number;
}

/** Runs daemons of our own; what we found running is none of its business. */
export interface DaemonKeeper {
  /** Our daemon, where this window or another one already runs it; this window then shares it. */
  running(): Promise<KeptDaemon | undefined>;
  /** The program that would be started; undefined where Ollama is not installed. */
  binary(): Promise<string | undefined>;
  /** Starts our daemon at this address, or shares the one that runs. Throws `DaemonError` with `startFailed`. */
  start(url: string, signal: AbortSignal): Promise<KeptDaemon>;
  /** Tells that our daemon has gone without our leaving it; the returned function ends that. */
  onLost(listener: () => void): () => void;
  /** Leaves our daemon; the last window that leaves it ends it. */
  release(): Promise<void>;
}
