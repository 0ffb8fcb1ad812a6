import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import { type IconName, icon } from "./icons.ts";

/**
 * The one importer of the toolkit, which is archived upstream: to replace it, draw these few elements another way here.
 * What a view needs of it is made by the functions below.
 */
provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTextField());

/** How a button looks. */
export type ButtonLook = "primary" | "secondary";

/** A button with words on it. */
export function wordButton(words: string, look: ButtonLook, run: () => void): HTMLElement {
  const button = document.createElement("vscode-button");
  button.setAttribute("appearance", look);
  button.textContent = words;
  button.addEventListener("click", run);
  return button;
}

/** A button with an icon on it, which says in words what it does. */
export function iconButton(name: IconName, words: string, run: () => void): HTMLElement {
  const button = document.createElement("vscode-button");
  button.setAttribute("appearance", "icon");
  button.setAttribute("aria-label", words);
  button.title = words;
  button.append(icon(name));
  button.addEventListener("click", run);
  return button;
}

/** A turning ring for waits of unknown length; a resting sign for whoever wants nothing to move. */
export function progressRing(): HTMLElement {
  const isStill =
    document.body.classList.contains("vscode-reduce-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (isStill) {
    const sign = document.createElement("span");
    sign.textContent = "…";
    sign.setAttribute("aria-hidden", "true");
    return sign;
  }
  const ring = document.createElement("vscode-progress-ring");
  ring.setAttribute("aria-hidden", "true");
  return ring;
}

/** A line to type into. */
export interface TextField extends HTMLElement {
  value: string;
}

/** A text field that says what it is for; `typed` is called with each change. */
export function textField(words: string, typed: (value: string) => void): TextField {
  const field = document.createElement("vscode-text-field") as TextField;
  field.setAttribute("placeholder", words);
  // The toolkit takes the name for screen readers from here, whatever else is set; the style sheet hides it.
  field.textContent = words;
  field.addEventListener("input", () => typed(field.value));
  return field;
}
