import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** The words a process was started with. Empty when there is no such process, or only its remains. */
export function commandLineOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return hasProcFolder() ? [] : (listWithPs().get(pid) ?? []);
  }
}

/**
 * The process of the server that was started with this defaults file, undefined when it does not run.
 * A pid file would not do: after a crash its number may belong to somebody else's process.
 */
export function findServerPid(defaultsFile: string): number | undefined {
  for (const [pid, words] of listProcesses()) {
    const at = words.indexOf(`--defaults-file=${defaultsFile}`);
    // A program of another distribution may stand behind a loader of its own.
    if (/^(?:mariadbd|mysqld)$/.test(basename(words[at - 1] ?? ''))) return pid;
  }
  return undefined;
}

/** The processes of this program that were started with this option as their first word. */
export function processesStartedWith(program: string, option: string): readonly number[] {
  const matching = [...listProcesses()].filter(
    ([, words]) => basename(words[words.indexOf(option) - 1] ?? '') === program,
  );
  return matching.map(([pid]) => pid);
}

/** The folder in which a process works; undefined when it has ended, and on systems without /proc. */
export function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function* listProcesses(): Generator<readonly [number, readonly string[]]> {
  if (!hasProcFolder()) {
    yield* listWithPs();
    return;
  }
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (Number.isInteger(pid)) yield [pid, commandLineOf(pid)];
  }
}

function hasProcFolder(): boolean {
  return process.platform === 'linux';
}

/** Other systems: `ps` does not keep the borders between words, which is good enough for paths without spaces. */
function listWithPs(): Map<number, readonly string[]> {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8', timeout: 5000 }).split('\n');
  const found = lines.map((line) => line.trim().split(/\s+/));
  return new Map(found.map(([pid, ...words]) => [Number(pid), words]));
}
