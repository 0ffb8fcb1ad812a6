/**
 * The language that answers should be in, in words, by the setting or else by the editor's own language. Empty for an English editor
 * without a setting: the model answers in the language of the question by itself.
 */
export function answerLanguage(setting: string, editorLanguage: string): string {
  const wanted = setting.trim() === "" ? editorLanguage : setting.trim();
  if (setting.trim() === "" && /^en\b/i.test(wanted)) return "";
  if (!/^[a-z]{2,3}([-_][\w-]+)?$/i.test(wanted)) return wanted;
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(wanted.replace("_", "-")) ?? wanted;
  } catch {
    return wanted;
  }
}
