import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";

/** Writes a screenshot as a small PNG: an editor's window has few colours. */
export async function savePicture(png: Buffer, file: string, widestPixels?: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const picture = sharp(png).resize({ width: widestPixels, withoutEnlargement: true });
  await writeFile(
    file,
    await picture
      .png({ palette: true, colours: widestPixels === undefined ? 200 : 128, effort: 10, dither: 0 })
      .toBuffer(),
  );
}
