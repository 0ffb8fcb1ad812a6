/** The two names of the same hub; a gated model can only be pulled by the second (facts: ollama 4.1). */
const hubs: readonly (readonly [string, string])[] = [
  ["hf.co/", "huggingface.co/"],
  ["huggingface.co/", "hf.co/"],
];

/** The same model under the hub's other host name; undefined for models that are not from there. */
export function otherHubName(model: string): string | undefined {
  for (const [from, to] of hubs) if (model.toLowerCase().startsWith(from)) return to + model.slice(from.length);
  return undefined;
}

/** The name by which a gated model can be pulled: the daemon only signs in at `huggingface.co`. */
export function signInName(model: string): string | undefined {
  return model.toLowerCase().startsWith("hf.co/") ? otherHubName(model) : undefined;
}

/** The model's page, where its licence is accepted; undefined for models that are not from the hub. */
export function pageOf(model: string): string | undefined {
  const repository = /^(?:hf\.co|huggingface\.co)\/([^/:]+\/[^/:]+)/i.exec(model)?.[1];
  return repository === undefined ? undefined : `https://huggingface.co/${repository}`;
}

/** Where a hub account's SSH keys are kept. */
export const keysPage = "https://huggingface.co/settings/keys";
