import type { Failure } from "../../core/failures.ts";
import { DaemonError, readFailure } from "../../ollama/readFailure.ts";

/** What went wrong, of whatever was thrown while an answer was written. */
export function failureOf(error: unknown): Failure {
  return error instanceof DaemonError ? error.failure : readFailure(error, { endpoint: "", model: "" });
}
