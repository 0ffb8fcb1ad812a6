import { window } from "vscode";

/** How a message is drawn. */
export type Loudness = "information" | "warning" | "error";

/** Shows a message with buttons; the chosen button, or undefined. The only caller of `show…Message`. */
export async function notify<Button extends string>(
  loudness: Loudness,
  text: string,
  ...buttons: readonly Button[]
): Promise<Button | undefined> {
  switch (loudness) {
    case "information":
      return window.showInformationMessage(text, ...buttons);
    case "warning":
      return window.showWarningMessage(text, ...buttons);
    case "error":
      return window.showErrorMessage(text, ...buttons);
  }
}

/** Asks before something that cannot be taken back; the button, or undefined where the person thought better of it. */
export async function askFirst<Button extends string>(
  text: string,
  detail: string,
  ...buttons: readonly Button[]
): Promise<Button | undefined> {
  return window.showWarningMessage(text, { modal: true, detail }, ...buttons);
}
