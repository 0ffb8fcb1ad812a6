/** One way to install Ollama by a command that the user sees before it runs. */
export interface InstallWay {
  readonly tool: "winget" | "brew" | "script";
  readonly command: string;
  /** Where what will run can be read. */
  readonly readAt: string;
}

/** Where Ollama is downloaded by hand. */
export const downloadPage = "https://ollama.com/download";

/** How Ollama is installed with one command on this system; undefined where there is no such way. */
export function installWayOn(platform: string): InstallWay | undefined {
  switch (platform) {
    case "win32":
      return {
        tool: "winget",
        command: "winget install --id Ollama.Ollama --exact",
        readAt: "https://winget.run/pkg/Ollama/Ollama",
      };
    case "darwin":
      return { tool: "brew", command: "brew install ollama", readAt: "https://formulae.brew.sh/formula/ollama" };
    case "linux":
      return {
        tool: "script",
        command: "curl -fsSL https://ollama.com/install.sh | sh",
        readAt: "https://ollama.com/install.sh",
      };
    default:
      return undefined;
  }
}
