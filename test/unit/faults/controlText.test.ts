import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { neutralise, restore } from "../../../src/core/controlText.ts";
import { AnswerText } from "../../../src/core/conversation/answerText.ts";
import { GhostStream } from "../../../src/core/completion/ghostStream.ts";
import { questionText } from "../../../src/core/prompts/chat.ts";
import { ghostTextHead } from "../../../src/core/prompts/ghostText.ts";
import { turnTemplateOf } from "../../../src/core/completion/turnTemplate.ts";

const marks = [
  ...[
    "<start_of_turn>",
    "<end_of_turn>",
    "<start_of_image>",
    "<image_soft_token>",
    "<bos>",
    "<eos>",
    "<pad>",
    "<mask>",
  ],
  ...[
    "<unused7>",
    "<|turn>",
    "<turn|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|fim_prefix|>",
    "<fim_suffix>",
    "[img-0]",
    "[img-12]",
  ],
];

/** Text as it comes in code, with control marks whole, halved and nested in it. */
const code = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...marks) },
      {
        weight: 1,
        arbitrary: fc.constantFrom("<", ">", "[", "]", "|", "_", "/", "start_of_turn>", "img-", "\n", "user\n"),
      },
      { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(""))
  // A joiner at such a place that was the user's own is the one thing that cannot be given back.
  .filter((text) => !/[<[]\u2060/.test(text));

const holdsMark = (text: string): boolean => marks.some((mark) => text.includes(mark));
const count = (text: string, mark: string): number => text.split(mark).length - 1;

suite("control text, whatever stands around it,", () => {
  test("is neutral in what is sent, and as it was in what comes back", () => {
    fc.assert(
      fc.property(code, (text) => {
        const sent = neutralise(text);
        assert.ok(!holdsMark(sent), sent);
        assert.equal(restore(sent), text);
        assert.equal(neutralise(sent), sent, "once is enough");
      }),
      { numRuns: 2_000 },
    );
  });

  test("comes back as it was, in whatever pieces an answer arrives", () => {
    fc.assert(
      fc.property(code, fc.array(fc.nat(40), { maxLength: 6 }), (text, cuts) => {
        const sent = neutralise(text);
        const at = [0, ...cuts.map((one) => Math.min(one, sent.length)).sort((a, b) => a - b), sent.length];
        const shown = new AnswerText();
        const read = at.slice(1).map((end, index) => shown.append(sent.slice(at[index], end)));
        assert.equal(read.join("") + shown.finish(), text);
      }),
      { numRuns: 2_000 },
    );
  });

  test("adds no turn to a prompt for ghost text, wherever it stands", () => {
    const template = turnTemplateOf("gemma3");
    assert.ok(template !== undefined);
    const quiet = ghostTextHead({ languageId: "typescript", path: "a.ts", snippets: [], after: "b" }, template, "");
    fc.assert(
      fc.property(code, code, code, code, (path, snippet, after, before) => {
        const parts = { languageId: "typescript", path, snippets: [{ path, text: snippet }], after };
        const head = ghostTextHead(parts, template, before);
        for (const mark of marks) assert.equal(count(head.text, mark), count(quiet.text, mark), mark);
      }),
      { numRuns: 500 },
    );
  });

  test("adds no turn to a question, be it typed or attached", () => {
    fc.assert(
      fc.property(code, code, (text, attached) => {
        const attachment = {
          id: "1",
          kind: "file" as const,
          name: "a.ts",
          text: attached,
          languageId: "typescript",
          isCut: false,
        };
        assert.ok(!holdsMark(questionText({ text, attachments: [attachment] })));
      }),
      { numRuns: 500 },
    );
  });

  test("is offered as ghost text as the user would have typed it", () => {
    const template = turnTemplateOf("gemma3");
    assert.ok(template !== undefined);
    const parts = { languageId: "typescript", path: "a.ts", snippets: [], after: "" };
    for (const mark of marks) {
      const head = ghostTextHead(parts, template, "const mark = ");
      const anchor = {
        uri: "a",
        windowStart: 0,
        head,
        promptLines: [],
        after: "",
        isAfterCut: false,
        mostBefore: 1_000,
      };
      const spot = { languageId: "typescript", before: "const mark = ", after: "", indentUnit: "  " };
      const stream: GhostStream = new GhostStream({
        anchor,
        spot,
        before: spot.before,
        maxLines: 3,
        stops: template.stops,
      });
      const line = `"${mark}";`;
      for (const letter of ` ${neutralise(line)}`) stream.add(letter);
      stream.end(false);
      const isTurn = template.stops.some((stop) => mark.includes(stop));
      if (!isTurn) assert.equal(stream.text, line, mark);
    }
  });
});
