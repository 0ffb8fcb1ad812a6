import { createHash } from "node:crypto";

/** A layer of a model as the hub serves it. */
export interface Layer {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** A model as a registry holds it: a manifest and the layers it names. */
export interface HubModel {
  readonly manifest: Buffer;
  readonly layers: readonly Layer[];
}

/** What a model is made of, besides its weights. */
export interface ModelParts {
  readonly template: string;
  readonly license?: string;
  readonly parameters?: object;
  readonly family?: string;
}

/** Puts a model together as the hub does. */
export function hubModel(weights: Buffer, { template, license, parameters, family = "gemma3" }: ModelParts): HubModel {
  const config = layer(
    "application/vnd.docker.container.image.v1+json",
    Buffer.from(
      JSON.stringify({
        model_format: "gguf",
        model_family: family,
        model_families: [family],
        model_type: "3.88B",
        file_type: "Q4_0",
        architecture: "amd64",
        os: "linux",
        rootfs: { type: "layers", diff_ids: [] },
      }),
    ),
  );
  const layers = [
    layer("application/vnd.ollama.image.model", weights),
    layer("application/vnd.ollama.image.template", Buffer.from(template)),
    ...(license === undefined ? [] : [layer("application/vnd.ollama.image.license", Buffer.from(license))]),
    ...(parameters === undefined
      ? []
      : [layer("application/vnd.ollama.image.params", Buffer.from(JSON.stringify(parameters)))]),
  ];
  const described = ({ mediaType, digest, bytes }: Layer): object => ({ mediaType, digest, size: bytes.length });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      config: described(config),
      layers: layers.map(described),
    }),
  );
  return { manifest, layers: [config, ...layers] };
}

/** A model file that can be shown but not loaded: a GGUF of architecture `gemma3` without tensors. */
export function fakeGguf(sizeBytes: number, seed: string): Buffer {
  const text = (value: string): Buffer => Buffer.concat([u64(value.length), Buffer.from(value)]);
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(0),
    u64(3),
    ...[text("general.architecture"), u32(8), text("gemma3")],
    ...[text("general.name"), u32(8), text(seed)],
    ...[text("gemma3.context_length"), u32(4), u32(32_768)],
  ]);
  const rest = Buffer.alloc(Math.max(0, sizeBytes - head.length));
  for (let at = 0, block = createHash("sha256").update(seed).digest(); at < rest.length; at += block.length) {
    block.copy(rest, at);
    block = createHash("sha256").update(block).digest();
  }
  return Buffer.concat([head, rest]);
}

export function digestOfBytes(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function layer(mediaType: string, bytes: Buffer): Layer {
  return { mediaType, bytes, digest: digestOfBytes(bytes) };
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
