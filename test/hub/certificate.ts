import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { runProcess } from "../../src/shared/process/runProcess.ts";

/** A certificate that is trusted where its file is named, and nowhere else. */
export interface Certificate {
  readonly file: string;
  readonly certificate: string;
  readonly key: string;
  readonly remove: () => Promise<void>;
}

/** Makes a throw-away certificate for these names. */
export async function certificateFor(hosts: readonly string[]): Promise<Certificate> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-hub-"));
  const [file, keyFile] = [path.join(folder, "certificate.pem"), path.join(folder, "key.pem")];
  const { exitCode, stderr } = await runProcess(
    {
      command: "openssl",
      args: [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
        ...[
          "-subj",
          "/CN=facet stand-in hub",
          "-addext",
          `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}`,
        ],
        ...["-keyout", keyFile, "-out", file],
      ],
    },
    new AbortController().signal,
  );
  if (exitCode !== 0) throw new Error(`openssl: ${stderr}`);
  return {
    file,
    certificate: await readFile(file, "utf8"),
    key: await readFile(keyFile, "utf8"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
