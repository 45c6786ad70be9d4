import { execFile, type ExecFileOptions } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { LabError } from '../lab.errors.js';

const cephAdvice = "Install Ceph's S3 gateway (Debian, Ubuntu: apt-get install radosgw ceph-mon ceph-osd).";

const programs = {
  mariadbd: 'Install the MariaDB server, 10.11 or later (Debian, Ubuntu: apt-get install mariadb-server).',
  'mariadb-install-db': 'Install the MariaDB server, 10.11 or later (Debian, Ubuntu: apt-get install mariadb-server).',
  mysqld: 'Install the MySQL server, 8.4 or later, or name a root that holds it.',
  pgbouncer: 'Install PgBouncer (Debian, Ubuntu: apt-get install pgbouncer).',
  openssl: 'Install OpenSSL (Debian, Ubuntu: apt-get install openssl).',
  monmaptool: cephAdvice,
  'ceph-mon': cephAdvice,
  'ceph-osd': cephAdvice,
  ceph: cephAdvice,
  radosgw: cephAdvice,
  'radosgw-admin': cephAdvice,
} as const;

export type Program = keyof typeof programs;

/** Server programs are often kept out of an ordinary user's PATH. */
const besidePath = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * The full path of a program, on this machine or in another distribution's root.
 * @throws LabError that says what to install.
 */
export function findProgram(program: Program, root: string | null = null): string {
  const own = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...besidePath];
  const folders = root === null ? own : ['usr/sbin', 'usr/bin'].map((folder) => join(root, folder));
  for (const folder of folders) {
    const candidate = join(folder, program);
    if (isExecutable(candidate)) return candidate;
  }
  throw new LabError(`${program} is not on this machine.`, programs[program]);
}

/** Looks for programs that will be needed, before anything is made. @throws LabError that says what to install. */
export function requirePrograms(needed: readonly Program[], root: string | null = null): void {
  for (const program of needed) findProgram(program, root);
}

/** How a program is run to its end. */
export interface RunOptions extends Pick<ExecFileOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  readonly timeoutMs: number;
}

/**
 * Runs a program to its end.
 * @throws LabError with the last lines it printed.
 */
export async function runProgram(
  program: Program,
  parameters: readonly string[],
  { root, ...options }: RunOptions & { readonly root?: string | null },
): Promise<void> {
  await runProgramAt(findProgram(program, root), parameters, options);
}

/** The same, for a program of which the full path is known. */
export async function runProgramAt(
  path: string,
  parameters: readonly string[],
  { timeoutMs, ...options }: RunOptions,
): Promise<void> {
  const limits = { ...options, timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  await new Promise<void>((resolve, reject) => {
    execFile(path, parameters, limits, (error, stdout, stderr) => {
      if (!error) return resolve();
      const printed = `${String(stdout)}\n${String(stderr)}`.trim().split('\n').slice(-8).join('\n');
      reject(new LabError(`${basename(path)} failed.\n${printed || error.message}`, undefined, { cause: error }));
    });
  });
}

/** Whether this file is there and may be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
