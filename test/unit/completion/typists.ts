/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** A document that is typed. */
export const typescript = `export function total(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) {
    if (item.count > 0) {
      sum += item.count * item.price;
    }
  }
  return Math.round(sum * 100) / 100;
}

export function describe(item: Item): string {
  const price = item.price.toFixed(2);
  return \`\${item.name}: \${price}\`;
}
`;
