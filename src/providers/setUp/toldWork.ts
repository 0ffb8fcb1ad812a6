import type { Failure } from "../../core/failures.ts";
import { isOfDownload, percentOf } from "../../core/provisioning/state.ts";
import { sizeWords, speedWords, waitWords } from "../../core/sizes.ts";
import { shortModelName, viewOf } from "../../core/status.ts";
import { say } from "../../core/words/words.ts";
import type { Report, SetUpUi } from "../../host/setUpUi.ts";
import type { Provisioner } from "../../ollama/provisioner.ts";
import { DaemonError } from "../../ollama/readFailure.ts";
import { whileLoading } from "../whileLoading.ts";

/** What a piece of work that a click began ended with. */
export type TellingEnd = "done" | "stopped" | Failure;

/** Runs what a click began under a notification that tells what the state becomes meanwhile. */
export class ToldWork {
  readonly #provisioner: Provisioner;
  readonly #ui: SetUpUi;

  constructor(provisioner: Provisioner, ui: SetUpUi) {
    this.#provisioner = provisioner;
    this.#ui = ui;
  }

  /** Throws what the work throws. */
  show<Result>(title: string, work: (signal: AbortSignal) => Promise<Result>, model?: string): Promise<Result> {
    return this.#ui.progress(title, (report, signal) => this.#watching(report, () => work(signal), model));
  }

  /** `model` is the one that is fetched, where another one may come first. The notification's cancel button aborts the work's signal, which is then said; other failures are for the caller to say. */
  async run(title: string, work: (signal: AbortSignal) => Promise<unknown>, model?: string): Promise<TellingEnd> {
    try {
      await this.show(title, work, model);
      return "done";
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") {
        // Nobody waits for the click that sends these words away.
        void this.#ui.ask("information", say("setUp.stopped"));
        return "stopped";
      }
      if (!(error instanceof DaemonError)) throw error;
      // A state with a question of its own asks it in the next round; a download that failed beside a model that works is in no state.
      const isToSay = this.#provisioner.state.kind === "failed" || isOfDownload(error.failure);
      return isToSay ? error.failure : "done";
    }
  }

  async #watching<Result>(report: Report, work: () => Promise<Result>, model: string | undefined): Promise<Result> {
    const tell = (): void => reportState(this.#provisioner, report, model);
    const ends = [this.#provisioner.onChange(tell), whileLoading(this.#provisioner, tell)];
    tell();
    try {
      return await work();
    } finally {
      for (const end of ends) end();
    }
  }
}

function reportState(
  { state, loadingForMs }: Pick<Provisioner, "state" | "loadingForMs">,
  report: Report,
  model: string | undefined,
): void {
  if (state.kind === "pulling" && model !== undefined && state.model !== model) {
    report(say("setUp.progress.waits", { model: shortModelName(state.model) }));
    return;
  }
  const progress =
    state.kind === "pulling" ? state.progress : state.kind === "ready" ? state.coming?.progress : undefined;
  if (progress === undefined) {
    report(viewOf({ kind: "provisioning", state, loadingForMs }).tooltip[0] ?? "");
    return;
  }
  if (progress.totalBytes === 0) {
    report(say("setUp.progress.begin"));
    return;
  }
  const percent = percentOf(progress);
  const amounts = { percent, done: sizeWords(progress.completedBytes), total: sizeWords(progress.totalBytes) };
  const { secondsLeft } = progress;
  report(
    secondsLeft === undefined
      ? say("setUp.progress.unpaced", amounts)
      : say("setUp.progress", {
          ...amounts,
          speed: speedWords(progress.bytesPerSecond),
          timeLeft: waitWords(secondsLeft),
        }),
    percent,
  );
}
