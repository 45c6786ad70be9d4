import type { Engine } from '@cutover/contracts';
import { OperationalError } from '../../failures/failures.js';
import { findPrograms, type ClientProgram } from './client-program.js';

/** A kind of program that is needed, and how it is had. */
export interface ClientKind {
  /** Names of the program, the one of the engine first. */
  programs: readonly string[];
  /** What to install where the program is missing. */
  packages: string;
}

/**
 * The client for a server: of its engine, and not older than it, since an older one may not know what the server has. Of several that
 * fit it is the oldest. Rejects with OperationalError that says what to install.
 */
export async function chooseClient(
  engine: Engine,
  { programs, packages }: ClientKind,
  serverVersion: string,
): Promise<ClientProgram> {
  const found = (await findPrograms(programs)).filter(({ version }) => isOfEngine(version, engine));
  const fitting = found.filter(({ version }) => release(version, engine) >= release(serverVersion, engine));
  const [best] = fitting.sort((a, b) => release(a.version, engine) - release(b.version, engine));
  if (best !== undefined) return best;
  const there =
    found.length === 0 ? '' : `; found ${found.map(({ path, version }) => `${path} ${version}`).join(', ')}`;
  throw new OperationalError(
    'CLIENT_MISSING',
    `No ${programs[0]} that is as new as the server (${serverVersion})${there}. Install ${packages} of that version or a newer one.`,
  );
}

/** `mysqldump` is of either family. */
function isOfEngine(version: string, engine: Engine): boolean {
  return engine === 'postgres' || version.includes('MariaDB') === (engine === 'mariadb');
}

/** What must not be older, as a number: the major version of PostgreSQL, the first two numbers of the others (10.11, 8.4). */
function release(version: string, engine: Engine): number {
  // The server of PostgreSQL says its name before.
  const [major = 0, minor = 0] = (/\d+(\.\d+)?/.exec(version)?.[0] ?? '').split('.').map(Number);
  return engine === 'postgres' ? major : major * 100 + minor;
}
