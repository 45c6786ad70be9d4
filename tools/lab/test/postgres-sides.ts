import { readFileSync } from 'node:fs';
import { Client, type ClientConfig } from 'pg';
import type { PostgresLab, Role } from '../src/index.js';
import { rowsOf } from '../src/engines/postgres/admin.js';

/** The rows a statement returns on one side, as superuser. */
export function ask(lab: PostgresLab, role: Role, sql: string): Promise<Record<string, unknown>[]> {
  return lab.withAdmin(role, (client) => rowsOf(client, sql));
}

/** One value of the first row. */
export async function askOne(lab: PostgresLab, role: Role, sql: string): Promise<unknown> {
  const [row] = await ask(lab, role, sql);
  return row && Object.values(row)[0];
}

/** A digest of the rows of every table on this side: equal only where each column of each row is. */
export async function digests(lab: PostgresLab, role: Role): Promise<Record<string, string>> {
  return lab.withAdmin(role, async (client) => {
    const tables = await rowsOf(client, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await rowsOf(
        client,
        `SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS digest FROM ${String(name)} t`,
      );
      found[String(name)] = String(row?.['digest']);
    }
    return found;
  });
}

/** The tables in which the two sides differ. */
export async function differingTables(lab: PostgresLab): Promise<string[]> {
  const [source, target] = await Promise.all([digests(lab, 'source'), digests(lab, 'target')]);
  return Object.keys(source)
    .filter((table) => source[table] !== target[table])
    .sort();
}

/** Logs in as the product does, over TLS unless other options are given. */
export async function asCutover<R>(
  lab: PostgresLab,
  role: Role,
  work: (client: Client) => Promise<R>,
  options: ClientConfig = {},
): Promise<R> {
  const { host, port, user, password, database, tls } = lab.endpoints[role];
  const ssl = { ca: readFileSync(tls.ca), rejectUnauthorized: true };
  const client = new Client({ host, port, user, password, database, ssl, ...options });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
