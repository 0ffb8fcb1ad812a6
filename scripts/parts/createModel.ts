import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** A model file and what it is to be known as. */
export interface NewModel {
  readonly name: string;
  readonly file: string;
  /** Of the whole file, hex. */
  readonly sha256: string;
  readonly template: string;
  readonly stop: readonly string[];
}

/** Makes a model file known to a daemon; throws with the daemon's own words. */
export async function createModel(url: string, model: NewModel): Promise<void> {
  const digest = `sha256:${model.sha256}`;
  const upload = await fetch(`${url}/api/blobs/${digest}`, {
    method: "POST",
    headers: { "Content-Length": String((await stat(model.file)).size) },
    body: createReadStream(model.file),
    duplex: "half",
  } as unknown as RequestInit);
  if (!upload.ok) throw new Error(`The daemon does not take the model file: ${await upload.text()}`);
  const created = await fetch(`${url}/api/create`, {
    method: "POST",
    body: JSON.stringify({
      model: model.name,
      files: { "model.gguf": digest },
      template: model.template,
      parameters: { stop: model.stop },
      stream: false,
    }),
  });
  const answer = await created.text();
  if (!answer.includes('"success"')) throw new Error(`The daemon does not take the model: ${answer}`);
}
