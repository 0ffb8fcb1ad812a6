// Keeps a process group from outliving the program that wanted it: it holds a pipe to that program, and when the pipe closes,
// however that program ended, it ends the group. Arguments: the command and its arguments. Prints the child's pid.
import { spawn, spawnSync } from "node:child_process";

const [command, ...args] = process.argv.slice(2);
// Windows runs a .cmd file, as npm is there, by its shell only.
const isWindows = process.platform === "win32";
const shell = isWindows && /\.cmd$/i.test(command);
const stdio = ["ignore", "inherit", "inherit"];
// Windows has no groups, and opens a window for what is detached.
const child = spawn(command, args, { stdio, detached: !isWindows, windowsHide: true, shell });
const end = (signal) => {
  if (child.pid === undefined) return;
  if (isWindows) {
    // It knows a process by its parent, and no gentle way for a program without a window.
    spawnSync("taskkill", ["/PID", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone.
  }
};
child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code) => {
  // Its own children may outlive a process that was killed.
  end("SIGKILL");
  process.exit(code ?? 1);
});
if (child.pid !== undefined) process.send?.({ pid: child.pid });
let isEnding = false;
const finish = () => {
  if (isEnding) return;
  isEnding = true;
  end("SIGTERM");
  setTimeout(() => end("SIGKILL"), 4_000).unref();
};
process.on("disconnect", finish);
process.on("SIGTERM", finish);
process.on("SIGINT", finish);
process.on("SIGHUP", finish);
