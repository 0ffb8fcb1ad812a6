import type { AnswerMessages } from "./answerMessages.ts";

/** The sentences of explain and summarize in German. */
export const answerGerman: { readonly [Id in keyof AnswerMessages]: (values: AnswerMessages[Id]) => string } = {
  "answer.title.explain": ({ label }) => `Erklärung: ${label}`,
  "answer.title.summarize": ({ label }) => `Zusammenfassung: ${label}`,
  "answer.panel": () => "Erklärung",
  "answer.none": () =>
    "Wählen Sie etwas aus und rufen Sie im Kontextmenü „Facet: Erklären“ oder „Facet: Zusammenfassen“ auf.",
  "answer.back": () => "Vorige Antwort",
  "answer.forward": () => "Nächste Antwort",
  "answer.pin": () => "Diese Antwort hier behalten; die nächste öffnet sich daneben",
  "answer.unpin": () => "Die nächste Antwort darf hier erscheinen",
  "answer.reveal": ({ label }) => `${label} im Editor zeigen`,
  "answer.changed": () => "seither bearbeitet",
  "answer.shorter": () => "Kürzer",
  "answer.longer": () => "Ausführlicher",
  "answer.simpler": () => "Einfacher",
  "answer.comment": () => "Als Kommentar einfügen",
  "answer.documentation": () => "Als Doku-Kommentar einfügen",
  "answer.openInChat": () => "Im Chat fortsetzen",
  "answer.tools": () => "Was mit dieser Antwort geschehen soll",
  "answer.waiting": () => "Warten auf das Modell…",
  "answer.reading": () => "Wird gelesen…",
  "answer.readingFor": ({ timeLeft }) => `Wird gelesen; die ersten Wörter kommen in etwa ${timeLeft}…`,
  "answer.part": ({ part, parts, timeLeft }) => `Teil ${part} von ${parts} wird gelesen; noch etwa ${timeLeft}…`,
  "answer.joining": ({ timeLeft }) => `Alle Teile sind gelesen; die Notizen werden zusammengeführt, etwa ${timeLeft}…`,
  "answer.writing": () => "Wird geschrieben…",
  "answer.ask": ({ label, time, parts }) =>
    `${label} ist lang: Auf diesem Rechner dauert es etwa ${time}, alle ${parts} Teile zu lesen. Sie können jederzeit anhalten und behalten, was fertig ist.`,
  "answer.choice.all": ({ time }) => `Alles lesen (${time})`,
  "answer.choice.shorter": ({ parts, time }) =>
    parts === 1 ? `Den ersten Teil lesen (${time})` : `${parts} Teile davon lesen (${time})`,
  "answer.choice.none": () => "Abbrechen",
  "answer.readInParts": ({ parts }) =>
    `Zu lang, um auf einmal gelesen zu werden: aus Notizen zu ${parts} Teilen zusammengeführt.`,
  "answer.sampledParts": ({ parts }) =>
    parts === 1
      ? "Nur der erste Teil wurde gelesen."
      : `Nur ${parts} Teile davon wurden gelesen, vom Anfang bis zum Ende.`,
  "answer.stoppedInParts": ({ done, parts }) => `Nach ${done} von ${parts} Teilen angehalten; ihre Notizen bleiben.`,
  "answer.notes": ({ label }) => `Notizen zu ${label}`,
  "answer.sent": () => "Was gesendet wurde",
  "answer.sentTokens": ({ tokens, room }) => `Etwa ${tokens} Token, von ${room}, die eine Frage haben darf.`,
  "answer.sentModel": ({ model }) => `An ${model}.`,
  "answer.leftOut": () => "Ausgelassen",
  "answer.leftOut.secret": ({ name }) => `${name}: kann Geheimnisse enthalten`,
  "answer.leftOut.binary": ({ name }) => `${name}: kein Text`,
  "answer.leftOut.gone": ({ name }) => `${name}: nicht lesbar`,
  "answer.leftOut.cut": ({ name }) => `${name}: das Ende, zu lang`,
  "answer.leftOut.noRoom": ({ name }) => `${name}: kein Platz`,
  "answer.leftOut.passedOver": ({ name }) => `${name}: ignoriert, erzeugt oder eines zu viel`,
  "answer.leftOut.sampled": ({ name }) => `${name}: die Teile dazwischen, wie Sie es wollten`,
  "answer.problemTitle": () => "Dieses Problem mit Facet erklären",
  "answer.filesLabel": ({ first, more }) => `${first} und ${more} weitere`,
  "answer.refused.empty": ({ name }) => `${name} ist leer.`,
  "answer.refused.nothingReadable": ({ name }) => `In ${name} ist kein Text, der gelesen werden darf.`,
  "answer.refused.tooLarge": ({ name }) => `${name} ist größer, als Facet liest (50 MB).`,
  "answer.refused.noTextEditor": () => "Öffnen Sie einen Text oder wählen Sie darin etwas aus.",
  "answer.refused.readOnly": ({ name }) => `${name} kann nicht geändert werden.`,
  "answer.refused.noComments": ({ name }) => `Facet weiß nicht, wie man in ${name} Kommentare schreibt.`,
  "answer.refused.moved": ({ name }) => `${name} enthält den Text nicht mehr, um den es in dieser Antwort geht.`,
  "answer.refused.notAgain": () => "Der Text dieser Antwort kann nicht noch einmal gelesen werden.",
};
