import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Failure, PullProblem, StartProblem } from "../../../src/core/failures.ts";
import { wordsOfFailure } from "../../../src/core/failureWords.ts";
import { isWorthMeanwhile } from "../../../src/core/provisioning/isWorthMeanwhile.ts";
import { smallSibling, ungatedTwin } from "../../../src/core/provisioning/knownModels.ts";
import { wayOnAfter } from "../../../src/core/provisioning/wayOn.ts";
import { worthOfLook } from "../../../src/core/provisioning/worthOfLook.ts";
import { gemmaModel } from "../../../src/core/settings.ts";
import { viewOf } from "../../../src/core/status.ts";
import { modelWays, type ModelWayFacts } from "../../../src/providers/setUp/modelWays.ts";

const room = { memoryBytes: 16e9, freeDiskBytes: 50e9 };
const usual: ModelWayFacts = { model: gemmaModel, room, isGateInTheWay: false, installed: [] };

function waysFor(changes: Partial<ModelWayFacts>): readonly string[] {
  return modelWays({ ...usual, ...changes }).map(({ value }) =>
    value.kind === "use" ? `use ${value.model}` : value.kind,
  );
}

suite("the ways to a model", () => {
  const twin = `use ${ungatedTwin.name}`;
  const small = `use ${smallSibling.name}`;

  test("begin with the one that fits: the model itself, the ungated twin at the gate, the small one with little memory", () => {
    assert.deepEqual(waysFor({}), ["get", "smallFirst", small, twin, "import"]);
    assert.deepEqual(waysFor({ isGateInTheWay: true }), [twin, "get", "smallFirst", small, "import"]);
    assert.deepEqual(waysFor({ room: { ...room, memoryBytes: 4e9 } }), [small, "get", "smallFirst", twin, "import"]);
  });

  test("end with what is there already, but not with what runs elsewhere", () => {
    const installed = [
      { name: "here:1b", sizeBytes: 1, isRemote: false },
      { name: "cloud:1b", sizeBytes: 0, isRemote: true },
    ] as unknown as ModelWayFacts["installed"];
    assert.equal(waysFor({ installed }).at(-1), "use here:1b");
  });

  test("do not offer a model twice", () => {
    assert.deepEqual(waysFor({ model: smallSibling.name }), ["get", twin, "import"]);
    assert.deepEqual(waysFor({ model: ungatedTwin.name }), ["get", "smallFirst", small, "import"]);
  });
});

test("a small model meanwhile is only proposed where it is there much earlier", () => {
  const progress = { completedBytes: 0, totalBytes: 3e9, bytesPerSecond: 5e6, secondsLeft: 600 };
  assert.ok(isWorthMeanwhile(gemmaModel, progress));
  assert.ok(!isWorthMeanwhile(gemmaModel, { ...progress, secondsLeft: 100 }), "soon here anyway");
  assert.ok(!isWorthMeanwhile(gemmaModel, { ...progress, secondsLeft: 200 }), "the small one takes nearly as long");
  assert.ok(!isWorthMeanwhile(gemmaModel, { ...progress, secondsLeft: undefined }), "nobody knows");
  assert.ok(!isWorthMeanwhile(smallSibling.name, progress));
});

test("what a moment mends is looked at soon, what needs memory rarely, what needs a person never", () => {
  const failed = (failure: Failure): string => worthOfLook({ kind: "failed", failure });
  assert.equal(failed({ kind: "unreachable", endpoint: "e", detail: "" }), "soon");
  assert.equal(failed({ kind: "outOfMemory", detail: "" }), "rarely");
  const startFailed = (problem: StartProblem): Failure => ({ kind: "startFailed", problem, subject: "s", detail: "" });
  assert.equal(failed(startFailed("ended")), "rarely", "what killed it may be over");
  assert.equal(failed(startFailed("notExecutable")), "none");
  assert.equal(failed({ kind: "badEndpoint", endpoint: "e" }), "none");
  assert.equal(worthOfLook({ kind: "modelMissing", model: "m" }), "soon");
  const pullFailed: Failure = { kind: "pullFailed", problem: "noSpace", subject: "m", detail: "" };
  assert.equal(failed(pullFailed), "soon", "the model may come by another window or from a terminal");
  assert.equal(
    worthOfLook({
      kind: "pulling",
      model: "m",
      progress: { completedBytes: 0, totalBytes: 0, bytesPerSecond: 0, secondsLeft: undefined },
    }),
    "none",
  );
});

suite("bad input of a model", () => {
  const detail = "write /models/blobs/sha256-a5-partial: no space left on device";
  const ways: Readonly<Record<PullProblem, "otherWays" | "fetchAgain">> = {
    notOnHub: "otherWays",
    badName: "otherWays",
    notGguf: "otherWays",
    fileGone: "otherWays",
    noSpace: "otherWays",
    readOnly: "otherWays",
    daemonTools: "otherWays",
    rateLimited: "fetchAgain",
    hubError: "fetchAgain",
    hubUnreachable: "fetchAgain",
    proxy: "fetchAgain",
    certificate: "fetchAgain",
    damaged: "fetchAgain",
  };
  for (const [problem, way] of Object.entries(ways) as [PullProblem, string][]) {
    test(`${problem}: names what it is about, with one click and one way on`, () => {
      const failure: Failure = { kind: "pullFailed", problem, subject: "the-model.gguf", detail };
      const { tooltip, action } = viewOf({ kind: "provisioning", state: { kind: "failed", failure } });
      assert.deepEqual(tooltip, [wordsOfFailure(failure)]);
      assert.match(tooltip[0] ?? "", /the-model\.gguf/);
      assert.equal(action, "facet.setUp");
      assert.equal(wayOnAfter(failure), way);
    });
  }
});
