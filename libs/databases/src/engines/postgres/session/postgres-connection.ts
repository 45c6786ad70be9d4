import type { Client, ClientConfig, QueryResult } from 'pg';
import { endWithinMs, goodbyeMs } from '../../../session/connection-limits.js';
import type { OwnConnection } from '../../../session/own-session.js';
import { within } from '../../../session/within.js';
import { identityOf, identityStatement, type IdentityRow } from '../server-identity.js';
import { GuardedClient } from './guarded-client.js';
import { serverLimitStatement, sessionSettings } from './session-settings.js';

/** What statements need of a connection of pg. `options` are those it was opened with. */
export function postgresConnection(client: Client, options: ClientConfig): OwnConnection {
  return {
    key: client,
    setUp: async () => {
      await client.query(sessionSettings);
    },
    fingerprint: async () => {
      const { rows } = await client.query<IdentityRow>(identityStatement);
      const row = rows[0]!;
      return row.backend === backendOf(client) ? identityOf(row).fingerprint : null;
    },
    limitTo: async (limitMs) => {
      await client.query(serverLimitStatement(limitMs));
    },
    send: async (sql, params) => {
      const { rows } = await client.query<object>(sql, [...params]);
      return rows;
    },
    sendAll: async (statements) => {
      const answer = (await client.query(statements.join('; '))) as unknown as QueryResult | QueryResult[];
      return (Array.isArray(answer) ? answer : [answer]).map(({ rows }) => rows as object[]);
    },
    endStatement: () => within(endWithinMs, cancel(options, backendOf(client))),
    hangUp: () => hangUp(client),
    destroy: () => destroy(client),
  };
}

/** The process of the server that answers this connection, as it said at the beginning; behind a pooler it is another. */
export function backendOf(client: Client): number {
  return (client as unknown as { processID: number }).processID;
}

/** Closes a connection politely. Waits one second at most; never rejects. */
export async function hangUp(client: Client): Promise<void> {
  await within(
    goodbyeMs,
    client.end().catch(() => undefined),
  );
  destroy(client);
}

/** Cuts the connection. */
export function destroy(client: Client): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  connection.stream.destroy();
}

/** Over a connection of its own: an account may always end its own statements, no right is needed. */
async function cancel(options: ClientConfig, backend: number): Promise<void> {
  const client = new GuardedClient({ ...options, connectionTimeoutMillis: endWithinMs });
  // Without a listener a server that goes away right now would end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_catalog.pg_cancel_backend($1)', [backend]);
  } catch {
    // The server's own limit ends it then.
  } finally {
    void hangUp(client);
  }
}
