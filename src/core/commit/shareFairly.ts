/**
 * Shares a budget among needs so that nobody gets more than it needs and whoever gets less than that gets as much as the others:
 * the small ones are served whole, and what they leave goes to the large ones.
 */
export function shareFairly(needs: readonly number[], budget: number): number[] {
  const shares = needs.map(() => 0);
  const order = needs.map((need, index) => ({ need, index })).sort((one, other) => one.need - other.need);
  let left = Math.max(0, budget);
  let waiting = order.length;
  for (const { need, index } of order) {
    const share = Math.min(need, Math.floor(left / waiting));
    shares[index] = share;
    left -= share;
    waiting -= 1;
  }
  return shares;
}
