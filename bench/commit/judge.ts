import { learnStyle } from "../../src/core/commit/commitStyle.ts";
import { copiedFrom } from "../../src/core/commit/copyCheck.ts";
import { languageOfText } from "../../src/core/commit/languageOfText.ts";
import { moodOf } from "../../src/core/commit/mood.ts";
import { readSubject } from "../../src/core/commit/subject.ts";
import type { TeamStyle } from "./teamStyles.ts";

/** What can be said of a message without a person reading it. */
export interface Judgement {
  /** One line, an empty one, a body; no fence, quote, preamble or label. */
  readonly isClean: boolean;
  readonly isWithin72: boolean;
  readonly isWithin50: boolean;
  /** The team's form, and its issue key where it has one. */
  readonly hasForm: boolean;
  /** The team's tense and capitals; undefined where its language or habit says nothing. */
  readonly hasTone: boolean;
  readonly hasLanguage: boolean;
  /** A body where the team writes one, none where it does not. */
  readonly hasBodyHabit: boolean;
  readonly isCopy: boolean;
  /** Whether the first line names what was done; undefined where only a person can say. */
  readonly isTold?: boolean;
}

/** Judges a message by the team's last messages, the change itself and the words of which a true one has some. */
export function judge(message: string, team: TeamStyle, patches: string, told?: RegExp): Judgement {
  const style = learnStyle(team.messages.map((one) => ({ message: one, isOwn: false })));
  const [line = "", second = "", ...rest] = message.trim().split("\n");
  const subject = readSubject(line);
  const hasBody = rest.join("").trim() !== "" || second.trim() !== "";
  const isCased = style.isCapitalized === undefined || /^\p{Lu}/u.test(subject.text) === style.isCapitalized;
  const mood = moodOf(subject.text);
  return {
    ...(told === undefined ? {} : { isTold: told.test(line) }),
    isClean:
      line !== "" &&
      second.trim() === "" &&
      !/^(```|["'`*#]|commit message|subject:|title:|here('s| is)|sure)/i.test(line) &&
      !message.includes("```"),
    isWithin72: line.length > 0 && line.length <= 72 && rest.every((one) => one.length <= 72),
    isWithin50: line.length > 0 && line.length <= 50,
    hasForm:
      subject.form === style.form &&
      (style.scopes !== "always" || subject.scope !== "") &&
      (style.scopes !== "never" || subject.scope === "") &&
      subject.issueAt === style.issueAt &&
      (style.issueAt === undefined || subject.issue === "SHOP-412"),
    hasTone:
      isCased &&
      (style.language !== "en" || mood === "unknown" || style.mood === "unknown" || mood === style.mood) &&
      /[.。]$/.test(line) === style.hasPeriod,
    hasLanguage: languageOfText(`${subject.text} ${rest.join(" ")}`) === style.language,
    hasBodyHabit: style.body === "sometimes" || hasBody === (style.body === "always"),
    isCopy:
      copiedFrom(line, {
        oldSubjects: team.messages.map((one) => one.split("\n", 1)[0] ?? ""),
        earlierDrafts: [],
        patches,
        list: "",
        question: "",
      }) !== undefined,
  };
}
