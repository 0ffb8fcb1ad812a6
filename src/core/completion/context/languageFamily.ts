/** Languages whose files help to guess in one another; any other language is a family of its own. */
const families: readonly (readonly string[])[] = [
  ["typescript", "typescriptreact", "javascript", "javascriptreact", "vue", "svelte"],
  ["c", "cpp", "cuda-cpp", "objective-c", "objective-cpp"],
  ["css", "scss", "less"],
  ["java", "kotlin"],
];

/** Whether what is written in one language may show how to go on in the other. */
export function isSameFamily(one: string, other: string): boolean {
  return one === other || families.some((family) => family.includes(one) && family.includes(other));
}
