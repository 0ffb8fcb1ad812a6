// Loaded into the measured server: answers each line on its standard input with what the process has used so far.
process.stdin.on("data", (chunk) => {
  for (const wish of chunk.toString().trim().split("\n")) {
    if (wish === "memory") globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1000, rss, heapUsed })}\n`);
  }
});
process.stdin.unref();
