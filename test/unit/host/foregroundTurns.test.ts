import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, suite, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { ForegroundTurns } from "../../../src/host/foregroundTurns.ts";

const never = new AbortController().signal;

let told: string[];
beforeEach(() => {
  told = [];
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
});
afterEach(() => mock.timers.reset());

/** A server that answers a begin as the test says. */
function turns(onBegin: () => Promise<void>): ForegroundTurns {
  return new ForegroundTurns(({ phase, id }) => {
    told.push(`${phase} ${id}`);
    return phase === "begin" ? onBegin() : Promise.resolve();
  });
}

suite("a foreground answer's turn", () => {
  test("begins once the server has closed its stream, shows that it lives, and ends", async () => {
    let close = (): void => undefined;
    const taking = turns(() => new Promise((resolve) => (close = resolve))).take(never);
    let isTaken = false;
    void taking.then(() => (isTaken = true));
    await setImmediate();
    assert.equal(isTaken, false);
    close();
    const giveBack = await taking;
    mock.timers.tick(7_000);
    giveBack();
    mock.timers.tick(60_000);
    assert.deepEqual(told, ["begin 1", "heartbeat 1", "heartbeat 1", "end 1"]);
  });

  test("ends at once when the person stops, though the server does not answer", async () => {
    const stop = new AbortController();
    const taking = turns(() => new Promise(() => undefined)).take(stop.signal);
    stop.abort(new Error("stopped"));
    await assert.rejects(taking, /stopped/);
    mock.timers.tick(60_000);
    assert.deepEqual(told, ["begin 1", "end 1"]);
  });

  test("does not wait for a server that hangs, nor for one that dies", async () => {
    const hanging = turns(() => new Promise(() => undefined)).take(never);
    mock.timers.tick(5_000);
    (await hanging)();
    const dying = await turns(() => Promise.reject(new Error("connection got disposed"))).take(never);
    dying();
    assert.deepEqual(told, ["begin 1", "heartbeat 1", "end 1", "begin 1", "end 1"]);
  });

  test("is not taken for a question that is over already", async () => {
    await assert.rejects(turns(() => Promise.resolve()).take(AbortSignal.abort(new Error("over"))), /over/);
    assert.deepEqual(told, []);
  });
});
