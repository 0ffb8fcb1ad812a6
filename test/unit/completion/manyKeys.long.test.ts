import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { suite, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { GhostStream } from "../../../src/core/completion/ghostStream.ts";
import { Desk, settle } from "./simulation.ts";
import { randomFrom, typescript } from "./typists.ts";
import { watching } from "./watching.ts";

suite("after 20 000 keys", () => {
  /** Lets the collector take what nobody holds. */
  async function collect(): Promise<void> {
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc") as () => void;
    for (let round = 0; round < 3; round++) {
      await settle();
      gc();
    }
  }

  test("the streams, anchors, listeners and waits that are kept are few", async () => {
    const streams = new Set<WeakRef<object>>();
    const known = new WeakSet<object>();
    const anchors = new Set<WeakRef<object>>();
    const note = (refs: Set<WeakRef<object>>, one: object): void => {
      if (known.has(one)) return;
      known.add(one);
      refs.add(new WeakRef(one));
    };
    let mostLooks = 0;
    let looks = 0;
    const random = randomFrom(3);
    const desk = new Desk("|");
    const editor = new AbortController();
    let mostListeners = 0;
    let mostWaiting = 0;
    const look = (self: unknown, _given: readonly unknown[], _result: unknown, name: string): void => {
      if (!(self instanceof GhostStream)) return;
      if (name === "ahead") looks++;
      else {
        note(streams, self);
        note(anchors, self.anchor);
      }
    };
    await watching(GhostStream.prototype, ["add", "ahead"], look, async () => {
      const lines = typescript.split("\n");
      let line = "";
      desk.daemon.script = async (answer) => {
        await answer.say(random() < 0.5 ? `${line}\n` : " wrong;\n");
        await answer.end();
      };
      for (let key = 0; key < 20_000; key++) {
        if (line === "") {
          // The next line, now and then at the end of any other, as of one who goes back to what was written.
          if (random() < 0.1) desk.cursor = desk.text.indexOf("\n", Math.floor(random() * desk.text.length));
          if (desk.cursor < 0) desk.cursor = desk.text.length;
          line = `\n${lines[key % lines.length] ?? ""}`;
        }
        if (random() < 0.03 && !/\n$/.test(desk.text.slice(0, desk.cursor)) && desk.cursor > 0) {
          line = desk.text.charAt(desk.cursor - 1) + line;
          desk.backspace();
        } else {
          desk.type(line.charAt(0));
          line = line.slice(1);
        }
        looks = 0;
        // One signal for all, as of a connection that lasts: whoever listens to it must stop by himself.
        void desk.ask({ signal: editor.signal });
        await desk.clock.pass(random() < 0.1 ? 700 : 60);
        mostLooks = Math.max(mostLooks, looks);
        mostListeners = Math.max(mostListeners, getEventListeners(editor.signal, "abort").length);
        mostWaiting = Math.max(mostWaiting, desk.clock.waiting);
      }
      await desk.clock.pass(60_000);
      assert.ok(
        streams.size > 500 && anchors.size > 12,
        `${streams.size} streams at ${anchors.size} anchors were begun`,
      );
      await collect();
      const alive = (refs: Set<WeakRef<object>>): number => [...refs].filter((one) => one.deref() !== undefined).length;
      const kept = { streams: alive(streams), anchors: alive(anchors) };
      assert.ok(kept.streams > 0 && kept.streams <= 45, `${kept.streams} of ${streams.size} streams`);
      assert.ok(kept.anchors > 0 && kept.anchors <= 60, `${kept.anchors} of ${anchors.size} anchors`);
      assert.ok(mostListeners <= 40, `${mostListeners} listeners at once`);
      assert.equal(getEventListeners(editor.signal, "abort").length, 0);
      assert.ok(mostWaiting <= 40, `${mostWaiting} waits at once`);
      assert.equal(desk.clock.waiting, 0);
      // The looks of a key: its own, and those of the wishes that wait for the request that runs.
      assert.ok(mostLooks > 0 && mostLooks < 20_000, `${mostLooks} looks at one key`);
    });
    assert.equal(desk.daemon.mostOpen, 1);
  });
});
