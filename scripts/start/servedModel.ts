/** A daemon that has the model, found or started. */
export interface ServedModel {
  readonly url: string;
  /** Ends what we started; does nothing to a daemon that we found. */
  readonly stop: () => Promise<void>;
}
