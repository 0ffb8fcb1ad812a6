/** How many tokens a request may have, and how many of the answer. */
export interface Room {
  readonly promptTokens: number;
  readonly answerTokens: number;
}

/** The marks of a turn and the line ends around it. */
export const tokensPerTurn = 6;

/** Divides a context: an answer gets a quarter, at most 2 048 tokens, never the model's maximum (DESIGN 5). */
export function roomOf(contextLength: number): Room {
  const answerTokens = Math.max(1, Math.min(2048, Math.floor(contextLength / 4)));
  // The estimate of a prompt is not exact, and a prompt that does not fit is cut by the daemon without a word.
  const reserve = Math.ceil(contextLength * 0.03);
  return { answerTokens, promptTokens: Math.max(1, contextLength - answerTokens - reserve) };
}
