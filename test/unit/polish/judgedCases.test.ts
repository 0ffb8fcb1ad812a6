import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { suite, test } from "node:test";
import { accepted, chunkings } from "../documents.ts";

/** Documents, what a model writes in them and what must come of it, judged by people who did not know the rules; a file a language. */
const folder = path.join(import.meta.dirname, "judged");

interface JudgedCase {
  readonly name: string;
  /** With `‸` at the cursor. */
  readonly document: string;
  readonly output: string;
  /** The document after the text was accepted. */
  readonly expected: string;
}

/** Reads `%%% sound: name`, the document, `%%% output`, and where it does not come through as it is, `%%% expected`. */
function casesIn(file: string): JudgedCase[] {
  return readFileSync(file, "utf8")
    .split(/^%%% (?=sound: |broken: )/m)
    .slice(1)
    .map((text) => {
      const name = text.slice(0, text.indexOf("\n"));
      const [document = "", output = "", expected] = text
        .slice(name.length + 1)
        .split(/^%%% (?:output|expected)\n/m)
        .map((part) => part.slice(0, -1));
      const cursor = document.indexOf("‸");
      const heldBack = name.startsWith("sound") ? (/[ \t]*$/.exec(document.slice(0, cursor))?.[0] ?? "") : "";
      return {
        name,
        document: name.endsWith("[crlf]") ? document.replaceAll("\n", "\r\n") : document,
        output: heldBack + output,
        expected: expected ?? `${document.slice(0, cursor)}${output}‸${document.slice(cursor + 1)}`,
      };
    });
}

for (const file of readdirSync(folder)) {
  const language = path.basename(file, ".txt");
  suite(`judged cases of ${language}`, () => {
    for (const { name, document, output, expected } of casesIn(path.join(folder, file))) {
      test(name, () => {
        for (const size of chunkings) {
          assert.equal(accepted(document, output, language, size, "‸").replaceAll("\r", ""), expected);
        }
      });
    }
  });
}
