/** Whether a path, relative to its folder and with slashes, or a folder above it matches one of an editor's exclusion patterns. */
export function isMatchedByAny(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(path));
}

const compiled = new Map<string, RegExp>();

/** The patterns that editors and language servers share: `*`, `?`, `**`, `{a,b}` and `[a-z]`. */
function expressionOf(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  compiled.set(pattern, made);
  return made;
}

function compile(pattern: string): RegExp {
  const pieces = pattern.replace(/^\/|\/(?:\*\*)?$/g, "").match(/\*\*\/|\*\*|\*|\?|\{|\}|,|\[[^\]/]+\]|[^*?{},[]+|\[/g);
  let depth = 0;
  const body = (pieces ?? []).map((piece) => {
    switch (piece) {
      case "**/":
        return "(?:[^/]+/)*";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      case "{":
        depth++;
        return "(?:";
      case "}":
        return depth-- > 0 ? ")" : "\\}";
      case ",":
        return depth > 0 ? "|" : ",";
      default:
        if (piece.length > 1 && piece.startsWith("[")) return piece.replace(/^\[!/, "[^").replace(/\\/g, "\\\\");
        return piece.replace(/[.+^$()|[\]\\]/g, (special) => `\\${special}`);
    }
  });
  try {
    return new RegExp(`^${body.join("")}(?:/|$)`);
  } catch {
    // What is no pattern matches nothing.
    return /(?!)/;
  }
}
