/** Why a wish for ghost text is answered with nothing; each is said in the log at its finest level, so that no silence is a riddle. */
export type Silence = keyof typeof words;

const words = {
  paused: "ghost text is switched off in this window",
  selection: "text is selected, or there are several cursors",
  secret: "the file is one of those that hold secrets",
  closed: "the document is not open, or no longer",
  languageOff: "ghost text is off for this language",
  muted: "this place was dismissed, undone or just indented",
  notReady: "daemon and model are not ready",
  midLine: "code stands right of the cursor, where ghost text comes on request only",
  insideWord: "the cursor is inside a word",
  comment: "the cursor is in a comment, where ghost text is off",
  manual: "ghost text comes on request only: by the settings, or because the model is slow here",
  busy: "an answer that somebody waits for has the daemon",
  withdrawn: "the wish was withdrawn: something else was typed, or the cursor moved",
  notLoaded: "the model could not be loaded, or a later wish took its place",
  nothingUseful: "what the model wrote did not fit here",
} as const;

/** A silence as a line of the log. */
export function wordsOfSilence(silence: Silence): string {
  return `no ghost text: ${words[silence]}`;
}
