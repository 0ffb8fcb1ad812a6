const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, "\\": 92 };

/** Undoes git's C-style quoting of a path: `"a/t\303\266ne \"x\".ts"`; a path without quotes comes back as it is. */
export function unquotePath(quoted: string): string {
  if (!quoted.startsWith('"') || !quoted.endsWith('"') || quoted.length < 2) return quoted;
  const encoder = new Utf8Collector();
  for (let at = 1; at < quoted.length - 1; at++) {
    const character = quoted.charAt(at);
    if (character !== "\\") {
      encoder.text(character);
      continue;
    }
    const octal = /^[0-7]{3}/.exec(quoted.slice(at + 1, at + 4));
    if (octal === null) {
      encoder.byte(escapes[quoted.charAt(at + 1)] ?? quoted.charCodeAt(at + 1));
      at += 1;
    } else {
      encoder.byte(Number.parseInt(octal[0], 8));
      at += 3;
    }
  }
  return encoder.end();
}

/** Joins text and raw UTF-8 bytes; the core has no `TextDecoder` of its own. */
class Utf8Collector {
  #text = "";
  #bytes = "";

  byte(value: number): void {
    this.#bytes += `%${value.toString(16).padStart(2, "0")}`;
  }

  text(piece: string): void {
    this.#flush();
    this.#text += piece;
  }

  end(): string {
    this.#flush();
    return this.#text;
  }

  #flush(): void {
    if (this.#bytes === "") return;
    try {
      this.#text += decodeURIComponent(this.#bytes);
    } catch {
      this.#text += "\ufffd";
    }
    this.#bytes = "";
  }
}

/** Where one file's patch begins; inside a hunk every line starts with a blank, a sign or a backslash, so it cannot be content. */
const fileHeader = /^diff --(?:git|cc|combined) /;

/**
 * Splits the output of `git diff` (prefixes `a/` and `b/`, submodules as `--submodule=log` draws them) into patches by path.
 * Headers are dropped: what they say is known from the raw list.
 */
export function splitPatches(output: string): Map<string, string> {
  const patches = new Map<string, string>();
  let header: string[] = [];
  let body: string[] | undefined;
  const end = (): void => {
    const path = pathIn(header);
    if (path !== undefined)
      patches.set(path, [patches.get(path), ...(body ?? [])].filter((one) => one !== undefined).join("\n"));
    header = [];
    body = undefined;
  };
  for (const line of output.split("\n")) {
    if (fileHeader.test(line)) {
      end();
      header = [line];
    } else if (line.startsWith("Submodule ")) {
      end();
      header = [line];
      body = [line];
    } else if (body !== undefined) {
      body.push(line.endsWith("\r") ? line.slice(0, -1) : line);
    } else if (line.startsWith("@@")) {
      body = [line];
    } else if (header.length > 0) {
      header.push(line);
    }
  }
  if (body !== undefined && body.at(-1) === "") body.pop();
  end();
  return patches;
}

function pathIn(header: readonly string[]): string | undefined {
  const first = header[0];
  if (first === undefined) return undefined;
  const submodule = /^Submodule (.+?) (?:[0-9a-f]{4,}|\(|contains )/.exec(first);
  if (submodule !== null) return submodule[1];
  const named = (prefix: string): string | undefined => {
    const line = header.find((one) => one.startsWith(prefix));
    if (line === undefined) return undefined;
    // Git ends the name with a tab where it holds a blank.
    const path = unquotePath(line.slice(prefix.length).replace(/\t$/, ""));
    return path === "/dev/null" ? undefined : path;
  };
  const withoutPrefix = (path: string | undefined): string | undefined => path?.replace(/^[ab]\//, "");
  const renamed = named("rename to ") ?? named("copy to ");
  if (renamed !== undefined) return renamed;
  const marked = withoutPrefix(named("+++ ") ?? named("--- "));
  if (marked !== undefined) return marked;
  const combined = /^diff --(?:cc|combined) (.+)$/.exec(first);
  if (combined !== null) return unquotePath(combined[1] ?? "");
  // Without any of these (a binary or an empty file, a mode alone) both names are the same, so the line is in two equal halves.
  const names = first.slice("diff --git ".length);
  const half = names.slice((names.length + 1) / 2);
  return withoutPrefix(unquotePath(half));
}
