import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listFiles, PackageManager } from "@vscode/vsce";
import { packExtension, stage } from "../../scripts/packaging/packExtension.ts";
import { packServer } from "../../scripts/packaging/packServer.ts";
import { holesIn } from "../../scripts/packaging/holesIn.ts";
import { bundledPackages } from "../../scripts/packaging/thirdPartyNotices.ts";
import { runProcess } from "../../src/shared/process/runProcess.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What people download, at most, bytes. */
const mostBytes = 1_500_000;

suite("the package", () => {
  let staged = "";
  let files: readonly string[] = [];

  before(async () => {
    staged = await mkdtemp(path.join(os.tmpdir(), "facet-package-"));
    await stage(root, staged);
    files = await listFiles({ cwd: staged, packageManager: PackageManager.None });
  });

  after(() => rm(staged, { recursive: true, force: true }));

  test("is small", async () => {
    const file = path.join(staged, "facet.vsix");
    await packExtension(staged, file);
    const { size } = await stat(file);
    assert.ok(size < mostBytes, `${size} bytes`);
  });

  test("holds what runs, what VS Code shows and what the licences ask for, and nothing else", () => {
    const expected = [
      /^package\.json$/,
      /^package\.nls(?:\.[\w-]+)?\.json$/,
      /^(?:README|CHANGELOG)\.md$/,
      /^(?:LICENSE|NOTICE)$/,
      /^dist\/(?:extension|server|supervisor)\.js$/,
      /^dist\/parts\/\w+\.js$/,
      /^dist\/webview\/\w+\.(?:js|css)$/,
      /^dist\/third-party-notices\.txt$/,
      /^media\/facet[\w-]*\.svg$/,
      /^media\/icon\.png$/,
      /^media\/walkthrough\/[\w-]+\.(?:svg|png)$/,
    ];
    assert.deepEqual(
      files.filter((file) => !expected.some((one) => one.test(file))),
      [],
    );
    for (const one of expected)
      assert.ok(
        files.some((file) => one.test(file)),
        String(one),
      );
  });

  test("holds every file that its manifest names", async () => {
    const manifest = await readFile(path.join(staged, "package.json"), "utf8");
    const named = [...manifest.matchAll(/"(?:\.\/)?((?:dist|media)\/[^"]+)"/g)].map((one) => one[1] ?? "");
    assert.ok(named.includes("media/icon.png"));
    assert.deepEqual(
      named.filter((file) => !files.includes(file)),
      [],
    );
  });

  test("reads nothing that it does not hold", async () => {
    for (const file of files.filter((one) => /^dist\/.*\.js$/.test(one))) {
      const text = await readFile(path.join(staged, file), "utf8");
      assert.doesNotMatch(text, /sourceMappingURL=/, file);
      for (const [, part] of text.matchAll(/require\("(\.\/[^"]+)"\)/g)) {
        assert.ok(files.includes(path.posix.join(path.posix.dirname(file), part ?? "")), `${file} requires ${part}`);
      }
    }
  });

  test("names the licence of all code by others, each of a kind that allows this", async () => {
    const packages = await bundledPackages(root, path.join(staged, "dist"));
    const notices = await readFile(path.join(staged, "dist", "third-party-notices.txt"), "utf8");
    assert.ok(packages.length > 10);
    for (const { name, version, licence } of packages) {
      assert.match(licence, /\b(?:MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0)\b/, name);
      assert.ok(notices.includes(`${name} ${version} (${licence})`), name);
    }
  });

  test("is audited for what is in it, however the manifest lists that, and for nothing else", async () => {
    const packages = await bundledPackages(root, path.join(staged, "dist"));
    const names = packages.map(({ name }) => name);
    for (const name of ["undici", "markdown-it", "dompurify", "highlight.js"]) assert.ok(names.includes(name), name);
    const advisory = (severity: string): object => ({ title: "Reads too much", url: "https://a.test/1", severity });
    const report = {
      vulnerabilities: {
        "markdown-it": {
          via: [advisory("moderate"), advisory("low"), "linkify-it"],
          nodes: ["node_modules/markdown-it"],
        },
        // Another copy than the one that is bundled.
        undici: { via: [advisory("critical")], nodes: ["node_modules/other/node_modules/undici"] },
        eslint: { via: [advisory("critical")], nodes: ["node_modules/eslint"] },
      },
    };
    assert.deepEqual(holesIn(JSON.stringify(report), packages), [
      "markdown-it (moderate): Reads too much, https://a.test/1",
    ]);
  });

  test("of the language server runs by itself", async () => {
    const folder = path.join(staged, "npm");
    await packServer(staged, path.join(root, "docs", "other-editors.md"), folder);
    const signal = new AbortController().signal;
    await runProcess({ command: "tar", args: ["-xzf", "facet-server-0.1.0.tgz"], cwd: folder }, signal);
    const { stdout } = await runProcess(
      {
        command: process.execPath,
        args: [path.join(folder, "package", "dist", "server.js"), "--version"],
        cwd: folder,
      },
      signal,
    );
    assert.match(stdout, /^\d+\.\d+\.\d+\s*$/);
  });
});
