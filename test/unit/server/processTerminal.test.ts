import assert from "node:assert/strict";
import { after, suite, test } from "node:test";
import { PassThrough, Writable } from "node:stream";
import { ProcessTerminal } from "../../../src/server/processTerminal.ts";

/** A terminal whose person answers what is given, in order. */
function terminalWith(answers: string, isTTY: boolean): { terminal: ProcessTerminal; written: () => string } {
  let text = "";
  const output = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, done) => {
        text += chunk.toString();
        done();
      },
    }),
    { isTTY },
  );
  const input = new PassThrough();
  input.end(answers);
  return { terminal: new ProcessTerminal(input, output), written: () => text };
}

suite("a terminal", () => {
  const made: ProcessTerminal[] = [];
  const make = (...given: Parameters<typeof terminalWith>): ReturnType<typeof terminalWith> => {
    const one = terminalWith(...given);
    made.push(one.terminal);
    return one;
  };
  after(() => made.forEach((one) => one.close()));

  test("takes a choice by its number", async () => {
    const { terminal, written } = make("2\n", false);
    assert.equal(await terminal.choose("Which?", ["one", "two"]), 1);
    assert.match(written(), /Which\?\n {2}1 {2}one\n {2}2 {2}two\n/);
  });

  test("takes anything else, and nobody, as no", async () => {
    for (const answer of ["3\n", "y\n", "\n", "0\n", ""]) {
      assert.equal(await make(answer, false).terminal.choose("", ["one"]), undefined, JSON.stringify(answer));
    }
  });

  test("writes progress over itself, and in a file not at all", () => {
    const { terminal, written } = make("", true);
    terminal.print("1 %", true);
    terminal.print("2 %", true);
    terminal.print("done");
    assert.equal(written(), "1 %\r\u001b[K2 %\r\u001b[Kdone\n");
    const file = make("", false);
    file.terminal.print("1 %", true);
    file.terminal.print("done");
    assert.equal(file.written(), "done\n");
  });
});
