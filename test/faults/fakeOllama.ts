import { FaultyDaemon } from "./faultyDaemon.ts";

/** Stands in for the program `ollama` where everything around it is what is tested: serves where `OLLAMA_HOST` says, and always says the same. */
const daemon = await FaultyDaemon.start(Number(new URL(process.env["OLLAMA_HOST"] ?? "").port));
daemon.willSay("Add one more price\n");
