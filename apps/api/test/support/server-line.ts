import type { Engine, Role } from '@cutover/contracts';

/** What the servers of a pair are, as far as tests care; version numbers as in ServerIdentity. */
export interface ServerLine {
  flavor: Engine;
  versions: Readonly<Record<Role, number>>;
}

/**
 * The pair under test: CUTOVER_TEST_SERVERS, such as `mysql 90704`, or with a target of its own version
 * `postgres 150018 180006`; without it the MariaDB that the tests were written for.
 */
export const serverLine: ServerLine = lineOf(process.env['CUTOVER_TEST_SERVERS'] ?? 'mariadb 101100');

/** The pair of PostgreSQL where one of another engine is under test: of this machine, of which the lab takes 15 at least. */
const ownPostgres: ServerLine = { flavor: 'postgres', versions: { source: 150_000, target: 150_000 } };

function lineOf(text: string): ServerLine {
  const [flavor, source, target = source] = text.split(' ');
  if (flavor !== 'mariadb' && flavor !== 'mysql' && flavor !== 'postgres')
    throw new Error(`CUTOVER_TEST_SERVERS is "${text}"`);
  return { flavor, versions: { source: Number(source), target: Number(target) } };
}

/** Whether both servers are what `needs` asks for, or this one: `MariaDB 10.7` is that or a newer MariaDB, `PostgreSQL 18` that or a newer PostgreSQL. */
export function has(needs: string | undefined, side: Role | 'both' = 'both'): boolean {
  if (needs === undefined) return true;
  const [, name, major, minor = 0] = /^(MariaDB|PostgreSQL) (\d+)(?:\.(\d+))?$/.exec(needs) ?? [];
  const wanted = name === 'PostgreSQL' ? 'postgres' : 'mariadb';
  const { flavor, versions } = name === 'PostgreSQL' && serverLine.flavor !== 'postgres' ? ownPostgres : serverLine;
  const version = side === 'both' ? Math.min(versions.source, versions.target) : versions[side];
  return flavor === wanted && version >= Number(major) * 10_000 + Number(minor) * 100;
}

/** A test of what only newer servers can. Where it is skipped, its name says what it needs: the matrix prints it. */
export function itNeeds(needs: string, side: Role | 'both', name: string, work: () => Promise<void>): void {
  if (has(needs, side)) it(name, work);
  else it.skip(`${name} (needs ${needs}${side === 'both' ? '' : ` on the ${side}`})`, work);
}
