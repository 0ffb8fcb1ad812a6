import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { CancellationTokenSource } from "vscode-languageserver-protocol";
import { freshModels } from "../../../scripts/parts/model.ts";
import { wordsOfError } from "../../../src/core/wordsOfError.ts";
import { gemmaTemplate } from "../../../src/core/provisioning/gemmaTemplate.ts";
import { untilAborted } from "../../../src/core/untilAborted.ts";
import { type DaemonRecord, recordIn } from "../../../src/ollama/supervision.ts";
import { isAlive } from "../../../src/shared/process/isAlive.ts";
import { fakeGguf, hubModel } from "../../hub/hubModel.ts";
import { startHub, type StandInHub } from "../../hub/standInHub.ts";
import { descendantsOf } from "../../processTree.ts";
import { randomFrom } from "../../unit/commit/random.ts";
import { ScratchRepository } from "../../unit/commit/scratchRepository.ts";
import { type OwnDaemonUser, ownDaemonUser } from "../provisioning/ownDaemons.ts";
import { never, reached } from "../provisioning/provisionerFor.ts";
import { Ticks } from "./ticks.ts";
import { WorkingWindow } from "./workingWindow.ts";

const victims = ["daemon", "runner", "server", "supervisor"] as const;
type Victim = (typeof victims)[number];

/** How often a person asks before everything must be well again: what runs when it dies is lost, and so may be the one that finds out. */
const mostTries = 4;

/** What the model runner says of each request. */
const runnerNoise = /^ollama: (?!time=|\[GIN\])/;

const modelBytes = 40_000_000;

/** The seed to draw the moments by: a new one each time, or the one that a failure named, in `FACET_SEED`. */
export function seedOfRun(): number {
  return Number(process.env["FACET_SEED"] ?? Date.now() % 1_000_000);
}

/** What a run of kills came to. */
export interface KillReport {
  readonly rounds: number;
  readonly kills: Readonly<Record<Victim, number>>;
  /** From the last kill of each round to the next good answer in the chat, ms; a figure, not a promise. */
  readonly recoveryMs: readonly number[];
}

/**
 * Kills daemon, model runner, language server and supervisor at random moments while a script types, chats, pulls and commits.
 * Throws unless every draft and every question is still there, everything answers again after each round, and no process is left at the end.
 */
export async function surviveRandomKills(
  seed: number,
  isEnough: (rounds: number) => boolean,
  signal: AbortSignal,
): Promise<KillReport> {
  const run = await KillRun.begin(seed);
  try {
    let rounds = 0;
    while (!isEnough(rounds)) await untilAborted(run.round(rounds++), signal);
    await untilAborted(run.end(), signal);
    return { rounds, kills: run.kills, recoveryMs: run.recoveryMs };
  } catch (error) {
    run.tell(`the state is ${run.state}`);
    const said = [...run.story.slice(-20), ...run.log.filter((line) => !runnerNoise.test(line)).slice(-40)].join("\n");
    throw new Error(`With FACET_SEED=${seed}: ${wordsOfError(error)}\n${said}`, {
      cause: error,
    });
  } finally {
    await run.clear();
  }
}

class KillRun {
  readonly kills: Record<Victim, number> = { daemon: 0, runner: 0, server: 0, supervisor: 0 };
  readonly recoveryMs: number[] = [];
  /** What was done, for whoever reads a failure. */
  readonly story: string[] = [];
  readonly #random: (below: number) => number;
  readonly #hub: StandInHub;
  readonly #user: OwnDaemonUser;
  readonly #repository: ScratchRepository;
  readonly #ticks = new Ticks();
  readonly #window: WorkingWindow;
  readonly #beganMs = performance.now();
  #isClosed = false;

  private constructor(seed: number, hub: StandInHub, user: OwnDaemonUser, repository: ScratchRepository) {
    this.#random = randomFrom(seed);
    this.#hub = hub;
    this.#user = user;
    this.#repository = repository;
    this.#window = new WorkingWindow(user, repository.root, () => this.#ticks.note());
  }

  static async begin(seed: number): Promise<KillRun> {
    const models = await freshModels();
    const hub = await startHub();
    const oneThread = { LLAMA_ARG_THREADS: "1", LLAMA_ARG_THREADS_BATCH: "1" };
    const user = await ownDaemonUser({ ...hub.environment, ...oneThread, OLLAMA_MODELS: models });
    const repository = await ScratchRepository.create();
    await repository.write("cart.ts", "export const total = 0;\n");
    await repository.commit("Begin the cart");
    const run = new KillRun(seed, hub, user, repository);
    await run.#window.provisioner.ensureReady(never);
    return run;
  }

  get state(): string {
    return JSON.stringify(this.#window.provisioner.state);
  }

  get log(): readonly string[] {
    return this.#user.log;
  }

  /** Everything at once, with one to three kills in the middle of it; then everything once more, which must go well. */
  async round(round: number): Promise<void> {
    const model = `hf.co/facet/model-${round}`;
    this.#hub.models.set(
      `huggingface.co/facet/model-${round}`,
      hubModel(fakeGguf(modelBytes, `model ${round}`), { template: gemmaTemplate }),
    );
    await this.#repository.write("cart.ts", `export const total = ${round + 1};\n`);
    await this.#window.session.open(undefined);
    const work = Promise.all([this.#type(), this.#chat(round), this.#commit(round), this.#pull(model)]);
    let isWorking = true;
    const worked = work.finally(() => (isWorking = false));
    for (let kills = 1 + this.#random(3); kills > 0; kills--) {
      await Promise.race([this.#ticks.after(this.#random(30)), worked]);
      await pause(this.#random(300));
      // The generator's last digits are poor.
      await this.#kill(victims[Math.floor(this.#random(4_000) / 1_000)] ?? "daemon", isWorking);
    }
    const lastKillMs = performance.now();
    await worked;
    await this.#allIsWell(model, () => this.recoveryMs.push(Math.round(performance.now() - lastKillMs)));
  }

  /** Closes the window; that nothing is left of it is seen when its user ends. */
  async end(): Promise<void> {
    await this.#close();
    assert.deepEqual(this.#window.server.accidents, []);
  }

  async clear(): Promise<void> {
    await this.#close();
    await this.#user.end();
    await this.#repository.remove();
    await this.#hub.stop();
  }

  tell(what: string): void {
    this.story.push(`${Math.round(performance.now() - this.#beganMs)} ms: ${what}`);
  }

  async #close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#window.close();
  }

  async #kill(victim: Victim, isWorking: boolean): Promise<void> {
    const isKilled = victim === "server" ? this.#window.server.kill() : await this.#killProcess(victim);
    if (isKilled) this.kills[victim]++;
    const { state } = this.#window.provisioner;
    this.tell(`${isKilled ? "killed" : "found no"} ${victim} while ${isWorking ? "working" : "idle"}, ${state.kind}`);
  }

  async #killProcess(victim: "daemon" | "runner" | "supervisor"): Promise<boolean> {
    const record = await readFile(recordIn(this.#user.folder), "utf8").then(
      (text) => JSON.parse(text) as DaemonRecord,
      () => undefined,
    );
    const runner = (): number | undefined =>
      record === undefined
        ? undefined
        : descendantsOf(record.daemonPid).find(({ command }) => command.includes("llama-server"))?.pid;
    const pid = victim === "daemon" ? record?.daemonPid : victim === "runner" ? runner() : record?.supervisorPid;
    if (pid === undefined || !isAlive(pid)) return false;
    process.kill(pid, "SIGKILL");
    return true;
  }

  /** Types a line as a person does, who does not wait for ghost text. */
  async #type(): Promise<void> {
    const asked: Promise<unknown>[] = [];
    let last = new CancellationTokenSource();
    for (const key of "\nexport const may = 5;") {
      last.cancel();
      last = new CancellationTokenSource();
      asked.push(this.#window.server.type(key, last.token).finally(() => this.#ticks.note()));
      await pause(this.#random(120));
    }
    await Promise.all(asked);
    assert.ok(this.#window.server.text.endsWith("\nexport const may = 5;"), "what was typed is there");
  }

  /** Asks, and finds the question kept whatever became of the answer. */
  async #chat(round: number): Promise<string> {
    const text = `What is ${round}?`;
    const { question, answer } = await this.#window.ask(text);
    assert.equal(question.text, text);
    assert.ok(answer.end !== undefined, "an answer ends");
    const { id } = this.#window.session.conversation;
    const kept = (await this.#window.kept()).find((one) => (one as { id?: unknown }).id === id);
    assert.ok(JSON.stringify(kept).includes(text), "the question is on the disk");
    return answer.end.kind;
  }

  /** Has a message written; it is there, or the own draft is, and the own draft can always be had back. */
  async #commit(round: number): Promise<boolean> {
    const { box, commits, told } = this.#window;
    const draft = `my own words ${round}`;
    box.value = draft;
    await commits.draft();
    const isWritten = box.value !== draft;
    if (isWritten) {
      assert.notEqual(box.value, "");
      await commits.restoreDraft();
    }
    assert.equal(box.value, draft);
    // The small model may write nothing that is a message; that, too, is an answer.
    return isWritten || told.at(-1) === "emptyAnswer";
  }

  async #pull(model: string): Promise<boolean> {
    return (await this.#window.pull(model, never)) === undefined;
  }

  /** Every feature gives a good answer, by itself or when asked again. */
  async #allIsWell(model: string, onFirstAnswer: () => void): Promise<void> {
    const tries: readonly (readonly [string, () => Promise<boolean>])[] = [
      ["chat", async () => ["complete", "roomUsed"].includes(await this.#chat(this.#random(1000)))],
      ["commit message", () => this.#commit(this.#random(1000))],
      ["pull", () => this.#pull(model)],
      ["ghost text", async () => (await this.#window.server.type("\nexport const june =")) !== undefined],
    ];
    for (const [what, isGood] of tries) {
      let count = 0;
      do {
        assert.ok(count++ < mostTries, `${what} does not come back: ${this.#window.told.slice(-mostTries).join(", ")}`);
        // Nobody helps: it comes back by itself. Only a daemon that has died three times in a minute waits for the next wish.
        const { state } = this.#window.provisioner;
        if (state.kind === "failed") this.tell(`${what} waits: ${JSON.stringify(state.failure)}`);
        if (state.kind !== "failed" || state.failure.kind !== "startFailed")
          await reached(this.#window.provisioner, "ready");
      } while (!(await isGood()));
      if (what === "chat") onFirstAnswer();
      if (count > 1) this.tell(`${what}: ${count} tries`);
    }
    this.tell("all is well");
  }
}
