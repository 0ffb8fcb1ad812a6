import { type Disposable, type LogOutputChannel, window } from "vscode";

/** The one output channel of the extension; its level is set by VS Code's own command. */
export class Log implements Disposable {
  readonly channel: LogOutputChannel = window.createOutputChannel("Facet", { log: true });

  info(line: string): void {
    this.channel.info(line);
  }

  trace(line: string): void {
    this.channel.trace(line);
  }

  warn(line: string): void {
    this.channel.warn(line);
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}
