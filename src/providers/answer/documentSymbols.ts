import { commands, type DocumentSymbol, type Position, type Range, SymbolKind, type TextDocument } from "vscode";

/** Asking an extension for the symbols of a document must not keep anybody waiting, ms. */
const symbolMs = 1_500;

/** Symbols that are worth explaining on their own. */
const telling: ReadonlySet<SymbolKind> = new Set([
  SymbolKind.Function,
  SymbolKind.Method,
  SymbolKind.Constructor,
  SymbolKind.Class,
  SymbolKind.Interface,
  SymbolKind.Enum,
  SymbolKind.Struct,
  SymbolKind.Property,
  SymbolKind.Namespace,
  SymbolKind.Module,
  SymbolKind.Object,
]);

/** The symbols of a document, as far as somebody tells them in time. */
export async function symbolsOf(document: TextDocument): Promise<readonly DocumentSymbol[]> {
  const asked = commands.executeCommand<readonly unknown[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    document.uri,
  );
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), symbolMs));
  const found = await Promise.race([Promise.resolve(asked).catch(() => undefined), late]);
  return (found ?? []).filter(isDocumentSymbol);
}

/** VS Code hands out symbols of a class of its own, which has what these have. */
function isDocumentSymbol(value: unknown): value is DocumentSymbol {
  return typeof value === "object" && value !== null && "children" in value && "range" in value;
}

/** The innermost symbol around a place that is worth explaining on its own. */
export function symbolAround(symbols: readonly DocumentSymbol[], place: Position): Range | undefined {
  for (const symbol of symbols) {
    if (!symbol.range.contains(place)) continue;
    const inner = symbolAround(symbol.children, place);
    if (inner !== undefined) return inner;
    if (telling.has(symbol.kind) && !symbol.range.isSingleLine) return symbol.range;
  }
  return undefined;
}

/** The first lines of symbols, and of those right inside them. */
export function linesOf(symbols: readonly DocumentSymbol[]): readonly number[] {
  const lines = symbols.flatMap((one) =>
    [one, ...one.children].filter(({ kind, range }) => telling.has(kind) && !range.isSingleLine),
  );
  return [...new Set(lines.map(({ range }) => range.start.line))].sort((one, other) => one - other);
}
