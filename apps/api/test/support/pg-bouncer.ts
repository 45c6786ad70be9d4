import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, findFreePort, serverAccount, type PostgresLab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { eventually } from './eventually.js';

/** A real PgBouncer in transaction mode: two statements of one client may run in two sessions of the server. */
export interface PgBouncer {
  readonly host: string;
  readonly port: number;
  /** Ends it and removes its files. */
  end(): Promise<void>;
}

/**
 * Starts PgBouncer in front of the shop on one side. Log in without TLS, with the account of the product:
 * `endpointOf(lab, role, { port: bouncer.port, tls: undefined })`. End it before the pair is used by the next file.
 * @throws with what PgBouncer printed, when it does not start.
 */
export async function startPgBouncer(lab: PostgresLab, role: Role): Promise<PgBouncer> {
  const program = findProgram('pgbouncer');
  const port = await findFreePort();
  const folder = layFiles(lab, role, port);
  const child = spawn(program, [join(folder, 'pgbouncer.ini')], {
    // It refuses to run as root, as PostgreSQL does.
    ...serverAccount(),
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (data: Buffer) => (printed += data.toString()));
  const end = async (): Promise<void> => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually('PgBouncer to listen', () => printed.includes('process up') || hasEnded(child));
    if (hasEnded(child)) throw new Error(`PgBouncer did not start:\n${printed}`);
  } catch (error) {
    await end();
    throw error;
  }
  return { host: '127.0.0.1', port, end };
}

/** In the folder of the servers: their account may go there, and it is removed with the pair. */
function layFiles(lab: PostgresLab, role: Role, port: number): string {
  const folder = mkdtempSync(join(lab.place.state.socketFolder, 'pgbouncer-'));
  const { host, port: serverPort, user, password, database, tls } = lab.endpoints[role];
  const [users, ca] = [join(folder, 'users.txt'), join(folder, 'ca.pem')];
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    pool_mode: 'transaction',
    auth_type: 'scram-sha-256',
    auth_file: users,
    server_tls_sslmode: 'verify-full',
    server_tls_ca_file: ca,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const text = [
    '[databases]',
    `${database} = host=${host} port=${serverPort} dbname=${database}`,
    '[pgbouncer]',
    ...lines,
  ];
  writeFileSync(users, `"${user}" "${password}"\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'pgbouncer.ini'), `${text.join('\n')}\n`, { mode: 0o600 });
  copyFileSync(tls.ca, ca);
  const account = serverAccount();
  if (account)
    for (const path of [folder, users, ca, join(folder, 'pgbouncer.ini')]) chownSync(path, account.uid, account.gid);
  return folder;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
