import { readFile } from "node:fs/promises";

/** The names by which a container or a Linux subsystem knows the machine around it. */
export async function hostEndpoints(): Promise<readonly string[]> {
  const gateway = gatewayIn(await readFile("/proc/net/route", "utf8").catch(() => ""));
  const hosts = ["host.docker.internal", "host.containers.internal", ...(gateway === undefined ? [] : [gateway])];
  return hosts.map((host) => `http://${host}:11434`);
}

/** The default gateway in the kernel's table: hexadecimal, lowest byte first. */
export function gatewayIn(routes: string): string | undefined {
  for (const line of routes.split("\n").slice(1)) {
    const [, destination, gateway] = line.trim().split(/\s+/);
    if (destination !== "00000000" || gateway === undefined || !/^[0-9A-F]{8}$/i.test(gateway)) continue;
    const bytes = gateway.match(/../g) ?? [];
    return bytes
      .map((byte) => parseInt(byte, 16))
      .reverse()
      .join(".");
  }
  return undefined;
}
