import { execFileSync } from 'node:child_process';
import { readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { LabError } from '../../../lab.errors.js';
import type { LabState } from '../../../lab-state.js';
import type { Role } from '../../../roles.js';
import { isExecutable } from '../../../server/programs.js';
import { isOpenToAll } from './choose-place.js';
import { serverAccount } from './server-account.js';

const oldest = 15;
/** That of another distribution's root, for `npm run test:matrix`. */
const oldestOfRoot = 13;
const advice =
  `Run "npm run lab -- up --engine postgres", which gets it, or install PostgreSQL ${oldest} or later ` +
  '(Debian, Ubuntu: apt-get install postgresql) and see that initdb is in your PATH.';

/** Debian keeps the programs of each version apart and out of the PATH; others have similar customs. */
const versionedFolders = ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt'];

/** The root whose programs one side runs; null: this machine's own. */
export function rootOf({ software }: Pick<LabState, 'software'>, role: Role): string | null {
  return software?.[role].root ?? null;
}

/**
 * The folder of `initdb` and `postgres`, on this machine or in another distribution's root.
 * @throws LabError that says what to install.
 */
export function findPostgres(root: string | null): string {
  for (const folder of root === null ? ownFolders() : newestFirst(join(root, 'usr/lib/postgresql'))) {
    if (['initdb', 'postgres'].every((program) => isExecutable(join(folder, program)))) return folder;
  }
  if (root === null) throw new LabError('PostgreSQL is not on this machine.', advice);
  throw new LabError(`PostgreSQL is not in ${root}.`, 'Remove that folder, and what made it makes it anew.');
}

function ownFolders(): readonly string[] {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...path, ...versionedFolders.flatMap(newestFirst)];
}

/** Looks for PostgreSQL, before anything is made. @throws LabError when there is none that can be used. */
export function requirePostgres(root: string | null): void {
  const program = join(findPostgres(root), 'postgres');
  const version = execFileSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 }).trim();
  const [major] = /\d+/.exec(version) ?? [];
  if (Number(major) < (root === null ? oldest : oldestOfRoot))
    throw new LabError(`${program} is ${version}; the lab needs ${oldest} or later.`, advice);
  if (serverAccount() === undefined || isOpenToAll(dirname(realpathSync(program)))) return;
  throw new LabError(
    `${program} lies in a folder that only we may enter, and PostgreSQL refuses to run as root.`,
    'Run the lab as another user, or install PostgreSQL for all (Debian, Ubuntu: apt-get install postgresql).',
  );
}

/** `bin` of every version in a folder that holds one folder a version. */
function newestFirst(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^(postgresql@)?\d+$/.test(name));
    const versionOf = (name: string): number => Number(name.replace(/\D/g, ''));
    return names.sort((one, other) => versionOf(other) - versionOf(one)).map((name) => join(folder, name, 'bin'));
  } catch {
    return [];
  }
}
