/** Short words that are frequent in one language and rare in the others, as they come in commit messages. */
const tellingWords: Readonly<Record<string, readonly string[]>> = {
  en: [
    "the",
    "and",
    "for",
    "to",
    "of",
    "in",
    "with",
    "from",
    "add",
    "fix",
    "remove",
    "update",
    "use",
    "when",
    "is",
    "not",
  ],
  de: [
    "und",
    "der",
    "die",
    "das",
    "für",
    "nicht",
    "mit",
    "von",
    "bei",
    "auf",
    "ein",
    "eine",
    "hinzu",
    "wird",
    "im",
    "zu",
  ],
  fr: [
    "le",
    "la",
    "les",
    "des",
    "du",
    "et",
    "pour",
    "dans",
    "avec",
    "une",
    "sur",
    "ajout",
    "ajoute",
    "corrige",
    "au",
    "de",
  ],
  es: [
    "el",
    "los",
    "las",
    "del",
    "y",
    "para",
    "con",
    "una",
    "por",
    "añade",
    "agrega",
    "corrige",
    "en",
    "al",
    "de",
    "la",
  ],
  pt: ["os", "das", "do", "da", "e", "para", "com", "uma", "não", "adiciona", "corrige", "em", "ao", "de", "no", "na"],
  it: ["il", "gli", "della", "del", "e", "per", "con", "una", "non", "aggiunge", "corregge", "nel", "di", "la", "alla"],
  nl: ["de", "het", "een", "en", "voor", "met", "van", "niet", "op", "toe", "naar", "bij", "wordt"],
  pl: ["i", "w", "na", "do", "z", "dla", "nie", "oraz", "dodano", "poprawka", "usunięto"],
};

/** The names that prompts give to the languages. */
const names: Readonly<Record<string, string>> = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  pt: "Portuguese",
  it: "Italian",
  nl: "Dutch",
  pl: "Polish",
  ru: "Russian",
  ja: "Japanese",
  zh: "Chinese",
  ko: "Korean",
};

export function nameOfLanguage(code: string): string {
  return names[code] ?? "English";
}

/** Which language a few lines are written in, by script and by frequent short words; English where nothing tells. */
export function languageOfText(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const part = (script: RegExp): number => (text.match(script)?.length ?? 0) / Math.max(1, letters);
  if (part(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.1) return "ja";
  if (part(/\p{Script=Hangul}/gu) > 0.2) return "ko";
  if (part(/\p{Script=Han}/gu) > 0.2) return "zh";
  if (part(/\p{Script=Cyrillic}/gu) > 0.3) return "ru";
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best = "en";
  let most = 0;
  for (const [language, telling] of Object.entries(tellingWords)) {
    const count = words.filter((word) => telling.includes(word)).length;
    if (count > most) {
      best = language;
      most = count;
    }
  }
  return best;
}
