/** The folders above these paths whose own name or path has the letters of a query; each once, paths with `/`. */
export function foldersAbove(paths: readonly string[], query: string): readonly string[] {
  const letters = query.toLowerCase();
  const found = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      const folder = path.slice(0, end);
      // Of a folder that fits by what stands above it, the one above is the better offer.
      const begin = folder.toLowerCase().lastIndexOf(letters);
      if (begin >= 0 && begin + letters.length > folder.lastIndexOf("/")) found.add(folder);
    }
  }
  return [...found];
}
