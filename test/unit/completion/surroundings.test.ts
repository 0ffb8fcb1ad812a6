import assert from "node:assert/strict";
import { test } from "node:test";
import type { Spot } from "../../../src/core/completion/spot.ts";
import { type Surroundings, surroundingsOf } from "../../../src/core/completion/surroundings.ts";

const documents: Readonly<Record<string, string>> = {
  typescript:
    'export const names = {\n  /* a\n   * b( */\n  first: `a ${[1, 2\n].map((one) => "}")} b\n c`,\n  second: /[(/]"/.test(x) // {\n};\nif (a) {\n  go({ b: ")" },\n    1);\n}\n',
  python: 'def f(a,\n      b):\n    """a (\n    b"""\n    return [\n        1,\n    ]\n\nif x:\n    pass\n',
  shellscript: 'cat <<EOF | sort\n( \' not " code\nEOF\nfor a in $(ls); do\n  echo "$a("\ndone\n',
  rust: "fn f<'a>(x: &'a str) -> char {\n    let y = '{';\n    g(x, 'b')\n}\n",
};

/** All that is told of a spot, and what the scan says of a text that would follow. */
function told(spot: Spot): unknown {
  const { scan, ...rest }: Surroundings = surroundingsOf(spot);
  const onward = scan.fork();
  const events = Array.from("\n) } ] ` \" ' EOF\n}", (char) => onward.push(char));
  return { ...rest, brackets: scan.brackets, place: scan.place, line: scan.line, quote: scan.openQuote, events };
}

for (const [languageId, text] of Object.entries(documents)) {
  test(`what stands around a cursor does not depend on what was asked before: ${languageId}`, () => {
    const spotAt = (cursor: number): Spot => ({
      languageId,
      before: text.slice(0, cursor),
      after: text.slice(cursor),
      indentUnit: "  ",
    });
    const other = { languageId: "plaintext", before: "(\n{\n", after: "\n}\n", indentUnit: "  " };
    const alone = Array.from({ length: text.length + 1 }, (_, cursor) => {
      surroundingsOf(other);
      return told(spotAt(cursor));
    });
    for (let cursor = 0; cursor <= text.length; cursor++) assert.deepEqual(told(spotAt(cursor)), alone[cursor]);
    for (let cursor = text.length; cursor >= 0; cursor--) assert.deepEqual(told(spotAt(cursor)), alone[cursor]);
  });
}
