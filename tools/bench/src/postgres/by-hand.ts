import { roles, type PostgresLab, type Role } from '@cutover/lab';
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

/** `set -o pipefail`: the end of the first that failed. `\\restrict` has another number in every dump. */
const dumpCommand = `set -o pipefail; pg_dump "$@" | grep -v '^\\\\' | sort | md5sum`;
const notFound = 127;

/**
 * `pg_dump | sort | md5sum` of both sides at once, ms; null where there is no pg_dump in the PATH. Temporary files go into `folder`.
 * Throws when the sums differ.
 */
export async function timeDump(lab: PostgresLab, folder: string): Promise<number | null> {
  const startedMs = performance.now();
  const [source, target] = await Promise.all(
    roles.map((role) => {
      const { host, port, user, password, database } = lab.admin(role);
      const options = [
        '--data-only',
        `--table=${benchTable}`,
        '--host',
        host,
        '--port',
        port,
        '--username',
        user,
        database,
      ];
      const environment = { ...process.env, PGPASSWORD: String(password), LC_ALL: 'C', TMPDIR: folder };
      return startTimed('bash', ['-c', dumpCommand, 'dump', ...options.map(String)], environment).ended;
    }),
  );
  if (source === undefined || target === undefined || source.code === notFound) return null;
  for (const { code, errors } of [source, target])
    if (code !== 0) throw new Error(`pg_dump ended with ${code}:\n${errors}`);
  if (source.output !== target.output) throw new Error(`The dumps differ: ${source.output} against ${target.output}`);
  return performance.now() - startedMs;
}
