import type { TextView } from "../../textView.ts";

/** A file that an import may mean. */
export interface ImportTarget {
  /** Relative to the workspace, with slashes; ends with a slash where a whole folder is meant. */
  readonly path: string;
  /** Whether only the end of a path must agree, since the language's root is unknown. */
  readonly isEnding: boolean;
}

/** Characters at a file's beginning in which imports are looked for. */
const mostCharacters = 12_000;
const mostTargets = 120;

const scriptEndings = [".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".vue", ".svelte", ".d.ts"];

/** The local files that a file's imports may mean; packages from elsewhere match no file of the workspace. */
export function importTargetsOf(languageId: string, text: TextView, path: string): readonly ImportTarget[] {
  const head = text.slice(0, mostCharacters);
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  return targets(languageId, head, folder).slice(0, mostTargets);
}

/** Whether a file of the workspace is what an import means. */
export function isMeant(path: string, target: ImportTarget): boolean {
  const place = target.path.endsWith("/") ? path.slice(0, path.lastIndexOf("/") + 1) : path;
  return place === target.path || (target.isEnding && place.endsWith(`/${target.path}`));
}

function targets(languageId: string, head: string, folder: string): readonly ImportTarget[] {
  switch (languageId) {
    case "typescript":
    case "typescriptreact":
    case "javascript":
    case "javascriptreact":
    case "vue":
    case "svelte":
      return all(head, /(?:from|import|require\()\s*\(?["']([^"'\n]+)["']/g).flatMap((name) => ofScript(name, folder));
    case "python":
      return ofPython(head, folder);
    case "go":
      return all(head, /^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w.\-/]+\/[\w.\-/]+)"\s*$/gm).flatMap((name) =>
        // The module's own name comes first and is no folder.
        endingsOf(name.split("/"), 3).map((parts) => ending(`${parts.join("/")}/`)),
      );
    case "rust":
      return ofRust(head, folder);
    case "java":
    case "kotlin":
    case "scala":
    case "groovy":
      return all(head, /^\s*import\s+(?:static\s+)?([\w.]+)/gm).flatMap((name) =>
        [".java", ".kt", ".scala", ".groovy"].map((suffix) => ending(name.replaceAll(".", "/") + suffix)),
      );
    case "c":
    case "cpp":
    case "cuda-cpp":
    case "objective-c":
    case "objective-cpp":
      return all(head, /^\s*#\s*(?:include|import)\s+"([^"\n]+)"/gm).flatMap((name) => [
        exact(joined(folder, name)),
        ending(name.replace(/^(?:\.\.?\/)+/, "")),
      ]);
    case "php":
      return all(head, /^\s*use\s+(?:function\s+)?\\?([\w\\]+)/gm).flatMap((name) =>
        endingsOf(name.split("\\"), 2).map((parts) => ending(`${parts.join("/")}.php`)),
      );
    case "ruby":
      return [
        ...all(head, /^\s*require_relative\s+["']([^"'\n]+)["']/gm).map((name) => exact(`${joined(folder, name)}.rb`)),
        ...all(head, /^\s*require\s+["']([^"'\n]+)["']/gm).map((name) => ending(`${name}.rb`)),
      ];
    default:
      return [];
  }
}

function ofScript(name: string, folder: string): readonly ImportTarget[] {
  const isAlias = /^[@~]\//.test(name);
  if (!name.startsWith(".") && !isAlias) return [];
  const base = isAlias ? `src/${name.slice(2)}` : joined(folder, name);
  const bare = base.replace(/\.[cm]?[jt]sx?$/, "");
  const paths = [base, ...scriptEndings.map((suffix) => bare + suffix)];
  const folders = scriptEndings.map((suffix) => `${base}/index${suffix}`);
  return [...new Set([...paths, ...folders])].map((path) => ({ path, isEnding: isAlias }));
}

function ofPython(head: string, folder: string): readonly ImportTarget[] {
  const found: ImportTarget[] = [];
  const add = (module: string, isRelative: boolean): void => {
    for (const suffix of [".py", "/__init__.py", ".pyi"]) {
      found.push(isRelative ? exact(module + suffix) : ending(module + suffix));
    }
  };
  for (const [, dots = "", name = "", list = ""] of head.matchAll(
    /^\s*from\s+(\.*)([\w.]*)\s+import\s+(\([^)]*\)|[^\n]+)/gm,
  )) {
    const isRelative = dots !== "";
    const parts = name === "" ? [] : name.split(".");
    const base = isRelative
      ? joined(folder, [...Array<string>(dots.length - 1).fill(".."), ...parts].join("/"))
      : parts.join("/");
    if (parts.length > 0) add(base, isRelative);
    for (const [item] of list.matchAll(/\b[a-z_]\w*\b/g)) add(base === "" ? item : `${base}/${item}`, isRelative);
  }
  for (const name of all(head, /^\s*import\s+([\w.]+)/gm)) add(name.replaceAll(".", "/"), false);
  return found;
}

function ofRust(head: string, folder: string): readonly ImportTarget[] {
  const modules = all(head, /^\s*(?:pub\s+)?mod\s+(\w+)\s*;/gm).flatMap((name) => [
    exact(joined(folder, `${name}.rs`)),
    exact(joined(folder, `${name}/mod.rs`)),
  ]);
  const uses = all(head, /^\s*(?:pub\s+)?use\s+((?:crate|super|self)(?:::\w+)+)/gm).flatMap((name) => {
    const parts = name.split("::").slice(1);
    // The last parts may be items of the module, not modules.
    return [parts, parts.slice(0, -1)]
      .filter((one) => one.length > 0)
      .flatMap((one) => [ending(`${one.join("/")}.rs`), ending(`${one.join("/")}/mod.rs`)]);
  });
  return [...modules, ...uses];
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "").filter((name) => name !== "");
}

/** The last parts of a name, from longer to shorter, down to two. */
function endingsOf(parts: readonly string[], most: number): readonly (readonly string[])[] {
  const longest = Math.min(most, parts.length - 1);
  return Array.from({ length: Math.max(0, longest - 1) }, (_, at) => parts.slice(-(longest - at)));
}

function exact(path: string): ImportTarget {
  return { path, isEnding: false };
}

function ending(path: string): ImportTarget {
  return { path, isEnding: true };
}

/** A path relative to a folder, without dots. */
function joined(folder: string, path: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
