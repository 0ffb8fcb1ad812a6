import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { StatusView } from "../core/status.ts";

/** The status bar item; it draws what it is given. */
export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem("facet.status", StatusBarAlignment.Right, 100);

  constructor() {
    this.#item.name = "Facet";
    this.#item.show();
  }

  draw(view: StatusView): void {
    this.#item.text = `$(${view.icon}) ${view.text}`;
    this.#item.tooltip = new MarkdownString(view.tooltip.map(escaped).join("\n\n"));
    this.#item.accessibilityInformation = { label: [view.text, ...view.tooltip].join(". "), role: "button" };
    this.#item.command =
      view.action === "workbench.action.openSettings"
        ? { command: view.action, title: view.text, arguments: ["@ext:facet-code.facet"] }
        : view.action;
    this.#item.backgroundColor = backgroundOf(view.severity);
  }

  dispose(): void {
    this.#item.dispose();
  }
}

function backgroundOf(severity: StatusView["severity"]): ThemeColor | undefined {
  switch (severity) {
    case "calm":
      return undefined;
    case "warning":
      return new ThemeColor("statusBarItem.warningBackground");
    case "error":
      return new ThemeColor("statusBarItem.errorBackground");
  }
}

/** A model's name or an error's text is not Markdown, nor is an address in it a link, which would take the full stop behind it along. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~:@]/g, (mark) => `\\${mark}`);
}
