/** One line of a shopping cart. */
export interface CartLine {
  readonly product: string;
  readonly quantity: number;
  /** In cents. */
  readonly unitPrice: number;
}

/** The price of one line, in cents. */
export function linePrice(line: CartLine): number {
  return line.quantity * line.unitPrice;
}

/** The price of everything in the cart, in cents. */
export function totalPrice(lines: readonly CartLine[]): number {
  return lines.reduce((sum, line) => sum + linePrice(line), 0);
}

/** How many pieces are in the cart. */
export function totalQuantity(lines: readonly CartLine[]): number {
  
}

/** A price as people read it, such as "12.50". */
export function formatPrice(cents: number): string {
  return (cents / 100).toFixed(2);
}
