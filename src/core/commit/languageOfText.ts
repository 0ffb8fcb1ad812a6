import { moodOf } from "./mood.ts";

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

/** Whoever asks for a message in a language gets it more surely in that language's own words. */
const languages: Readonly<Record<string, { readonly name: string; readonly request: string }>> = {
  en: { name: "English", request: "Answer with the commit message in English alone." },
  de: { name: "German", request: "Antworte nur mit der Commit-Nachricht, auf Deutsch." },
  fr: { name: "French", request: "Réponds seulement par le message de commit, en français." },
  es: { name: "Spanish", request: "Responde solo con el mensaje del commit, en español." },
  pt: { name: "Portuguese", request: "Responda apenas com a mensagem do commit, em português." },
  it: { name: "Italian", request: "Rispondi solo con il messaggio del commit, in italiano." },
  nl: { name: "Dutch", request: "Antwoord alleen met het commitbericht, in het Nederlands." },
  pl: { name: "Polish", request: "Odpowiedz tylko treścią commita, po polsku." },
  ru: { name: "Russian", request: "Ответь только сообщением коммита, по-русски." },
  ja: { name: "Japanese", request: "コミットメッセージだけを日本語で答えてください。" },
  zh: { name: "Chinese", request: "只用中文回答提交信息。" },
  ko: { name: "Korean", request: "커밋 메시지만 한국어로 답하세요." },
};

export function nameOfLanguage(code: string): string {
  return languages[code]?.name ?? "English";
}

/** Asks for a message alone, in a language and in its own words. */
export function requestInLanguage(code: string): string {
  return languages[code]?.request ?? "Answer with the commit message alone.";
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

/** Scripts that no other of our languages is written in. */
const scripts: Readonly<Record<string, RegExp>> = {
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  zh: /\p{Script=Han}/u,
  ko: /\p{Script=Hangul}/u,
  ru: /\p{Script=Cyrillic}/u,
};

/** English words of commit messages beside verbs and the most frequent ones, which other languages do not borrow. */
const englishNouns = new Set(
  "function functions caching handling dependency dependencies by into this that".split(" "),
);

/** Whether a first line is plainly English where another language is wanted; a doubt counts for the line. */
export function isEnglishInsteadOf(language: string, line: string): boolean {
  if (language === "en") return false;
  const script = scripts[language];
  if (script !== undefined) return !script.test(line);
  const words = line.toLowerCase().match(/\p{L}+/gu) ?? [];
  // Letters that English has not.
  if (/[^\p{ASCII}“”‘’…–—]/u.test(line)) return false;
  const own = tellingWords[language] ?? [];
  const isEnglish = (word: string): boolean => tellingWords["en"]?.includes(word) === true || englishNouns.has(word);
  const english = words.filter((word) => isEnglish(word) && !own.includes(word)).length;
  return english + (moodOf(line) === "unknown" ? 0 : 1) > words.filter((word) => own.includes(word)).length;
}
