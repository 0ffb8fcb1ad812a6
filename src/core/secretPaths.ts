import { isMatchedByAny } from "./globs.ts";

/** Names of files that hold secrets, as glob patterns over the file's name or, with a slash, over the end of its path. */
export const secretPatterns: readonly string[] = [
  ".env",
  ".env.*",
  "*.env",
  ".envrc",
  "*.pem",
  "*.key",
  "*.p12",
  "*.pfx",
  "*.p8",
  "*.jks",
  "*.keystore",
  "*.kdbx",
  "*.crt",
  "*.cer",
  "*.der",
  "*.asc",
  "*.gpg",
  "*.ovpn",
  "*.tfvars",
  "*.tfstate",
  "*.tfstate.*",
  "id_rsa*",
  "id_dsa*",
  "id_ecdsa*",
  "id_ed25519*",
  ".netrc",
  "_netrc",
  ".npmrc",
  ".yarnrc.yml",
  ".pypirc",
  ".pgpass",
  ".htpasswd",
  ".git-credentials",
  ".dockercfg",
  ".vault_pass*",
  "credentials",
  "credentials.json",
  "secrets.json",
  "secrets.yml",
  "secrets.yaml",
  "service-account*.json",
  "*.secret",
  "*.secrets",
  ".ssh/*",
  ".gnupg/*",
  ".aws/*",
  ".kube/config",
  ".docker/config.json",
];

/** What git keeps for itself, such as addresses with passwords in them; not the messages that it lets people write. */
const gitFolder = /(^|\/)\.git\/(?!(?:[A-Z_]*(?:MSG|DESCRIPTION)|(?:.*\/)?git-rebase-todo)$)/;

/** Samples that are made to be shared. */
const shareable = /^\.env\.(example|sample|template|dist|defaults?|schema)$|^id_\w+\.pub$/i;

function regExpOf(pattern: string): RegExp {
  const body = pattern.replace(/[.+^${}()|[\]\\]/g, (special) => `\\${special}`).replace(/\*/g, "[^/]*");
  return new RegExp(`(^|/)${body}$`, "i");
}

const builtIn = secretPatterns.map(regExpOf);

/**
 * Whether a file is likely to hold secrets, by its path alone: such a file is never read, by no feature.
 * `morePatterns` are the user's own globs; one that names a folder stands for all that is in it, wherever the folder is.
 */
export function isSecretPath(path: string, morePatterns: readonly string[] = []): boolean {
  const slashed = path.replace(/\\/g, "/");
  if (gitFolder.test(slashed)) return true;
  const own = morePatterns.map(anywhere).filter((pattern) => pattern !== "");
  if (own.length > 0 && isMatchedByAny(slashed.toLowerCase().replace(/^\/+/, ""), own)) return true;
  const name = slashed.slice(slashed.lastIndexOf("/") + 1);
  return !shareable.test(name) && builtIn.some((expression) => expression.test(slashed));
}

/** A user's glob for whole paths; empty where it says nothing. */
function anywhere(pattern: string): string {
  const plain = pattern
    .trim()
    .toLowerCase()
    .replace(/\\/g, "/")
    .replace(/^(?:\.?\/|\*\*\/)+/, "")
    .replace(/(?:\/|\/\*\*)+$/, "");
  return plain === "" || plain === "**" ? "" : `**/${plain}`;
}
