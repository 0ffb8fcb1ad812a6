/** How a language marks a text in which backslashes and quotes mean nothing. */
export type RawStyle = "rust" | "cpp" | "csharp" | "swift";

const before: Readonly<Record<RawStyle, RegExp>> = {
  rust: /(?:^|[^\w])[bc]?r(#*)$/,
  cpp: /(?:^|[^\w])(?:u8|u|U|L)?R$/,
  csharp: /(?:@|@\$|\$@)$/,
  swift: /(?:^|[^#])(#+)$/,
};

/**
 * What ends the raw text that a double quote begins, as far as what stands before it tells: undefined if it begins none, and empty if
 * the end is named between the quote and the bracket that follows (`R"end(text)end"`).
 */
export function rawEnd(style: RawStyle, recent: string): string | undefined {
  const start = before[style].exec(recent);
  if (start === null) return undefined;
  return style === "cpp" ? "" : `"${start[1] ?? ""}`;
}
