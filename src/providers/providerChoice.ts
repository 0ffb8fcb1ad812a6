import type { OtherProvider } from "../core/otherProviders.ts";
import { say } from "../core/words/words.ts";

/** What the choice is made with. */
export interface ProviderChoiceNeeds {
  readonly others: () => readonly OtherProvider[];
  readonly isEditorOff: () => boolean;
  readonly switchEditorOn: () => Promise<void>;
  readonly switchOff: (provider: OtherProvider) => Promise<void>;
  readonly switchUsOff: () => Promise<void>;
  readonly choose: <Value>(
    title: string,
    ways: readonly { readonly label: string; readonly value: Value }[],
  ) => Promise<Value | undefined>;
}

/** `facet.chooseProvider`: one click that decides who suggests text while typing. */
export async function chooseProvider(needs: ProviderChoiceNeeds): Promise<void> {
  const others = needs.others();
  const names = namesOf(others);
  const onlyUs = async (): Promise<void> => {
    for (const one of others) await needs.switchOff(one);
  };
  const choice = await needs.choose<() => Promise<void>>(say("providers.title"), [
    ...(needs.isEditorOff() ? [{ label: say("providers.editorOn"), value: () => needs.switchEditorOn() }] : []),
    ...(others.length === 0
      ? []
      : [
          { label: say("providers.onlyFacet", { names }), value: onlyUs },
          { label: say("providers.onlyOthers", { names }), value: () => needs.switchUsOff() },
        ]),
    { label: say("providers.asItIs"), value: () => Promise.resolve() },
  ]);
  await choice?.();
}

/** Their names in one phrase. */
export function namesOf(providers: readonly OtherProvider[]): string {
  return providers.map(({ name }) => name).join(", ");
}
