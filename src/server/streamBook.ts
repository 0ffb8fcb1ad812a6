import type { Anchor } from "../core/completion/anchor.ts";
import type { GhostStream } from "../core/completion/ghostStream.ts";
import { beginsWith } from "../core/completion/lines.ts";
import { polish } from "../core/completion/polish/polish.ts";
import type { Offer } from "../core/completion/spot.ts";
import { AnchorBook } from "./anchorBook.ts";
import { firstWholeLine } from "./excerpts.ts";
import type { Scene } from "./scene.ts";
import type { Wish } from "./wish.ts";

/** Streams that are remembered; each is a few hundred characters. */
const mostStreams = 40;

/** The streams that the model has written, by their anchors, and what they have for a place. */
export class StreamBook {
  readonly #anchors = new AnchorBook();
  #streams: readonly GhostStream[] = [];

  /** Another choice stands behind the one that is shown. */
  add(ghost: GhostStream): void {
    this.#streams = (ghost.isOtherChoice ? [...this.#streams, ghost] : [ghost, ...this.#streams]).slice(0, mostStreams);
  }

  addAnchor(anchor: Anchor): void {
    this.#anchors.add(anchor);
  }

  has(ghost: GhostStream): boolean {
    return this.#streams.includes(ghost);
  }

  drop(ghost: GhostStream): void {
    this.#streams = this.#streams.filter((one) => one !== ghost);
  }

  /** Follows an edit of a document; offsets before the edit. */
  noteEdit(uri: string, edit: { from: number; to: number; inserted: number }): void {
    this.#anchors.noteEdit(uri, edit);
  }

  /** Forgets a document. */
  forget(uri: string): void {
    this.#anchors.forget(uri);
    this.#streams = this.#streams.filter((one) => one.anchor.uri !== uri);
  }

  clear(): void {
    this.#anchors.clear();
    this.#streams = [];
  }

  /** The anchor of this place, if what its prompt said follows the cursor still does. */
  anchorOf({ place, spot, beforeFrom }: Scene): Anchor | undefined {
    const anchor = this.#anchors.find(place.uri, place.cursor, spot.after);
    // A fence that has been typed since would end the prompt's own.
    return anchor !== undefined && beforeFrom(anchor.windowStart).includes(anchor.head.fence) ? undefined : anchor;
  }

  /** What has been typed since a stream was begun; undefined where the cursor is elsewhere or before that. */
  typedSince(ghost: GhostStream, scene: Scene): string | undefined {
    if (this.anchorOf(scene) !== ghost.anchor) return undefined;
    const before = scene.beforeFrom(ghost.anchor.windowStart);
    return beginsWith(before, ghost.before) ? before.slice(ghost.before.length) : undefined;
  }

  /** Whether a stream leads past this place, or may yet. */
  leadsTo(ghost: GhostStream, scene: Scene): boolean {
    if (this.anchorOf(scene) !== ghost.anchor) return false;
    const before = scene.beforeFrom(ghost.anchor.windowStart);
    return ghost.mayReach(before) || ghost.ahead(before) !== undefined;
  }

  /** What the streams have for this place, one after another; the anchor is looked up once, since this runs at every key. */
  *offers(wish: Wish, scene: Scene): Generator<Offer, void, undefined> {
    for (const { ghost } of this.#leading(scene)) {
      const offer = this.offerFrom(ghost, wish, scene);
      if (offer !== undefined) yield offer;
    }
  }

  /** The first of them. */
  offer(wish: Wish, scene: Scene): Offer | undefined {
    return this.offers(wish, scene).next().value ?? undefined;
  }

  /** What a stream has for this place now: the whole block if it is there, else the first line if that is whole. */
  offerFrom(ghost: GhostStream, { settings }: Wish, scene: Scene): Offer | undefined {
    const ahead = ghost.ahead(scene.beforeFrom(ghost.anchor.windowStart));
    if (ahead === undefined || ahead === "") return undefined;
    const { maxLines } = settings;
    const multiline = settings.multiline !== "never";
    const text = ghost.isFinished && multiline ? ahead : firstWholeLine(ahead, ghost.isFinished);
    if (text === undefined) return undefined;
    return polish(text, scene.spot, { finished: true, maxLines, multiline, promptLines: ghost.anchor.promptLines });
  }

  /** Whether a stream has said a whole line for a place of which nothing is to be offered there, because it stands below already: more of it is of no use. */
  saysNothingFor(ghost: GhostStream, wish: Wish, scene: Scene): boolean {
    const ahead = ghost.ahead(scene.beforeFrom(ghost.anchor.windowStart)) ?? "";
    const line = firstWholeLine(ahead, ghost.isFinished) ?? "";
    return line.trim() !== "" && this.offerFrom(ghost, wish, scene) === undefined;
  }

  /** Whether the model has been asked for this place, or has written up to here, and had nothing more to say: asked again, it would not either. */
  isSaidAll(scene: Scene): boolean {
    for (const { ghost, ahead } of this.#leading(scene)) if (ahead === "" && ghost.hasSaidAll) return true;
    return false;
  }

  /** The stream along which the cursor has come here, if it is all there. */
  followed(scene: Scene): GhostStream | undefined {
    for (const { ghost, before } of this.#leading(scene))
      if (ghost.isFinished && before.length > ghost.before.length + 1) return ghost;
    return undefined;
  }

  /** A stream that nobody writes on now, though there is more to come of it, and that leads here or on from here. */
  resting(scene: Scene, written: GhostStream | undefined): GhostStream | undefined {
    return this.#streams.find((one) => !one.isFinished && one !== written && this.leadsTo(one, scene));
  }

  /** The stream whose first line is offered here though there is more to come of it, with where in its text that line ends. */
  begun(scene: Scene): { readonly ghost: GhostStream; readonly lineEnd: number; readonly taken: string } | undefined {
    for (const { ghost, before, ahead } of this.#leading(scene)) {
      const line = ghost.isFinished ? undefined : firstWholeLine(ahead, false);
      if (line === undefined) continue;
      const lineEnd = Math.max(0, ghost.text.length - ahead.length) + line.length;
      return { ghost, lineEnd, taken: before.slice(ghost.before.length) };
    }
    return undefined;
  }

  /** Whether some stream begins or leads on there. */
  isAwaited(scene: Scene): boolean {
    const anchor = this.anchorOf(scene);
    if (anchor === undefined) return false;
    const before = scene.beforeFrom(anchor.windowStart);
    const hasMore = (one: GhostStream): boolean => Boolean(one.ahead(before)?.trim());
    return this.#streams.some((one) => one.anchor === anchor && (one.before === before || hasMore(one)));
  }

  /** The streams that lead past this place, with what lies ahead. */
  *#leading(scene: Scene): Generator<{ ghost: GhostStream; before: string; ahead: string }, void, undefined> {
    const anchor = this.anchorOf(scene);
    if (anchor === undefined) return;
    const before = scene.beforeFrom(anchor.windowStart);
    for (const ghost of this.#streams) {
      const ahead = ghost.anchor === anchor ? ghost.ahead(before) : undefined;
      if (ahead !== undefined) yield { ghost, before, ahead };
    }
  }
}
