import { sameModel } from "../core/modelName.ts";
import { otherHubName } from "../core/provisioning/hubNames.ts";
import type { ProvisioningEvent } from "../core/provisioning/transitions.ts";
import type { Consents } from "./consents.ts";
import type { DaemonClient } from "./daemonClient.ts";
import type { ModelDescription } from "./daemonModels.ts";
import { DaemonError } from "./readFailure.ts";

/** A model that the daemon has, under the name that it answers to. */
export interface FoundModel {
  readonly model: string;
  readonly description: ModelDescription;
}

/** Looks for a model under any of the names that the daemon may have it by; undefined where it has none of them. */
export async function findModel(
  client: DaemonClient,
  wanted: string,
  signal: AbortSignal,
): Promise<FoundModel | undefined> {
  const description = await ifPresent(client.show(wanted, signal));
  if (description !== undefined) return { model: wanted, description };
  const names = (await client.list(signal)).map((one) => one.name);
  const listed = names.find((name) => sameModel(name, wanted));
  if (listed !== undefined) return { model: listed, description: await client.show(listed, signal) };
  const otherName = otherHubName(wanted);
  const twin = otherName === undefined ? undefined : names.find((name) => sameModel(name, otherName));
  if (twin === undefined) return undefined;
  await client.copy(twin, wanted, signal);
  return { model: wanted, description: await client.show(wanted, signal) };
}

/** What must be agreed to before a model may be used. */
export type OwedConsent = Extract<ProvisioningEvent, { kind: "consentMissing" }>;

/** The host that a model's requests are handed on to; undefined for models that run where the daemon is. */
export function hostOf({ model, description }: FoundModel): string | undefined {
  return description.remoteHost ?? (/[:-]cloud$/i.test(model) ? "ollama.com" : undefined);
}

/** What the user has not agreed to yet, before this model may be used. */
export function missingConsent(
  { model, description }: FoundModel,
  consents: Consents,
  isLicenceAccepted: boolean,
): OwedConsent | undefined {
  if (hostOf({ model, description }) !== undefined && !consents.has("remoteModel", model)) {
    return { kind: "consentMissing", what: "remoteModel", subject: model };
  }
  const { license } = description;
  if (license.trim() !== "" && !isLicenceAccepted && !consents.hasLicence(model, license)) {
    return { kind: "consentMissing", what: "licence", subject: model };
  }
  return undefined;
}

async function ifPresent<T>(question: Promise<T>): Promise<T | undefined> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof DaemonError && error.failure.kind === "modelMissing") return undefined;
    throw error;
  }
}
