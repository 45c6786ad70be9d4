import { roles, type PostgresLab, type Role } from '@cutover/lab';
import { addSecondDatabase, secondDatabase } from './second-database.js';

/** The table of the sentinel rows, in each database. */
export const sentinelTable = 'cutover.sentinel';

/** Runs one statement in the shop or in the second database, as an administrator. */
export type RunIn = (database: string, role: Role, statement: string) => Promise<unknown>;

/** Adds the second database, and makes of both what a freeze proof can find green, as docs/postgresql.md says. */
export async function databasesToFreeze(lab: PostgresLab): Promise<RunIn> {
  const second = await addSecondDatabase(lab);
  const run: RunIn = (database, role, statement) =>
    database === secondDatabase ? second.run(role, statement) : lab.withAdmin(role, (admin) => admin.query(statement));
  // What nobody may write is frozen already.
  for (const role of roles) await run(secondDatabase, role, 'GRANT SELECT, INSERT, UPDATE ON notes TO shop_app');
  for (const database of ['shop', secondDatabase]) {
    for (const role of roles)
      for (const statement of [
        'CREATE SCHEMA cutover',
        `CREATE TABLE ${sentinelTable} (migration text PRIMARY KEY, token text NOT NULL, written_at timestamptz NOT NULL)`,
        'GRANT USAGE ON SCHEMA cutover TO cutover, replicator',
        `GRANT SELECT, INSERT, UPDATE ON ${sentinelTable} TO cutover, replicator`,
      ])
        await run(database, role, statement);
    await run(database, 'source', `ALTER PUBLICATION ${database}_publication ADD TABLE ${sentinelTable}`);
    await run(
      database,
      'target',
      'GRANT EXECUTE ON FUNCTION pg_catalog.pg_show_replication_origin_status() TO cutover',
    );
    await run(database, 'target', `ALTER SUBSCRIPTION ${database}_subscription REFRESH PUBLICATION`);
  }
  // Whoever may write to the target keeps light 7 from being green.
  await run(secondDatabase, 'target', `ALTER DATABASE ${secondDatabase} SET default_transaction_read_only = on`);
  return run;
}
