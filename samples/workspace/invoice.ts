/** One position of an invoice; prices are in cents, so that sums are exact. */
export interface Position {
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** An invoice as it is sent to a customer. */
export interface Invoice {
  readonly number: string;
  readonly customer: string;
  readonly positions: readonly Position[];
  readonly taxPercent: number;
}

/** The price of one position, in cents. */
export function positionTotal(position: Position): number {
  return position.quantity * position.unitPriceCents;
}

/** The sum of all positions before tax, in cents. */
export function netTotal(invoice: Invoice): number {
  let total = 0;
  for (const position of invoice.positions) {
    total += positionTotal(position);
  }
  return total;
}

/** The tax on an invoice, in cents, rounded to the nearest one. */
export function taxTotal(invoice: Invoice): number {
  return Math.round((netTotal(invoice) * invoice.taxPercent) / 100);
}

/** What the customer pays, in cents. */
export function grossTotal(invoice: Invoice): number {
}

/** An amount as it is printed, such as "12.50". */
export function formatCents(cents: number): string {
  return (cents / 100).toFixed(2);
}
