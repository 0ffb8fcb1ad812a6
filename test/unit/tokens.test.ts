import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { estimateTokens, TokenMeter } from "../../src/core/tokens.ts";

/** Texts with the tokens that Gemma 3's own tokenizer makes of them, told by a real daemon (docs/measurements.md). */
const counted: readonly (readonly [name: string, text: string, tokens: number])[] = [
  ["German", "Behebe den Absturz beim Öffnen großer Dateien, wenn die Liste leer ist. ".repeat(20), 361],
  ["Chinese", "修复登录页面在移动设备上的显示错误，添加缓存支持。".repeat(20), 280],
  ["Russian", "Исправить ошибку входа на странице профиля пользователя. ".repeat(20), 241],
  ["numbers", Array.from({ length: 200 }, (_, index) => String(index * 7919)).join(", "), 1653],
];

suite("estimating tokens", () => {
  for (const [name, text, tokens] of counted) {
    test(`is never a tenth too low, nor far too high: ${name}`, () => {
      const ratio = estimateTokens(text) / tokens;
      assert.ok(ratio >= 0.9 && ratio <= 1.6, `${estimateTokens(text)} for ${tokens}`);
    });
  }

  test("is nothing for nothing, and grows with the text", () => {
    assert.equal(estimateTokens(""), 0);
    assert.ok(estimateTokens("a b c d e f") > estimateTokens("a b c"));
  });

  test("a meter learns at once that a model needs more, and slowly that it needs less", () => {
    const meter = new TokenMeter();
    const text = "word ".repeat(100);
    const estimated = meter.estimateOf(text);
    meter.learn(estimated, estimated * 1.5);
    assert.ok(meter.tokensOf(text) >= estimated * 1.3);
    const before = meter.tokensOf(text);
    meter.learn(estimated, estimated);
    assert.ok(meter.tokensOf(text) > estimated && meter.tokensOf(text) < before);
    meter.learn(10, 1_000);
    assert.ok(meter.tokensOf(text) < before);
  });
});
