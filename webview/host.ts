interface VsCodeApi {
  postMessage(message: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** Opens the way to the host; what arrives are facts, and anything else that arrives is ignored. */
export function connect<Fact>(
  isFact: (message: unknown) => message is Fact,
  received: (fact: Fact) => void,
): (wish: object) => void {
  const api = acquireVsCodeApi();
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (isFact(data)) received(data);
  });
  return (wish) => api.postMessage(wish);
}
