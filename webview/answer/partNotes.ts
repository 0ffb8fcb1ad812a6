import type { NoteView } from "../../src/shared/frames/answerFrames.ts";
import { StreamedAnswer } from "../chat/streamedAnswer.ts";
import { element } from "../element.ts";
import type { MarkdownActions } from "../markdown/markdownView.ts";
import { visible } from "../markdown/visible.ts";

/** The notes on the parts of a long text, each to be folded; open while there is nothing else to read. */
export class PartNotes {
  readonly element = element("section", "notes");
  readonly #actions: MarkdownActions;
  readonly #drawn: () => void;
  #notes: StreamedAnswer[] = [];

  constructor(actions: MarkdownActions, drawn: () => void) {
    this.#actions = actions;
    this.#drawn = drawn;
  }

  show(notes: readonly NoteView[]): void {
    this.element.replaceChildren();
    this.#notes = [];
    for (const { label, text } of notes) this.#add(label).append(text);
  }

  /** Takes the next piece of the notes on a part; false where a piece before it is missing. */
  append(part: number, label: string, at: number, text: string): boolean {
    if (part === this.#notes.length) this.#add(label);
    const note = this.#notes[part];
    if (note?.length !== at) return false;
    note.append(text);
    return true;
  }

  /** Folds all notes, or unfolds them. */
  setOpen(isOpen: boolean): void {
    for (const one of this.element.querySelectorAll("details")) one.open = isOpen;
  }

  #add(label: string): StreamedAnswer {
    this.#notes.at(-1)?.finish();
    const note = new StreamedAnswer(this.#actions, this.#drawn);
    const details = element("details", "note", element("summary", "", visible(label)), note.element);
    details.open = true;
    this.element.append(details);
    this.#notes.push(note);
    return note;
  }
}
