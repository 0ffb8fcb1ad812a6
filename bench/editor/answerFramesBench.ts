import { ChatPage } from "../../test/e2e/chatPage.ts";
import { answerLine, lastLine } from "../../test/faults/faultyDaemon.ts";
import { openScriptedEditor } from "../../test/e2e/scriptedEditor.ts";
import { percentile } from "../statistics.ts";

/** What drawing a long streamed answer costs the chat's frame. */
export interface AnswerFrames {
  readonly tokens: number;
  /** Between two drawn frames, ms: at half and at 95 in 100 of them, and the longest. */
  readonly frameMsP50: number;
  readonly frameMsP95: number;
  readonly frameMsLongest: number;
  /** Work of the frame's thread in the last quarter of the answer, times that in the second. */
  readonly lastTimesSecondQuarter: number;
}

/** Pieces of the answer, a token each in a real one. */
const tokens = 10_000;
const piecesAtOnce = 8;

/** A paragraph, a list and a block of code of so many words, over and over: what long answers are made of. */
function piece(at: number): string {
  const inBlock = at % 120;
  if (inBlock === 0) return "\n\nThen ";
  if (inBlock === 40) return "\n\n- first ";
  if (inBlock === 60) return "\n- second ";
  if (inBlock === 80) return "\n\n```ts\nconst one";
  if (inBlock === 119) return "\n```\n";
  if (inBlock > 80) return inBlock % 8 === 0 ? ";\nconst next" : ` + value${at}`;
  return `word${at} `;
}

/** Runs in the frame: notes when each frame is drawn, and how long the thread was busy in it. */
const record = `(() => {
  const frames = [];
  let isOver = false;
  const draw = (ms) => {
    const channel = new MessageChannel();
    const began = performance.now();
    // Comes after the frame has been laid out and drawn.
    channel.port1.onmessage = () => frames.push({ ms, busyMs: performance.now() - began });
    channel.port2.postMessage(0);
    if (!isOver) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  window.facetFrames = () => { isOver = true; return frames; };
})()`;

/** Streams a long answer into the chat of the real editor, and watches its frames. */
export async function answerFramesBench(report: (line: string) => void): Promise<AnswerFrames> {
  const editor = await openScriptedEditor({ "sums.ts": "export const one = 1;\n" });
  try {
    const chat = new ChatPage(editor.page);
    await chat.open();
    editor.daemon.strike("begin", async (response, { path }) => {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      for (let at = 0; at < tokens; at += piecesAtOnce) {
        for (let one = at; one < at + piecesAtOnce; one++) response.write(answerLine(path, piece(one)));
        await new Promise((resolve) => setTimeout(resolve, 12));
      }
      response.end(lastLine(path));
    });
    const frame = await chat.innerFrame();
    await frame.evaluate(record);
    await chat.ask("Write much.");
    await chat.waitForEnd();
    const frames = await frame.evaluate<{ ms: number; busyMs: number }[]>("window.facetFrames()");
    const gaps = frames.slice(1).map(({ ms }, at) => ms - (frames[at]?.ms ?? ms));
    const quarter = Math.floor(frames.length / 4);
    const busyIn = (from: number): number =>
      frames.slice(from, from + quarter).reduce((sum, { busyMs }) => sum + busyMs, 0) / Math.max(1, quarter);
    const result = {
      tokens,
      frameMsP50: percentile(gaps, 0.5) ?? 0,
      frameMsP95: percentile(gaps, 0.95) ?? 0,
      frameMsLongest: Math.max(0, ...gaps),
      lastTimesSecondQuarter: busyIn(3 * quarter) / Math.max(0.01, busyIn(quarter)),
    };
    report(
      `an answer of ${tokens} tokens: a frame every ${result.frameMsP50.toFixed(0)} ms, p95 ${result.frameMsP95.toFixed(0)}`,
    );
    return result;
  } finally {
    await editor.close();
  }
}
