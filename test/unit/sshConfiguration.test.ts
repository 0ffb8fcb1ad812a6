import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { hostsIn, withLineUnder } from "../../src/core/sshConfiguration.ts";

const line = "RemoteForward 11434 127.0.0.1:11434";

const usual = `# work
Host build "two words"
    HostName build.example.org
    User ada

Host *
    ServerAliveInterval 30

Match host lab
    User lab
host=lab other-lab`;

suite("an SSH configuration", () => {
  test("names its hosts, not its patterns", () => {
    assert.deepEqual(hostsIn(usual), ["build", "two words", "lab", "other-lab"]);
    assert.deepEqual(hostsIn(""), []);
    assert.deepEqual(hostsIn("Host !bad good *.example.org\nHostName x\n"), ["good"]);
  });

  test("takes a line under a host, indented as its neighbours", () => {
    assert.equal(withLineUnder(usual, "build", line), usual.replace("\n    HostName", `\n    ${line}\n    HostName`));
    assert.equal(withLineUnder(usual, "two words", line), withLineUnder(usual, "build", line));
    assert.equal(withLineUnder("Host a\n\tUser b\n", "a", line), `Host a\n\t${line}\n\tUser b\n`);
  });

  test("takes it where the host has no lines, and is the file's last", () => {
    assert.equal(withLineUnder(usual, "lab", line), `${usual}\n  ${line}`);
    assert.equal(withLineUnder("Host a\n\nHost b\n  User c\n", "a", line), `Host a\n  ${line}\n\nHost b\n  User c\n`);
  });

  test("keeps the line ends of Windows", () => {
    assert.equal(withLineUnder("Host a\r\n  User b\r\n", "a", line), `Host a\r\n  ${line}\r\n  User b\r\n`);
  });

  test("does not take it twice, whatever its spelling", () => {
    for (const same of [line, "remoteforward  11434\t127.0.0.1:11434", "RemoteForward=11434 127.0.0.1:11434"]) {
      const there = `Host a\n  User b\n  ${same}\n`;
      assert.equal(withLineUnder(there, "a", line), there);
    }
    const elsewhere = `Host a\n  User b\nHost c\n  ${line}\n`;
    assert.notEqual(withLineUnder(elsewhere, "a", line), elsewhere);
  });

  test("is not touched without the host", () => {
    assert.equal(withLineUnder(usual, "*.nowhere", line), undefined);
    assert.equal(withLineUnder("# Host build\n", "build", line), undefined);
  });
});
