import { type ChatPromptReference, Location, Uri, workspace } from "vscode";
import type { Attachment } from "../../core/conversation/attachment.ts";
import { say } from "../../core/words/words.ts";
import type { AttachmentReader } from "./attachmentReader.ts";
import { Refusal } from "./refusal.ts";

/** What VS Code's chat attached to a question, as far as it can be read. */
export interface ReadReferences {
  readonly attachments: readonly Attachment[];
  /** Places to show as used. */
  readonly places: readonly (Uri | Location)[];
  /** Sentences about what could not be read. */
  readonly refused: readonly string[];
}

/** Reads references of every kind that VS Code hands over: files, places in files, texts, pictures. */
export async function readReferences(
  references: readonly ChatPromptReference[],
  reader: AttachmentReader,
): Promise<ReadReferences> {
  const attachments: Attachment[] = [];
  const places: (Uri | Location)[] = [];
  const refused: string[] = [];
  // VS Code sorts them last first.
  for (const reference of [...references].reverse()) {
    try {
      const place = placeOf(reference.value);
      attachments.push(await readOne(reference, place, reader));
      if (place !== undefined) places.push(place);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(error.message);
    }
  }
  return { attachments, places, refused };
}

async function readOne(
  { id, value, modelDescription }: ChatPromptReference,
  place: Uri | Location | undefined,
  reader: AttachmentReader,
): Promise<Attachment> {
  if (place instanceof Uri) return reader.file(place);
  if (place !== undefined) {
    const document = await workspace.openTextDocument(place.uri).then(undefined, () => {
      throw new Refusal(say("chat.refused.gone", { name: place.uri.path }));
    });
    return reader.lines({ document }, place.range.start.line, place.range.end.line);
  }
  if (typeof value === "string") return reader.text(modelDescription ?? id, value);
  const picture = pictureOf(value);
  if (picture !== undefined) return reader.image(modelDescription ?? id, await picture());
  throw new Refusal(say("chat.participant.unread", { name: modelDescription ?? id }));
}

function placeOf(value: unknown): Uri | Location | undefined {
  if (value instanceof Uri || value instanceof Location) return value;
  // Some references carry a place along with something else, such as a symbol's name.
  if (typeof value !== "object" || value === null) return undefined;
  if ("uri" in value && value.uri instanceof Uri) return value.uri;
  return "location" in value && value.location instanceof Location ? value.location : undefined;
}

/** Pictures have no type of their own in the stable API; they carry a kind and a way to their bytes. */
function pictureOf(value: unknown): (() => Promise<Uint8Array>) | undefined {
  if (typeof value !== "object" || value === null || !("mimeType" in value) || !("data" in value)) return undefined;
  const { mimeType, data } = value;
  if (typeof mimeType !== "string" || !mimeType.startsWith("image/") || typeof data !== "function") return undefined;
  return async () => {
    const bytes: unknown = await (data as () => unknown).call(value);
    return bytes instanceof Uint8Array ? bytes : new Uint8Array();
  };
}
