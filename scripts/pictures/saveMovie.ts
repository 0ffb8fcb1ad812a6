import { writeFile } from "node:fs/promises";
import sharp from "sharp";

/** One picture of a movie, and how long it stands. */
export interface MovieFrame {
  readonly png: Buffer;
  readonly ms: number;
}

/** Writes a moving picture that begins again when it has ended; frames that look alike become one. */
export async function saveMovie(frames: readonly MovieFrame[], file: string): Promise<void> {
  const told: MovieFrame[] = [];
  for (const frame of frames) {
    const last = told.at(-1);
    if (last?.png.equals(frame.png) === true) told[told.length - 1] = { ...last, ms: last.ms + frame.ms };
    else told.push(frame);
  }
  const movie = sharp(
    told.map(({ png }) => png),
    { join: { animated: true } },
  ).gif({ loop: 0, delay: told.map(({ ms }) => ms), colours: 128, dither: 0, effort: 10 });
  await writeFile(file, await movie.toBuffer());
}
