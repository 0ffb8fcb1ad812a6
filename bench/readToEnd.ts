/** Reads a stream to its end for what it does, not for what it says. */
export async function readToEnd(stream: AsyncIterable<unknown>): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}
