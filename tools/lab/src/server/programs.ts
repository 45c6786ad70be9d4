import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LabError } from '../lab.errors.js';

const programs = {
  mariadbd: 'Install the MariaDB server, 10.11 or later (Debian, Ubuntu: apt-get install mariadb-server).',
  'mariadb-install-db': 'Install the MariaDB server, 10.11 or later (Debian, Ubuntu: apt-get install mariadb-server).',
  openssl: 'Install OpenSSL (Debian, Ubuntu: apt-get install openssl).',
} as const;

export type Program = keyof typeof programs;

/** Server programs are often kept out of an ordinary user's PATH. */
const besidePath = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * The full path of a program.
 * @throws LabError that says what to install.
 */
export function findProgram(program: Program): string {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...besidePath];
  for (const folder of folders) {
    const candidate = join(folder, program);
    if (isExecutable(candidate)) return candidate;
  }
  throw new LabError(`${program} is not on this machine.`, programs[program]);
}

/** Looks for everything the lab needs, before it begins to make anything. */
export function requirePrograms(): void {
  for (const program of Object.keys(programs) as Program[]) findProgram(program);
}

/**
 * Runs a program to its end.
 * @throws LabError with the last lines it printed.
 */
export async function runProgram(
  program: Program,
  parameters: readonly string[],
  options: { readonly timeoutMs: number },
): Promise<void> {
  const path = findProgram(program);
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
