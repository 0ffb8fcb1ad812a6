/** By how much a model's indentation differs from the user's, and in what it is written. */
export interface IndentShift {
  /** What the model has written before the first line. */
  readonly from: string;
  /** What the user has there. */
  readonly to: string;
  /** How many blanks of the user's one of the model's stands for, beyond the first line's indentation; 1 where it is not known yet. */
  readonly scale?: number;
}

/** Changes the indentation of one line as that of the block's first line was changed. */
export function reindent(indent: string, { from, to, scale = 1 }: IndentShift): string {
  if (from === to) return indent;
  if (indent.startsWith(from)) {
    const extra = indent.slice(from.length);
    return to + (scale === 1 ? translate(extra, from, to) : " ".repeat(Math.round(extra.length * scale)));
  }
  const missing = from.length - indent.length;
  if (missing <= 0) return indent;
  const unit = unitOf(from, to);
  if (unit === undefined) return to.slice(0, Math.max(0, to.length - missing));
  const levels = from.startsWith("\t") ? missing : missing / unit;
  const removed = to.startsWith("\t") ? Math.ceil(levels) : levels * unit;
  return to.slice(0, Math.max(0, to.length - removed));
}

/** How many blanks one tab stands for, where one side is written in tabs and the other in blanks. */
function unitOf(from: string, to: string): number | undefined {
  const [tabs, blanks] = from.startsWith("\t") ? [from, to] : [to, from];
  if (!/^\t+$/.test(tabs) || !/^ +$/.test(blanks)) return undefined;
  const unit = blanks.length / tabs.length;
  return Number.isInteger(unit) ? unit : undefined;
}

function translate(extra: string, from: string, to: string): string {
  const unit = unitOf(from, to);
  if (unit !== undefined && unit > 0) {
    return from.startsWith("\t") ? extra.replaceAll("\t", " ".repeat(unit)) : extra.replaceAll(" ".repeat(unit), "\t");
  }
  if (from === "" && /^\t+$/.test(to) && /^ +$/.test(extra)) {
    const step = extra.length % 4 === 0 ? 4 : 2;
    return "\t".repeat(Math.ceil(extra.length / step));
  }
  return extra;
}
