import { STATUS_CODES } from "node:http";
import { isObject, type Loose, objectIn, text } from "../core/looseJson.ts";
import type { PostedAnswer } from "./agentFetch.ts";
import { DaemonError } from "./readFailure.ts";
import { pageError, SoundLines } from "./soundLines.ts";

/** An answer that says what is wrong, in the form in which the npm client throws its own. */
class RefusedAnswer extends Error {
  /** What the daemon said, be it text or more JSON. */
  readonly error: unknown;
  readonly status_code: number | undefined;

  constructor(error: unknown, status?: number) {
    super(text(error));
    this.error = error;
    this.status_code = status;
  }
}

/** Asks a daemon for an answer that comes line by line, and yields each line's JSON; the signal ends it at any moment. Ends after the line that says it is the last. */
export async function* askedLines(
  url: string,
  question: object,
  signal: AbortSignal,
): AsyncGenerator<Loose, void, undefined> {
  // Undici takes long to read; the first call brings it.
  const { agentPost } = await import("./agentFetch.ts");
  const answer = await agentPost(url, JSON.stringify(question), signal);
  let isTold = false;
  try {
    const isFine = answer.status >= 200 && answer.status < 300;
    if (!isFine) throw await refusalOf(answer);
    const page = pageError(answer.type);
    if (page !== undefined) throw page;
    for await (const line of linesOf(answer, new SoundLines(true))) {
      const value = jsonOf(line);
      if (value === undefined) continue;
      if ("error" in value) throw new RefusedAnswer(value["error"]);
      isTold = value["done"] === true;
      yield value;
      if (isTold) return;
    }
  } finally {
    if (isTold) answer.drain();
    else answer.body.destroy();
  }
}

/** The lines of a body, without their ends; leaving it early leaves the body as it is. */
async function* linesOf({ body }: PostedAnswer, sound: SoundLines): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let begun = "";
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    if (!sound.passes(chunk)) continue;
    const piece = decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", from)) {
      yield begun + piece.slice(from, end);
      begun = "";
      from = end + 1;
    }
    begun += piece.slice(from);
  }
  begun += decoder.decode();
  if (begun !== "") yield begun;
}

/** A line's JSON; undefined where it is none, or a list, which says nothing. Throws where it is a bare value: what answers so is broken. */
function jsonOf(line: string): Loose | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (isObject(value)) return value;
  if (Array.isArray(value)) return undefined;
  throw new DaemonError({ kind: "cutOff", detail: "a line that is no object" });
}

/** Of a refusal no more is read, characters. */
const longestRefusal = 100_000;

async function refusalOf(answer: PostedAnswer): Promise<RefusedAnswer> {
  let said = "";
  for await (const line of linesOf(answer, new SoundLines(false))) {
    said += `${line}\n`;
    if (said.length > longestRefusal) break;
  }
  const { status, type } = answer;
  const told = type.includes("application/json") ? objectIn(said)?.["error"] : said.trim();
  const isTold = told !== undefined && told !== null && told !== "";
  return new RefusedAnswer(isTold ? told : `Error ${status}: ${STATUS_CODES[status] ?? ""}`, status);
}
