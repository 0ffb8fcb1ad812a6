import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, suite, test } from "node:test";
import { filesOf, findSources, type CodeSource } from "../../../bench/holes/publicCode.ts";
import { oneOf, type Random, seededRandom } from "../../../bench/seededRandom.ts";
import { offered } from "../documents.ts";

/** Blocks taken out of each language's code. */
const blocks = 80;
/** Longer than the engine asks for. */
const mostLines = 10;
/** A longer file takes too long to look through. */
const mostCharacters = 20_000;

/** Code of others with a whole block of it taken out. */
interface Gap {
  readonly id: string;
  /** Up to the block, with its indentation. */
  readonly head: string;
  readonly block: string;
  /** From the block's line end on. */
  readonly rest: string;
}

/** A block by chance: a line that opens it, what is in it, and the line that closes it. */
function gapIn(id: string, text: string, random: Random): Gap | undefined {
  const lines = text.split("\n");
  const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? "";
  const endOf = (start: number): number => {
    const indent = indentOf(lines[start] ?? "");
    return lines.findIndex((line, at) => at > start && line.trim() !== "" && indentOf(line).length <= indent.length);
  };
  const starts = lines
    .map((_, at) => at)
    .filter((at) => at > 4 && /^[^})\]]*\{$/.test(lines[at] ?? "") && /[;{}]$/.test(lines[at - 1] ?? ""))
    .filter((at) => {
      const end = endOf(at);
      return end - at < mostLines && lines[end] === `${indentOf(lines[at] ?? "")}}` && lines.length - end > 5;
    });
  const start = starts[Math.floor(random() * starts.length)];
  if (start === undefined) return undefined;
  const end = endOf(start) + 1;
  const indent = indentOf(lines[start] ?? "");
  return {
    id: `${id}:${start + 1}`,
    head: `${lines.slice(0, start).join("\n")}\n${indent}`,
    block: lines.slice(start, end).join("\n").slice(indent.length),
    rest: `\n${lines.slice(end).join("\n")}`,
  };
}

async function gapsIn(source: CodeSource): Promise<readonly Gap[]> {
  const random = seededRandom(7);
  const files = await filesOf(source);
  const gaps: Gap[] = [];
  while (gaps.length < blocks) {
    const file = oneOf(files, random) ?? "";
    const text = (await readFile(file, "utf8")).replace(/\r\n?/g, "\n");
    const gap = text.length > mostCharacters ? undefined : gapIn(path.basename(file), text, random);
    if (gap !== undefined) gaps.push(gap);
  }
  return gaps;
}

for (const name of ["TypeScript", "JavaScript"]) {
  suite(`blocks taken out of other people's ${name}`, () => {
    let gaps: readonly Gap[] = [];
    const languageId = name.toLowerCase();
    before(async () => {
      const { found } = await findSources();
      const source = found.find((one) => one.name === name);
      assert.ok(source);
      gaps = await gapsIn(source);
    });

    const comesThrough = (outputFor: (gap: Gap, indent: string, at: number) => string): void => {
      for (const [at, gap] of gaps.entries()) {
        const indent = /[ \t]*$/.exec(gap.head)?.[0] ?? "";
        const got = offered(`${gap.head}‸${gap.rest}`, outputFor(gap, indent, at), languageId, 4);
        assert.equal(got, `${gap.head}${gap.block}‸${gap.rest}`, gap.id);
      }
    };

    test("come through untouched", () => {
      comesThrough(({ block }, indent) => `${indent}${block}\n`);
    });

    test("end where the code goes on that stands below", () => {
      comesThrough(
        ({ block, rest }, indent, at) =>
          `${indent}${block}${rest
            .split("\n")
            .slice(0, 2 + (at % 5))
            .join("\n")}`,
      );
    });

    test("end with the fence, whatever is said behind it", () => {
      comesThrough(({ block }, indent) => `${indent}${block}\n\`\`\`\`\nThis is what was missing.`);
    });

    test("stand where they belong if they come without their indentation", () => {
      comesThrough(({ block }, indent) =>
        block
          .split("\n")
          .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
          .join("\n"),
      );
    });
  });
}
