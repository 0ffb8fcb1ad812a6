/** The names under which a daemon knows one model: any case, with or without `:latest`. */
export function sameModel(one: string, other: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/:latest$/, "");
  return plain(one) === plain(other);
}
