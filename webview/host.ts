interface VsCodeApi {
  postMessage(message: unknown): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

let api: VsCodeApi | undefined;

/** Opens the way to the host; what arrives are facts, and anything else that arrives is ignored. */
export function connect<Fact>(
  isFact: (message: unknown) => message is Fact,
  received: (fact: Fact) => void,
): (wish: object) => void {
  const opened = acquireVsCodeApi();
  api = opened;
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (isFact(data)) received(data);
  });
  return (wish) => opened.postMessage(wish);
}

/** Lets the host know, after a reload, what was shown. */
export function rememberForReload(state: object): void {
  api?.setState(state);
}

/** What was kept under a name while this window lasts, also before it was loaded again. */
export function kept(name: string): string | undefined {
  return session()?.getItem(name) ?? undefined;
}

/** Keeps a text, or none, at once: what is still on its way to the host when the window is loaded again is lost. */
export function keep(name: string, text: string | undefined): void {
  if (text === undefined) session()?.removeItem(name);
  else session()?.setItem(name, text);
}

/** Editors may forbid it. */
function session(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
