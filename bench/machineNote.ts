import os from "node:os";

/** Where figures were taken. */
export interface MachineNote {
  readonly at: string;
  readonly processor: string;
  readonly processors: number;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
  /** Programs that wanted a processor when the bench began; more than a little makes times worthless. */
  readonly loadAtStart: number;
}

/** The machine as it is now. */
export function machineNote(): MachineNote {
  const processors = os.cpus();
  return {
    at: new Date().toISOString(),
    processor: processors[0]?.model.trim() ?? "unknown",
    processors: processors.length,
    memoryGb: Math.round(os.totalmem() / 1e9),
    platform: `${os.platform()} ${os.arch()}`,
    node: process.version,
    loadAtStart: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
  };
}

/** The same in one line. */
export function machineLine(note: MachineNote): string {
  return `${note.processor}, ${note.processors} processors, ${note.memoryGb} GB, ${note.platform}, Node ${note.node}, load ${note.loadAtStart} at the start, ${note.at.slice(0, 10)}`;
}
