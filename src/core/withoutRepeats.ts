/** Says each line that is not the one before it again: what fails every two seconds is said once. */
export function withoutRepeats(say: (line: string) => void): (line: string) => void {
  let last: string | undefined;
  return (line) => {
    if (line !== last) say(line);
    last = line;
  };
}
