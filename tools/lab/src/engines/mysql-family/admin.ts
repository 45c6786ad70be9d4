import { createConnection, type Connection, type ConnectionOptions, type RowDataPacket } from 'mysql2/promise';
import type { Role } from '../../roles.js';
import type { PairSessions } from '../engine.js';
import type { MysqlTypes } from './mysql-types.js';

export type Row = Record<string, unknown>;

/** Connection options of a server's root, over its unix socket. */
export function rootOptions(socket: string, password: string, database?: string): ConnectionOptions {
  return {
    socketPath: socket,
    user: 'root',
    password,
    ...(database === undefined ? {} : { database }),
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    supportBigNumbers: true,
    jsonStrings: true,
    connectTimeout: 10_000,
  };
}

/** Opens a connection, lends it to `work`, and closes it whatever happens. */
export async function withConnection<T>(
  options: ConnectionOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await createConnection(options);
  // Without a listener, a server that goes away would end the whole process.
  connection.on('error', () => undefined);
  try {
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

/** The rows a statement returns. */
export async function rowsOf(connection: Connection, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, [...values]);
  return rows;
}

/** Keeps what this connection writes out of the binary log: it stays on this side. */
export async function keepOffBinaryLog(connection: Connection): Promise<void> {
  await connection.query('SET SESSION sql_log_bin = 0');
}

/** Lends a root connection that writes nothing to the binary log: what is done stays on this side. */
export async function withoutBinaryLog<R>(
  sessions: PairSessions<MysqlTypes>,
  role: Role,
  work: (connection: Connection) => Promise<R>,
): Promise<R> {
  return sessions.withAdmin(role, async (connection) => {
    await keepOffBinaryLog(connection);
    return work(connection);
  });
}
