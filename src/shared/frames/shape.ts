/** Says whether a value that came from another program is what it should be. */
export type Shape<T> = (value: unknown) => value is T;

/** The type that a shape lets through. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, Shape<unknown>>>;

/** An object with these fields; others in it are no fault. */
type ObjectOf<F extends Fields> = { readonly [K in keyof F]: Shaped<F[K]> };

/** A string up to a length, so that nobody can be made to hold gigabytes. */
export function text(maxLength: number): Shape<string> {
  return (value): value is string => typeof value === "string" && value.length <= maxLength;
}

/** A finite number. */
export function amount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** True or false. */
export function flag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** One of a few words. */
export function oneOf<const W extends readonly string[]>(...words: W): Shape<W[number]> {
  return (value): value is W[number] => typeof value === "string" && words.includes(value);
}

/** A list up to a length. */
export function list<T>(shape: Shape<T>, maxLength: number): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= maxLength && value.every(shape);
}

/** A value, or `null` for none. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value);
}

/** An object. */
export function object<const F extends Fields>(fields: F): Shape<ObjectOf<F>> {
  return (value): value is ObjectOf<F> => hasFields(value, fields);
}

function hasFields(value: unknown, fields: Fields): value is object {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(fields).every(([name, shape]) => shape((value as Readonly<Record<string, unknown>>)[name]));
}

type MessageOf<M extends Readonly<Record<string, Fields>>> = {
  [K in keyof M]: { readonly type: K } & ObjectOf<M[K]>;
}[keyof M];

/** A message: its `type` says which fields it has. */
export function messages<const M extends Readonly<Record<string, Fields>>>(table: M): Shape<MessageOf<M>> {
  return (value): value is MessageOf<M> => {
    if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string")
      return false;
    const fields = Object.hasOwn(table, value.type) ? table[value.type] : undefined;
    return fields !== undefined && hasFields(value, fields);
  };
}
