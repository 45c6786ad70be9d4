import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LabError } from '../lab.errors.js';
import type { Flavor, ServerSoftware } from './software.js';

const programs = {
  mariadbd: 'Install the MariaDB server, 10.11 or later (Debian, Ubuntu: apt-get install mariadb-server).',
  'mariadb-install-db': 'Install the MariaDB server, 10.11 or later (Debian, Ubuntu: apt-get install mariadb-server).',
  mysqld: 'Install the MySQL server, 8.4 or later, or name a root that holds it.',
  openssl: 'Install OpenSSL (Debian, Ubuntu: apt-get install openssl).',
} as const;

export type Program = keyof typeof programs;

const serverPrograms: Readonly<Record<Flavor, readonly Program[]>> = {
  mariadb: ['mariadbd', 'mariadb-install-db'],
  mysql: ['mysqld'],
};

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

/** Looks for everything the lab needs, before it begins to make anything. */
export function requirePrograms(software: readonly ServerSoftware[]): void {
  findProgram('openssl');
  for (const { flavor, root } of software) for (const program of serverPrograms[flavor]) findProgram(program, root);
}

/**
 * Runs a program to its end.
 * @throws LabError with the last lines it printed.
 */
export async function runProgram(
  program: Program,
  parameters: readonly string[],
  options: { readonly timeoutMs: number; readonly root?: string | null },
): Promise<void> {
  const path = findProgram(program, options.root);
  await new Promise<void>((resolve, reject) => {
    execFile(path, parameters, { timeout: options.timeoutMs, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (!error) return resolve();
      const printed = `${stdout}\n${stderr}`.trim().split('\n').slice(-8).join('\n');
      reject(new LabError(`${program} failed.\n${printed || error.message}`, undefined, { cause: error }));
    });
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
