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
