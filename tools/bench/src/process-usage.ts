import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the kernel accounts to one process. */
export interface ProcessUsage {
  /** Resident set size, bytes. */
  rssBytes: number;
  /** User and system time since its start, ms. */
  cpuMs: number;
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Reads /proc (Linux). Throws when the process has ended. */
export function readUsage(pid: number): ProcessUsage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rssKib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command name may hold spaces; the fields after its closing parenthesis start with the state (field 3 of proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { rssBytes: rssKib * 1024, cpuMs: (ticks / ticksPerSecond) * 1000 };
}
