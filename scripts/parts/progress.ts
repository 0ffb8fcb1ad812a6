/** Prints one step with the time since the program began, for a person to read. */
export function report(line: string): void {
  const seconds = performance.now() / 1000;
  console.log(`${seconds.toFixed(1).padStart(7)} s  ${line}`);
}
