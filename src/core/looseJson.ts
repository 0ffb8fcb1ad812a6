/** An object of which nothing is known yet, as JSON from a disk, a daemon or a user gives it. */
export type Loose = Readonly<Record<string, unknown>>;

/** Whether a value is an object with names. */
export function isObject(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object that a text is as JSON; undefined where it is none. */
export function objectIn(json: string): Loose | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A value that should be text; empty where it is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A value that should be a size, a count or a time; 0 where it is none. */
export function amount(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
}
