import { type ExtensionContext, Uri } from "vscode";
import { type Attachment, isSamePiece } from "../../core/conversation/attachment.ts";
import type { Question } from "../../core/conversation/conversation.ts";
import type { ChatWish } from "../../shared/frames/chatFrames.ts";
import type { AttachmentReader } from "./attachmentReader.ts";
import { inWorkspace, pickFiles } from "./pickFiles.ts";
import { Refusal } from "./refusal.ts";

const textKey = "facet.chat.draft";

/** What a draft rests on. */
export interface ChatDraftNeeds {
  readonly reader: AttachmentReader;
  readonly memory: Pick<ExtensionContext["workspaceState"], "get" | "update">;
  readonly onChange: () => void;
  /** Something cannot be attached, and why. */
  readonly onRefused: (words: string) => void;
}

/** The question that is being written, with what is attached to it. Its words outlive the window. */
export class ChatDraft {
  readonly #needs: ChatDraftNeeds;
  #question: Question;

  constructor(needs: ChatDraftNeeds) {
    this.#needs = needs;
    this.#question = { text: needs.memory.get<string>(textKey, ""), attachments: [] };
  }

  get question(): Question {
    return this.#question;
  }

  /** Notes the words as they are typed. */
  write(text: string): void {
    this.#set({ ...this.#question, text });
  }

  /** Takes words that somebody else proposes; they are remembered once they stand in the composer. */
  propose(text: string): void {
    this.#question = { ...this.#question, text };
  }

  /** The question as it is sent; what follows begins empty. Undefined if there is nothing to send. */
  take(text: string): Question | undefined {
    const { attachments } = this.#question;
    if (text.trim() === "" && attachments.length === 0) return undefined;
    this.#set({ text: "", attachments: [] });
    return { text, attachments };
  }

  /** Attaches something in place of what is the same piece; says so where it cannot be. */
  async attach(make: () => Attachment | Promise<Attachment>): Promise<void> {
    try {
      const attachment = await make();
      const others = this.#question.attachments.filter((one) => !isSamePiece(one, attachment));
      this.#question = { ...this.#question, attachments: [...others, attachment] };
      this.#needs.onChange();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#needs.onRefused(error.message);
    }
  }

  /** Attaches what a line of the list under `#` names. */
  attachKind(kind: Extract<ChatWish, { type: "attach" }>["kind"]): Promise<void> {
    const { reader } = this.#needs;
    switch (kind) {
      case "selection":
        return this.attach(() => reader.selection());
      case "file":
        return this.attach(() => reader.currentFile());
      case "problems":
        return this.attach(() => reader.problems());
      case "terminal":
        return this.attach(() => reader.terminal());
      case "changes":
        return this.attach(() => reader.changes());
      case "pick":
        return this.#pick("file");
      case "folder":
      case "image":
        return this.#pick(kind);
    }
  }

  attachPath(path: string): Promise<void> {
    return this.attach(() => this.#needs.reader.file(inWorkspace(path)));
  }

  attachUris(uris: readonly string[]): Promise<void> {
    return this.#attachAll(uris.map((one) => Uri.parse(one, false)));
  }

  attachImage(name: string, base64: string): Promise<void> {
    return this.attach(() => this.#needs.reader.image(name, Buffer.from(base64, "base64")));
  }

  detach(id: string): void {
    this.#question = { ...this.#question, attachments: this.#question.attachments.filter((one) => one.id !== id) };
    this.#needs.onChange();
  }

  async #pick(what: "file" | "folder" | "image"): Promise<void> {
    await this.#attachAll(await pickFiles(what));
  }

  async #attachAll(uris: readonly Uri[]): Promise<void> {
    for (const uri of uris) await this.attach(() => this.#needs.reader.file(uri));
  }

  #set(question: Question): void {
    this.#question = question;
    void this.#needs.memory.update(textKey, question.text);
    this.#needs.onChange();
  }
}
