import { readFile } from "node:fs/promises";
import path from "node:path";
import { recordIn, type DaemonRecord } from "../../../src/ollama/supervision.ts";
import { ownDaemonUser } from "./ownDaemons.ts";

/** A test run at its worst moment: the daemon has just lost its supervisor. Says which folder everything of it has, and waits to be killed. */
const user = await ownDaemonUser();
await user.window().start(user.url, new AbortController().signal);
const { supervisorPid } = JSON.parse(await readFile(recordIn(user.folder), "utf8")) as DaemonRecord;
process.kill(supervisorPid, "SIGKILL");
console.log(path.dirname(user.folder));
setInterval(() => undefined, 60_000);
