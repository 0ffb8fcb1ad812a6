/** Bytes of the largest picture that is taken; its size in tokens is the same, but it travels as text in each request. */
export const largestImageBytes = 8_000_000;

/** The kind of a picture by its first bytes, whatever its name says; undefined where it is none that the daemon reads. */
export function imageKind(bytes: Uint8Array): string | undefined {
  const starts = (...head: readonly number[]): boolean => head.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0x47, 0x49, 0x46, 0x38)) return "image/gif";
  const isRiff = starts(0x52, 0x49, 0x46, 0x46);
  const isWebp = bytes[8] === 0x57 && bytes[9] === 0x45 && bytes[10] === 0x42 && bytes[11] === 0x50;
  return isRiff && isWebp ? "image/webp" : undefined;
}

/** Whether a name is that of a picture. */
export function isImageName(name: string): boolean {
  return /\.(png|jpe?g|gif|webp)$/i.test(name);
}
