const hostLine = /^[ \t]*Host(?:[ \t]+|[ \t]*=[ \t]*)(.*?)[ \t]*\r?$/i;
const blockLine = /^[ \t]*(?:Host|Match)\b/i;

/** The hosts that an SSH configuration names; patterns are not hosts. */
export function hostsIn(configuration: string): readonly string[] {
  const names = configuration.split("\n").flatMap((line) => namesIn(line).filter((name) => !/[*?!]/.test(name)));
  return [...new Set(names)];
}

/** The configuration with a line under a host, indented as that host's lines are; the same where it stands there already, undefined without such a host. */
export function withLineUnder(configuration: string, host: string, line: string): string | undefined {
  const lines = configuration.split("\n");
  const at = lines.findIndex((one) => namesIn(one).includes(host));
  if (at < 0) return undefined;
  const next = lines.findIndex((one, index) => index > at && blockLine.test(one));
  const block = lines.slice(at + 1, next < 0 ? lines.length : next);
  const wanted = meaningOf(line);
  if (block.some((one) => meaningOf(one) === wanted)) return configuration;
  const indent = block.find((one) => /^[ \t]+\S/.test(one))?.match(/^[ \t]+/)?.[0] ?? "  ";
  const end = lines[at]?.endsWith("\r") === true ? "\r" : "";
  const isLast = at === lines.length - 1;
  return [...lines.slice(0, at + 1), `${indent}${line}${isLast ? "" : end}`, ...lines.slice(at + 1)].join("\n");
}

function namesIn(line: string): readonly string[] {
  const names = hostLine.exec(line)?.[1]?.match(/"[^"]*"|[^\s"#]+/g) ?? [];
  return names.map((name) => name.replaceAll('"', ""));
}

/** Two lines that SSH takes for the same. */
function meaningOf(line: string): string {
  return line
    .trim()
    .replace(/[ \t]*=[ \t]*|[ \t]+/g, " ")
    .toLowerCase();
}
