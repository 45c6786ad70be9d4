import type { Connection } from 'mysql2/promise';
import { replicationAccount } from './accounts.js';
import { rowsOf } from './admin.js';
import { until } from '../../deadline.js';
import { dialects } from './dialects/registry.js';
import type { LabHome } from '../../lab-home.js';
import type { ReplicationState } from './replication-state.js';
import type { Flavor } from './server/software.js';

/** Makes the target a replica of the source from the first transaction of its binary log on, over TLS. Does not start it. */
export async function configureReplication(
  target: Connection,
  home: LabHome,
  from: { readonly port: number; readonly password: string },
  flavor: Flavor,
): Promise<void> {
  const tls = { ca: home.ca, cert: home.clientCert, key: home.clientKey };
  const source = { ...from, account: replicationAccount, tls };
  for (const statement of dialects[flavor].followFromStart(source)) await target.query(statement);
}

/** Reads the state of replication, undefined when the server is no replica. */
export async function readReplication(
  target: Connection,
  flavor: Flavor = 'mariadb',
): Promise<ReplicationState | undefined> {
  const { replicationStatusStatement, readReplicationStatus } = dialects[flavor];
  const [row] = await rowsOf(target, replicationStatusStatement);
  return row && readReplicationStatus(row);
}

/**
 * Waits until both threads of the replica run.
 * @throws LabError with what the server says when they do not.
 */
export async function waitUntilReplicating(
  target: Connection,
  flavor: Flavor = 'mariadb',
  timeoutMs = 30_000,
): Promise<void> {
  let last: ReplicationState | undefined;
  await until(
    'replication to run',
    async () => {
      last = await readReplication(target, flavor);
      return last?.isReceiving && last.isApplying ? true : undefined;
    },
    { timeoutMs },
  ).catch((error: unknown) => {
    const said = last?.receiverError || last?.applierError;
    throw said ? new Error(`Replication does not run: ${said}`, { cause: error }) : error;
  });
}

/** Waits until the target has applied everything up to this position of the source. */
export async function waitUntilApplied(
  target: Connection,
  gtid: string,
  flavor: Flavor = 'mariadb',
  timeoutMs = 60_000,
): Promise<void> {
  if (gtid === '') return;
  const [row] = await rowsOf(target, dialects[flavor].waitStatement, [gtid, timeoutMs / 1000]);
  if (Number(row?.['outcome']) === 0) return;
  const state = await readReplication(target, flavor);
  throw new Error(
    `The target did not reach ${gtid} in ${timeoutMs / 1000} s. Its replication: ${JSON.stringify(state)}`,
  );
}

/** The position up to which the source has written. */
export async function readSourceGtid(source: Connection, flavor: Flavor = 'mariadb'): Promise<string> {
  const [row] = await rowsOf(source, dialects[flavor].sourceGtidStatement);
  return String(row?.['gtid'] ?? '');
}
