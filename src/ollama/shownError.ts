import { DaemonError } from "./readFailure.ts";

/** A failure that the state already shows in its own way. */
export class ShownError extends DaemonError {}
