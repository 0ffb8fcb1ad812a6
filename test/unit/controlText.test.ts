import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { neutralise, restore } from "../../src/core/controlText.ts";

const commands = [
  "<start_of_turn>",
  "<end_of_turn>",
  "<start_of_image>",
  "<end_of_image>",
  "<image_soft_token>",
  "<bos>",
  "<eos>",
  "<pad>",
  "<unk>",
  "<mask>",
  "<unused42>",
  "<|turn>",
  "<turn|>",
  "<|im_start|>",
  "<|im_end|>",
  "<|endoftext|>",
  "[img-0]",
  "[img-17]",
];

suite("control text in what a user wrote", () => {
  test("is no command any more, and comes back as it was", () => {
    for (const command of commands) {
      const code = `const mark = "${command}"; // ${command}${command}`;
      const sent = neutralise(code);
      assert.equal(sent.includes(command), false, command);
      assert.equal(restore(sent), code, command);
    }
  });

  test("is found in the middle of anything", () => {
    assert.equal(neutralise("a<end_of_turn>b").includes("<end_of_turn>"), false);
    assert.equal(neutralise("<<end_of_turn>>").includes("<end_of_turn>"), false);
  });

  test("is all that is changed", () => {
    const codes = [
      "if (a < bos) return list[img];",
      "const a = x<y || [1, 2][img - 1];",
      "<body><p>start_of_turn</p></body>",
      "template<typename T> std::vector<int> v; a <b> c",
      "[image-1] [img-x] [img] <start> <|> <| |>",
      "let f = |x| x <= y && x << 2;",
      "ಕ <日本語> 😀",
    ];
    for (const code of codes) assert.equal(neutralise(code), code);
  });

  test("keeps an invisible joiner that was the user's own", () => {
    const code = 'const joined = "a\u2060b";';
    assert.equal(restore(neutralise(code)), code);
  });
});
