/** How the verb that begins a subject stands: `Add`, `Added`, `Adds`, `Adding`. */
export type Mood = "imperative" | "past" | "thirdPerson" | "gerund" | "unknown";

/** Verbs that begin most subjects, with the forms that no rule makes. */
const verbs: readonly string[] =
  "add fix update remove delete change rename move make use allow support improve refactor implement introduce replace handle avoid prevent drop bump upgrade downgrade clean correct convert create enable disable ensure extend extract merge optimize reduce revert restore rework rewrite simplify sort split switch test tidy trim document export import format ignore include increase decrease initialize inline limit load log mark migrate parse pass pin print provide read record release reset resolve return run save send set show skip speed start stop store strip sync throw track translate tweak unify validate verify wrap write adjust align apply bring build cache call check clarify close collect compute configure copy cover cut declare define deprecate detect do emit escape expose fetch find generate get give guard hide install keep let link lower open pack pull push put raise rebuild regenerate register render reorder report require reuse separate serialize state stub teach turn unwrap warn".split(
    " ",
  );

const irregularPast: Readonly<Record<string, string>> = {
  make: "made",
  bring: "brought",
  build: "built",
  cut: "cut",
  do: "did",
  find: "found",
  get: "got",
  give: "gave",
  hide: "hid",
  keep: "kept",
  let: "let",
  put: "put",
  read: "read",
  rebuild: "rebuilt",
  reset: "reset",
  rewrite: "rewrote",
  run: "ran",
  send: "sent",
  set: "set",
  show: "showed",
  speed: "sped",
  split: "split",
  teach: "taught",
  throw: "threw",
  write: "wrote",
};

/** Verbs whose last letter doubles before an ending. */
const doubling = new Set(
  "drop stop skip trim strip pin log wrap unwrap cut set get put run stub reset split let".split(" "),
);

function pastOf(verb: string): string {
  const irregular = irregularPast[verb];
  if (irregular !== undefined) return irregular;
  if (doubling.has(verb)) return `${verb}${verb.slice(-1)}ed`;
  if (verb.endsWith("e")) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
}

function thirdPersonOf(verb: string): string {
  if (verb === "do") return "does";
  if (/(s|x|z|ch|sh)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

function gerundOf(verb: string): string {
  if (doubling.has(verb)) return `${verb}${verb.slice(-1)}ing`;
  return /[^e]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
}

const forms: ReadonlyMap<string, { readonly verb: string; readonly mood: Mood }> = new Map(
  verbs.flatMap((verb) =>
    [
      [gerundOf(verb), { verb, mood: "gerund" as Mood }] as const,
      [thirdPersonOf(verb), { verb, mood: "thirdPerson" as Mood }] as const,
      [pastOf(verb), { verb, mood: "past" as Mood }] as const,
      // Last, so that it wins over a past form that looks the same.
      [verb, { verb, mood: "imperative" as Mood }] as const,
    ].filter(([form], index) => index === 3 || form !== verb),
  ),
);

/** The mood of an English subject's first word. */
export function moodOf(text: string): Mood {
  const first = /^[A-Za-z]+/.exec(text)?.[0].toLowerCase() ?? "";
  return forms.get(first)?.mood ?? "unknown";
}

/** The subject with its first word in another mood, where it is a verb that is known; the case of its first letter stays. */
export function inMood(text: string, mood: Mood): string {
  const first = /^[A-Za-z]+/.exec(text)?.[0] ?? "";
  const known = forms.get(first.toLowerCase());
  if (known === undefined || known.mood === mood || mood === "unknown") return text;
  const wanted = ((): string => {
    switch (mood) {
      case "imperative":
        return known.verb;
      case "past":
        return pastOf(known.verb);
      case "thirdPerson":
        return thirdPersonOf(known.verb);
      case "gerund":
        return gerundOf(known.verb);
    }
  })();
  const cased = /^[A-Z]/.test(first) ? wanted.charAt(0).toUpperCase() + wanted.slice(1) : wanted;
  return cased + text.slice(first.length);
}
