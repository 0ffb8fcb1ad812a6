import { spokenNow } from "../../src/core/words/words.ts";

const language = spokenNow();
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
const duration = new Intl.NumberFormat(language, { style: "unit", unit: "millisecond", maximumFractionDigits: 0 });
const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 });
// Days are dates without a time: they must not move with a time zone.
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" });
const longDay = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });

/** What stands where there is no figure. */
export const none = "–";

/** A figure in the person's own notation: whole from 10 on, two digits below. */
export function number(value: number | null): string {
  if (value === null) return none;
  return value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value) ? fine.format(value) : whole.format(value);
}

/** A figure for an axis, such as `12K`. */
export function shortNumber(value: number): string {
  return Math.abs(value) < 1 ? fine.format(value) : short.format(value);
}

/** A part of a whole in percent. */
export function percent(part: number, total: number): string {
  return total === 0 ? none : share.format(part / total);
}

export function milliseconds(ms: number | null): string {
  return ms === null ? none : duration.format(ms);
}

export function dayWords(iso: string): string {
  return day.format(new Date(iso));
}

export function longDayWords(iso: string): string {
  return longDay.format(new Date(iso));
}
