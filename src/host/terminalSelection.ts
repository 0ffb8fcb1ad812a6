import { commands, env } from "vscode";

/**
 * What is selected in the terminal. There is no stable API for it, so it goes through the clipboard, whose text is put back;
 * a picture in the clipboard cannot be read by an extension and is lost.
 */
export async function terminalSelection(): Promise<string> {
  const kept = await env.clipboard.readText();
  try {
    await env.clipboard.writeText("");
    await commands.executeCommand("workbench.action.terminal.copySelection");
    return await env.clipboard.readText();
  } finally {
    await env.clipboard.writeText(kept);
  }
}
