/** One handler per message. A missing, extra or misspelt key does not compile. */
export type Handlers<M extends { readonly type: string }> = {
  readonly [K in M["type"]]: (message: Extract<M, { readonly type: K }>) => unknown;
};

/** Gives a message to its handler and hands back what that returns. */
export function deliver<M extends { readonly type: string }>(handlers: Handlers<M>, message: M): unknown {
  const handler: (message: never) => unknown = handlers[message.type as M["type"]];
  return handler(message as never);
}
