import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A program that was found, and the version that it says it is of. */
export interface ClientProgram {
  path: string;
  /** `10.11.18-MariaDB`, `15.18`. */
  version: string;
}

/** No program needs longer to say its version. */
const longestMs = 5_000;

/** Where Debian puts the clients of each version of PostgreSQL side by side. */
const versionFolders = '/usr/lib/postgresql';

/** Where programs of servers lie, which the search path of a user may leave out. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin'];

/** Every program of one of these names, by the order of the names, then of the folders. */
export async function findPrograms(names: readonly string[]): Promise<ClientProgram[]> {
  const folders = [...new Set([...searchPath(), ...serverFolders, ...(await foldersByVersion())])];
  const found: ClientProgram[] = [];
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    const version = (await isExecutable(path)) ? await versionOf(path) : null;
    if (version !== null) found.push({ path, version });
  }
  return found;
}

/** Whether a program of this name is where programs are looked for. */
export async function hasProgram(name: string): Promise<boolean> {
  const found = await Promise.all(searchPath().map((folder) => isExecutable(join(folder, name))));
  return found.includes(true);
}

const searchPath = (): string[] => (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');

/** Pure: the version in what `--version` prints; null: there is none. */
export function versionIn(text: string): string | null {
  return (
    /\bDistrib (\S+?),? /.exec(text)?.[1] ??
    /\bfrom (\d\S*-MariaDB)/.exec(text)?.[1] ??
    /\(PostgreSQL\) (\S+)/.exec(text)?.[1] ??
    /\bVer (\d\S*)/.exec(text)?.[1] ??
    null
  );
}

/** Pure: the number before the first dot. */
export const majorOf = (version: string): number => Number.parseInt(version, 10);

async function foldersByVersion(): Promise<string[]> {
  const versions = await readdir(versionFolders).catch(() => []);
  return versions.map((version) => join(versionFolders, version, 'bin'));
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function versionOf(path: string): Promise<string | null> {
  const answer = await promisify(execFile)(path, ['--version'], { timeout: longestMs }).catch(() => null);
  return answer === null ? null : versionIn(answer.stdout);
}
