import { readFile } from "node:fs/promises";
import path from "node:path";
import type { DaemonOwner } from "../core/provisioning/state.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The key by which the hub knows a daemon, or what to run on its machine to see it. */
export type PublicKey =
  { readonly kind: "key"; readonly text: string } | { readonly kind: "command"; readonly command: string };

/** The Linux service has a home of its own (facts: ollama 4.1). */
const serviceKey = "/usr/share/ollama/.ollama/id_ed25519.pub";

/** Which files may hold the daemon's public key, the likeliest first. A daemon that we found on Linux is usually the service. */
export function keyFiles(platform: NodeJS.Platform, environment: Environment, owner: DaemonOwner): readonly string[] {
  const paths = platform === "win32" ? path.win32 : path.posix;
  const home = environment[platform === "win32" ? "USERPROFILE" : "HOME"];
  const own = home === undefined ? [] : [paths.join(home, ".ollama", "id_ed25519.pub")];
  if (platform !== "linux") return own;
  return owner === "found" ? [serviceKey, ...own] : own;
}

/** Reads the daemon's public key; a daemon elsewhere, or a file that is not ours to read, is asked for by a command. */
export async function publicKeyOf(
  platform: NodeJS.Platform,
  environment: Environment,
  owner: DaemonOwner,
  isHere: boolean,
): Promise<PublicKey> {
  const files = keyFiles(platform, environment, owner);
  for (const file of isHere ? files : []) {
    try {
      const text = (await readFile(file, "utf8")).trim();
      if (text.startsWith("ssh-")) return { kind: "key", text };
    } catch (error) {
      // The service's folder exists and is closed to us: the user's own key would be the wrong one.
      if (file === serviceKey && error instanceof Error && "code" in error && error.code === "EACCES") break;
    }
  }
  if (platform === "win32") return { kind: "command", command: "type %USERPROFILE%\\.ollama\\id_ed25519.pub" };
  if (platform === "darwin") return { kind: "command", command: "cat ~/.ollama/id_ed25519.pub" };
  return { kind: "command", command: `sudo cat ${serviceKey} || cat ~/.ollama/id_ed25519.pub` };
}
