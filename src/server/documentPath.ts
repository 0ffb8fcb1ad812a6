/** A document's path as a person would say it: relative to its workspace folder, with slashes; else its last part. */
export function documentPath(uri: string, folders: readonly string[]): string {
  for (const folder of folders) {
    const base = folder.endsWith("/") ? folder : `${folder}/`;
    if (uri.startsWith(base)) return decoded(uri.slice(base.length));
  }
  return decoded(uri.slice(uri.lastIndexOf("/") + 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.split(/[?#]/, 1)[0] ?? "");
  } catch {
    return text;
  }
}
