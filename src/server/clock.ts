/** Time as the server sees it; tests hand in their own. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Resolves after a time, at once when the signal aborts; never rejects. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** The real clock. */
export const realClock: Clock = {
  now: () => performance.now(),
  pause: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted || ms <= 0) {
        resolve();
        return;
      }
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done, { once: true });
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
    }),
};
