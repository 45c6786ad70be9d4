import type { Connection } from 'mysql2/promise';
import { quoteString, replicationAccount } from './accounts.js';
import { rowsOf } from './admin.js';
import { until } from './deadline.js';
import type { LabHome } from './lab-home.js';

/** What the target says about its replication. */
export interface ReplicationState {
  readonly isReceiving: boolean;
  readonly isApplying: boolean;
  /** The target's own figure, which lies in several ways; undefined when it gives none. */
  readonly secondsBehind: number | undefined;
  readonly delaySeconds: number;
  readonly receiverError: string;
  readonly applierError: string;
}

/** Makes the target a replica of the source from the first transaction of its binary log on, over TLS. Does not start it. */
export async function configureReplication(
  target: Connection,
  home: LabHome,
  from: { readonly port: number; readonly password: string },
): Promise<void> {
  await target.query("SET GLOBAL gtid_slave_pos = ''");
  await target.query(
    `CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${from.port},
       MASTER_USER = ${quoteString(replicationAccount)}, MASTER_PASSWORD = ${quoteString(from.password)},
       MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 5,
       MASTER_SSL = 1, MASTER_SSL_CA = ${quoteString(home.ca)}, MASTER_SSL_CERT = ${quoteString(home.clientCert)},
       MASTER_SSL_KEY = ${quoteString(home.clientKey)}, MASTER_SSL_VERIFY_SERVER_CERT = 1`,
  );
}

/** Reads the state of replication, undefined when the server is no replica. */
export async function readReplication(target: Connection): Promise<ReplicationState | undefined> {
  const [row] = await rowsOf(target, 'SHOW ALL SLAVES STATUS');
  if (!row) return undefined;
  const secondsBehind = row['Seconds_Behind_Master'];
  return {
    isReceiving: row['Slave_IO_Running'] === 'Yes',
    isApplying: row['Slave_SQL_Running'] === 'Yes',
    secondsBehind: secondsBehind === null ? undefined : Number(secondsBehind),
    delaySeconds: Number(row['SQL_Delay']),
    receiverError: String(row['Last_IO_Error'] ?? ''),
    applierError: String(row['Last_SQL_Error'] ?? ''),
  };
}

/**
 * Waits until both threads of the replica run.
 * @throws LabError with what the server says when they do not.
 */
export async function waitUntilReplicating(target: Connection, timeoutMs = 30_000): Promise<void> {
  let last: ReplicationState | undefined;
  await until(
    'replication to run',
    async () => {
      last = await readReplication(target);
      return last?.isReceiving && last.isApplying ? true : undefined;
    },
    { timeoutMs },
  ).catch((error: unknown) => {
    const said = last?.receiverError || last?.applierError;
    throw said ? new Error(`Replication does not run: ${said}`, { cause: error }) : error;
  });
}

/** Waits until the target has applied everything up to this position of the source. */
export async function waitUntilApplied(target: Connection, gtid: string, timeoutMs = 60_000): Promise<void> {
  if (gtid === '') return;
  const [row] = await rowsOf(target, 'SELECT MASTER_GTID_WAIT(?, ?) AS outcome', [gtid, timeoutMs / 1000]);
  if (Number(row?.['outcome']) !== 0) throw new Error(`The target did not reach ${gtid} in ${timeoutMs / 1000} s.`);
}

/** The position up to which the source has written. */
export async function readSourceGtid(source: Connection): Promise<string> {
  const [row] = await rowsOf(source, 'SELECT @@GLOBAL.gtid_binlog_pos AS gtid');
  return String(row?.['gtid'] ?? '');
}
