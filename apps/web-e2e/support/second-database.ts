import type { PostgresLab, Role } from '@cutover/lab';
import { Client } from 'pg';

/** Replicated beside the shop, by a publication and a subscription of its own. */
export const secondDatabase = 'other';

/** Makes it on both servers, with the rights that the documentation asks for. */
export async function addSecondDatabase(lab: PostgresLab): Promise<void> {
  for (const role of ['source', 'target'] as const) {
    await run(lab, role, lab.database, `CREATE DATABASE ${secondDatabase}`);
    await run(
      ...([lab, role, secondDatabase] as const),
      'CREATE TABLE notes (id integer PRIMARY KEY, body text NOT NULL)',
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO cutover',
      'GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO cutover',
    );
  }
  await run(
    ...([lab, 'source', secondDatabase] as const),
    "INSERT INTO notes VALUES (1, 'of another application')",
    'GRANT SELECT ON notes TO replicator',
    'CREATE PUBLICATION other_publication FOR TABLE notes',
  );
  const connection = lab.connectionToSource(secondDatabase).replaceAll("'", "''");
  const subscribe = `CREATE SUBSCRIPTION other_subscription CONNECTION '${connection}' PUBLICATION other_publication`;
  await run(lab, 'target', secondDatabase, subscribe);
}

async function run(lab: PostgresLab, role: Role, database: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client(lab.admin(role, database));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
