/** How the user wants the next draft to differ; `type` and `words` are the user's own. */
export type DraftWish =
  | { readonly kind: "any" }
  | { readonly kind: "shorter" }
  | { readonly kind: "withBody" }
  | { readonly kind: "withoutBody" }
  | { readonly kind: "type"; readonly type: string }
  | { readonly kind: "words"; readonly words: string }
  /** Ghost text in the commit box: what the user has begun. */
  | { readonly kind: "continue"; readonly beginning: string };

/** Whether the wish keeps what was said and changes how: then the last draft is the start and not something to avoid. */
export function keepsWhatWasSaid(wish: DraftWish): boolean {
  switch (wish.kind) {
    case "any":
    case "continue":
      return false;
    case "shorter":
    case "withBody":
    case "withoutBody":
    case "type":
    case "words":
      return true;
  }
}
