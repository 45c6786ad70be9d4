import type { Engine } from '@cutover/contracts';

/** What the servers of a pair are, as far as tests care; `versionNumber` as in ServerIdentity, of the older one. */
export interface ServerLine {
  flavor: Engine;
  versionNumber: number;
}

/** The pair under test: CUTOVER_TEST_SERVERS, such as `mysql 90704` or `postgres 180006`; without it the MariaDB that the tests were written for. */
export const serverLine: ServerLine = lineOf(process.env['CUTOVER_TEST_SERVERS'] ?? 'mariadb 101100');

function lineOf(text: string): ServerLine {
  const [flavor, number] = text.split(' ');
  if (flavor !== 'mariadb' && flavor !== 'mysql' && flavor !== 'postgres')
    throw new Error(`CUTOVER_TEST_SERVERS is "${text}"`);
  return { flavor, versionNumber: Number(number) };
}

/** Whether these servers are what `needs` asks for: `MariaDB 10.7` is that or a newer MariaDB, `PostgreSQL 18` that or a newer PostgreSQL. */
export function has(needs: string | undefined, { flavor, versionNumber }: ServerLine = serverLine): boolean {
  if (needs === undefined) return true;
  const [, name, major, minor = 0] = /^(MariaDB|PostgreSQL) (\d+)(?:\.(\d+))?$/.exec(needs) ?? [];
  const wanted = name === 'PostgreSQL' ? 'postgres' : 'mariadb';
  return flavor === wanted && versionNumber >= Number(major) * 10_000 + Number(minor) * 100;
}
