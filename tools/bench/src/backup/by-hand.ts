import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabEndpoint } from '@cutover/lab';
import { startTimed } from '../verify/timed-process.js';

/** What anybody would type, with the options that a consistent dump needs. `$1` is the file that is written. */
const commands = {
  mariadb:
    'mariadb-dump --defaults-file="$2" --single-transaction --quick --hex-blob --routines --triggers --events "$3" | zstd -q -T0 -o "$1"',
  postgres: 'pg_dump -Fc --file="$1" --no-password "$3"',
};

/** A thread for each of two cores, and its own compression; `$1` is the folder that is written. */
const mydumper =
  'mydumper --defaults-file="$2" --outputdir="$1" --database="$3" --threads=2 --compress --trx-consistency-only --routines --triggers --events --verbose=1';

/** Dumps the shop of an endpoint to a file by the stock programs, ms. Throws where one of them fails. */
export async function timeByHand(endpoint: LabEndpoint, database: string, folder: string): Promise<number> {
  if (endpoint.engine === 'mysql') throw new Error('There is no such lab');
  return timeScript(commands[endpoint.engine], endpoint, database, folder);
}

/** The same by mydumper; null: it is not installed, or not for this engine. */
export async function timeMydumper(endpoint: LabEndpoint, database: string, folder: string): Promise<number | null> {
  if (endpoint.engine !== 'mariadb') return null;
  if ((await startTimed('bash', ['-c', 'command -v mydumper']).ended).code !== 0) return null;
  return timeScript(mydumper, endpoint, database, folder);
}

async function timeScript(command: string, endpoint: LabEndpoint, database: string, folder: string): Promise<number> {
  const { host, port, user, password, tls } = endpoint;
  const login = join(folder, 'login.cnf');
  const lines = ['[client]', `host=${host}`, `port=${port}`, 'protocol=tcp', `user=${user}`, `password="${password}"`];
  writeFileSync(login, `${[...lines, `ssl-ca=${tls.ca}`].join('\n')}\n`, { mode: 0o600 });
  const env = {
    ...process.env,
    ...{ PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGSSLMODE: 'require' },
  };
  const written = join(folder, 'by-hand');
  rmSync(written, { recursive: true, force: true });
  const startedMs = performance.now();
  const args = ['-c', `set -o pipefail; ${command}`, 'dump', written, login, database];
  const { code, errors } = await startTimed('bash', args, env).ended;
  const tookMs = performance.now() - startedMs;
  if (code !== 0) throw new Error(`The dump by hand ended with ${code}:\n${errors}`);
  return tookMs;
}
