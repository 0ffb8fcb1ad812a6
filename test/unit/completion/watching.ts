import assert from "node:assert/strict";

/** Runs a look at each call of a method while something runs; node's own mock would keep every object that it saw. */
export async function watching<T extends object>(
  owner: T,
  names: readonly (keyof T & string)[],
  look: (self: unknown, given: readonly unknown[], result: unknown, name: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  const old = names.map((name) => ({ name, descriptor: Object.getOwnPropertyDescriptor(owner, name) }));
  for (const { name, descriptor } of old) {
    const real = descriptor?.value as ((...given: unknown[]) => unknown) | undefined;
    assert.ok(real, name);
    const value = function (this: unknown, ...given: unknown[]): unknown {
      const result = Reflect.apply(real, this, given);
      look(this, given, result, name);
      return result;
    };
    Object.defineProperty(owner, name, { ...descriptor, value });
  }
  try {
    await work();
  } finally {
    for (const { name, descriptor } of old) if (descriptor) Object.defineProperty(owner, name, descriptor);
  }
}
