import { Client, type ClientConfig, type QueryResultRow } from 'pg';
import type { Role } from '../../roles.js';
import { shopDatabase } from '../../shop/sizes.js';
import type { LabPlace } from '../engine.js';
import { serverPaths } from './server/server-paths.js';

/** The superuser of a lab's servers. */
export const adminAccount = 'postgres';

/** Connection options of a server's superuser, over its unix socket. */
export function adminOptions(
  { state }: Pick<LabPlace, 'state'>,
  role: Role,
  database: string = shopDatabase,
): ClientConfig {
  return {
    host: serverPaths(state, role).folder,
    port: state.ports[role],
    user: adminAccount,
    password: state.rootPassword,
    database,
    connectionTimeoutMillis: 10_000,
    application_name: 'cutover lab',
  };
}

/** Opens a connection, lends it to `work`, and closes it whatever happens. */
export async function withClient<R>(options: ClientConfig, work: (client: Client) => Promise<R>): Promise<R> {
  const client = await openClient(options);
  try {
    return await work(client);
  } finally {
    // A server that has gone away cannot be taken leave of.
    await client.end().catch(() => undefined);
  }
}

/** Opens a connection. Whoever opens it closes it. */
export async function openClient(options: ClientConfig): Promise<Client> {
  const client = new Client(options);
  // Without a listener, a server that goes away would end the whole process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The rows a statement returns. */
export async function rowsOf(client: Client, sql: string, values: readonly unknown[] = []): Promise<QueryResultRow[]> {
  return (await client.query(sql, [...values])).rows;
}
