import assert from "node:assert/strict";
import { EventEmitter, Uri, type Webview } from "vscode";
import { isChatFact } from "../../src/shared/frames/chatFrames.ts";
import { AttachmentReader } from "../../src/providers/chat/attachmentReader.ts";
import { ChatModel } from "../../src/providers/chat/chatModel.ts";
import { Conversations } from "../../src/providers/chat/conversations.ts";
import { ChatView, type ShownView } from "../../src/providers/chatView.ts";
import { test } from "./suite.ts";

const nothing = (): void => undefined;

/** A place for the chat in which nothing is drawn: what its frame is told is only noted. */
class NotedView implements ShownView {
  readonly told: string[] = [];
  visible = true;
  title?: string;
  readonly #visibility = new EventEmitter<void>();
  readonly onDidChangeVisibility = this.#visibility.event;
  readonly onDidDispose = new EventEmitter<void>().event;
  readonly webview: Webview = {
    html: "",
    options: {},
    cspSource: "https://example.org",
    onDidReceiveMessage: new EventEmitter<unknown>().event,
    asWebviewUri: (uri) => uri,
    postMessage: (fact: unknown) => {
      if (isChatFact(fact)) this.told.push(fact.type === "propose" ? `propose ${fact.text}` : fact.type);
      return Promise.resolve(true);
    },
  };

  show(isVisible: boolean): void {
    this.visible = isVisible;
    this.#visibility.fire();
  }
}

function newChat(): ChatView {
  const store = { load: () => Promise.resolve([]), save: () => Promise.resolve(), remove: () => Promise.resolve() };
  const neverReady = { ready: () => new Promise<never>(nothing), answer: () => assert.fail("nothing was asked") };
  return new ChatView({
    extensionUri: Uri.file("/extension"),
    place: "here",
    conversations: new Conversations(store, Date.now, nothing),
    model: new ChatModel(neverReady, () => ""),
    modelState: { state: { kind: "idle" }, model: "gemma", onChange: () => nothing, look: nothing },
    reader: new AttachmentReader({
      terminalSelection: () => Promise.resolve(""),
      changes: () => Promise.resolve(""),
      newId: () => "one",
    }),
    memory: { get: <T>(_key: string, value?: T) => value as T, update: () => Promise.resolve() },
    now: Date.now,
    act: nothing,
  });
}

test("a question that is proposed to a hidden chat waits for its next frame, and comes after what that draws first", async () => {
  const chat = newChat();
  const view = new NotedView();
  chat.resolveWebviewView(view);
  await chat.receive({ type: "ready" });
  chat.propose("Seen?");
  assert.deepEqual(view.told.splice(0), ["screen", "propose Seen?"]);
  view.show(false);
  // The view is visible again some time before its frame has been loaded anew.
  view.show(true);
  chat.propose("Why?");
  assert.deepEqual(view.told, []);
  await chat.receive({ type: "ready" });
  assert.deepEqual(view.told, ["screen", "propose Why?"]);
  await chat.dispose();
});

test("the view is named after its conversation, shortly", async () => {
  const chat = newChat();
  const view = new NotedView();
  chat.resolveWebviewView(view);
  await chat.receive({ type: "ready" });
  assert.equal(view.title, "New conversation");
  const question = { text: "Why does the price of a cart change when nothing was added?", attachments: [] };
  const answer = { text: "It does not.", model: "gemma", end: { kind: "complete" as const } };
  await chat.goOnWith([{ id: "one", question, answer }]);
  assert.equal(view.title, "Why does the price of a cart change…");
  await chat.newChat();
  assert.equal(view.title, "New conversation");
  await chat.dispose();
});
