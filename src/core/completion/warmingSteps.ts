/** A prompt's beginnings, each longer than the one before by about so many characters, cut at line ends; the last is the whole. */
export function warmingSteps(prompt: string, stepCharacters: number): readonly string[] {
  const steps: string[] = [];
  let end = 0;
  while (prompt.length - end > stepCharacters * 1.3) {
    const lineEnd = prompt.lastIndexOf("\n", end + stepCharacters) + 1;
    end = lineEnd > end ? lineEnd : end + stepCharacters;
    steps.push(prompt.slice(0, end));
  }
  return [...steps, prompt];
}
