import { findPostgres, roles, type PostgresLab, type Role } from '@cutover/lab';
import { join } from 'node:path';
import { startTimed } from '../verify/timed-process.js';
import { benchTable } from './bench-rows.js';

/** What anybody would write by hand: each row as text, in the order of the key. Both servers at once, ms. */
export function timeRowMd5(lab: PostgresLab): Promise<number> {
  return timeOnBoth(lab, `SELECT md5(string_agg(md5(t::text), '' ORDER BY t.id)) AS answer FROM ${benchTable} AS t`);
}

/** Nothing that reads both whole tables can be faster than this. Both servers at once, ms. */
export function timeCount(lab: PostgresLab): Promise<number> {
  return timeOnBoth(lab, `SELECT count(*)::text AS answer FROM ${benchTable}`);
}

/** Throws when the sides answer differently. */
async function timeOnBoth(lab: PostgresLab, sql: string): Promise<number> {
  const startedMs = performance.now();
  const ask = (role: Role): Promise<string | undefined> =>
    lab.withAdmin(role, async (admin) => (await admin.query<{ answer: string }>(sql)).rows[0]?.answer);
  const [source, target] = await Promise.all(roles.map(ask));
  if (source !== target || source === undefined) throw new Error(`${sql}: ${source} against ${target}`);
  return performance.now() - startedMs;
}

/** `pg_dump | sort | md5sum` of both sides at once, ms; temporary files go into `folder`. Throws when the sums differ. */
export async function timeDump(lab: PostgresLab, folder: string): Promise<number> {
  const startedMs = performance.now();
  const [source, target] = await Promise.all(
    roles.map(async (role) => {
      const { host, port, user, password, database } = lab.admin(role);
      const dump = [
        ...[join(findPostgres(null), 'pg_dump'), '--data-only', `--table=${benchTable}`],
        ...['--host', String(host), '--port', String(port), '--username', String(user), String(database)],
      ];
      // \restrict has another number in every dump.
      const command = `set -o pipefail; "$@" | grep -v '^\\\\' | sort | md5sum`;
      const environment = { ...process.env, PGPASSWORD: String(password), LC_ALL: 'C', TMPDIR: folder };
      const run = await startTimed('bash', ['-c', command, 'dump', ...dump], environment).ended;
      if (run.code !== 0) throw new Error(`pg_dump ended with ${run.code}:\n${run.errors}`);
      return run.output;
    }),
  );
  if (source !== target) throw new Error(`The dumps differ: ${source} against ${target}`);
  return performance.now() - startedMs;
}
