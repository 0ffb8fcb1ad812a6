import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Failure, PullProblem, StartProblem } from "../../src/core/failures.ts";
import { wordsOfFailure } from "../../src/core/failureWords.ts";
import { actionFor } from "../../src/core/status.ts";

const pullProblems: Readonly<Record<PullProblem, true>> = {
  notOnHub: true,
  badName: true,
  rateLimited: true,
  hubError: true,
  hubUnreachable: true,
  proxy: true,
  certificate: true,
  damaged: true,
  noSpace: true,
  readOnly: true,
  notGguf: true,
  fileGone: true,
  daemonTools: true,
};
const startProblems: Readonly<Record<StartProblem, true>> = {
  notInstalled: true,
  notExecutable: true,
  portTaken: true,
  ended: true,
};

/** One of each kind; a new kind does not compile until it is here. */
const oneOfEach: { readonly [K in Failure["kind"]]: Extract<Failure, { kind: K }> } = {
  refused: { kind: "refused", endpoint: "http://here:1" },
  unreachable: { kind: "unreachable", endpoint: "http://here:1", detail: "ENOTFOUND" },
  badEndpoint: { kind: "badEndpoint", endpoint: "ftp://here" },
  notOllama: { kind: "notOllama", endpoint: "http://here:1", detail: "HTML" },
  tooOld: { kind: "tooOld", version: "0.5.1" },
  modelMissing: { kind: "modelMissing", model: "the-model" },
  unsupported: { kind: "unsupported", model: "the-model", capability: "vision" },
  contextExceeded: { kind: "contextExceeded", detail: "d" },
  outOfMemory: { kind: "outOfMemory", detail: "d" },
  runnerFailed: { kind: "runnerFailed", detail: "exit status 2" },
  busy: { kind: "busy" },
  cutOff: { kind: "cutOff", detail: "ECONNRESET" },
  silent: { kind: "silent", afterMs: 15_400 },
  notLocal: { kind: "notLocal", model: "the-model" },
  modelComing: { kind: "modelComing", model: "the-model", percent: 42 },
  licenceNeeded: { kind: "licenceNeeded", model: "the-model" },
  pullFailed: { kind: "pullFailed", problem: "noSpace", subject: "the-model", detail: "d" },
  startFailed: { kind: "startFailed", problem: "portTaken", subject: "127.0.0.1:11434", detail: "d" },
  other: { kind: "other", detail: "its own words" },
};

suite("failures", () => {
  test("each have their own sentence, which names what they are about", () => {
    const all: readonly Failure[] = [
      ...Object.values(oneOfEach),
      ...(Object.keys(pullProblems) as PullProblem[]).map((problem): Failure => ({
        kind: "pullFailed",
        problem,
        subject: "the-model",
        detail: "d",
      })),
      ...(Object.keys(startProblems) as StartProblem[]).map((problem): Failure => ({
        kind: "startFailed",
        problem,
        subject: "the-program",
        detail: "d",
      })),
    ];
    const sentences = new Map(all.map((one) => [JSON.stringify(one), wordsOfFailure(one)]));
    assert.equal(new Set(sentences.values()).size, sentences.size);
    for (const [failure, sentence] of sentences) {
      assert.doesNotMatch(sentence, /undefined|\[object/, failure);
      for (const subject of ["http://here:1", "the-model", "the-program", "0.5.1", "exit status 2", "its own words"]) {
        if (failure.includes(subject)) assert.ok(sentence.includes(subject), `${sentence} does not name ${subject}`);
      }
    }
  });

  test("say a silence in whole seconds", () => {
    assert.equal(wordsOfFailure(oneOfEach.silent), "Ollama has not said a word for 15 seconds.");
  });

  test("of a daemon that is not installed say where it was looked for, if anywhere", () => {
    const missing = { kind: "startFailed", problem: "notInstalled", detail: "" } as const;
    assert.equal(wordsOfFailure({ ...missing, subject: "" }), "Ollama is not installed on this machine.");
    assert.match(wordsOfFailure({ ...missing, subject: "/opt/none" }), /\/opt\/none/);
  });

  test("each have one action that helps", () => {
    for (const failure of Object.values(oneOfEach)) assert.match(actionFor(failure), /^(?:facet|workbench\.action)\./);
  });
});
