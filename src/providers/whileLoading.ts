import type { ProvisioningState } from "../core/provisioning/state.ts";

/** What is followed of the provisioning. */
interface Followed {
  readonly state: ProvisioningState;
  onChange(listener: () => void): () => void;
}

/** Calls back every second for as long as a model is loading, and keeps no clock running otherwise; the returned function ends it. */
export function whileLoading(followed: Followed, tick: () => void): () => void {
  let clock: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearInterval(clock);
    clock = undefined;
  };
  const follow = (): void => {
    if (followed.state.kind !== "loading") stop();
    else clock ??= setInterval(tick, 1_000);
  };
  const end = followed.onChange(follow);
  follow();
  return () => {
    end();
    stop();
  };
}
