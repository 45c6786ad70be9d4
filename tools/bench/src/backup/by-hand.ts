import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabEndpoint } from '@cutover/lab';
import { startTimed } from '../verify/timed-process.js';

/** What anybody would type, with the options that a consistent dump needs. `$1` is the file that is written. */
const commands = {
  mariadb:
    'mariadb-dump --defaults-file="$2" --single-transaction --quick --hex-blob --routines --triggers --events "$3" | zstd -q -T0 -o "$1"',
  postgres: 'pg_dump -Fc --file="$1" --no-password "$3"',
};

/** Dumps the shop of an endpoint to a file by the stock programs, ms. Throws where one of them fails. */
export async function timeByHand(endpoint: LabEndpoint, database: string, folder: string): Promise<number> {
  const { engine, host, port, user, password, tls } = endpoint;
  if (engine === 'mysql') throw new Error('There is no such lab');
  const login = join(folder, 'login.cnf');
  const lines = ['[client]', `host=${host}`, `port=${port}`, 'protocol=tcp', `user=${user}`, `password="${password}"`];
  writeFileSync(login, `${[...lines, `ssl-ca=${tls.ca}`].join('\n')}\n`, { mode: 0o600 });
  const env = {
    ...process.env,
    ...{ PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password, PGSSLMODE: 'require' },
  };
  const startedMs = performance.now();
  const script = `set -o pipefail; rm -f "$1"; ${commands[engine]}`;
  const { code, errors } = await startTimed(
    'bash',
    ['-c', script, 'dump', join(folder, 'by-hand'), login, database],
    env,
  ).ended;
  if (code !== 0) throw new Error(`The dump by hand ended with ${code}:\n${errors}`);
  return performance.now() - startedMs;
}
