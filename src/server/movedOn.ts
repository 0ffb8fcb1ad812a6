/** Why work for a place ends; made once, since each error of its own would be a tenth of what a key costs. */
export const movedOn = new DOMException("the person has moved on", "AbortError");
