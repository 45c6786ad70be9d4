import type { FreezeProof, Role } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { freezeProofDialects } from '../../src/freeze-proof/dialects/registry.js';
import { sentinelTable } from './freeze-stage.js';
import type { OtherDatabase } from './other-database.js';
import { runDocumentSql } from './run-document-sql.js';

const { statements } = freezeProofDialects.postgres;
/** The right to see what the target has applied. */
export const seesOrigins = 'EXECUTE ON FUNCTION pg_catalog.pg_show_replication_origin_status()';

/** Two databases of one pair on which freeze proofs are run. */
export interface FreezeDatabases {
  freeze(database: FreezableDatabase): Promise<void>;
  thaw(database: FreezableDatabase): Promise<void>;
  run(database: FreezableDatabase, role: Role, sql: string): Promise<void>;
  end(): Promise<void>;
}
export type FreezableDatabase = 'shop' | 'other';

/** Makes the sentinel table in both, and lets an ordinary role write to the other one: what nobody may write is frozen already. */
export async function freezeDatabases(lab: PostgresLab, other: OtherDatabase): Promise<FreezeDatabases> {
  const run: FreezeDatabases['run'] = async (database, role, sql) => {
    if (database === 'other') await other.run(role, sql);
    else await lab.withAdmin(role, (admin) => admin.query(sql));
  };
  await runDocumentSql(lab, 'docs/postgresql.md', 'CREATE TABLE cutover.sentinel');
  await makeFreezable(other);
  return {
    run,
    freeze: (database) => run(database, 'source', statements.freeze),
    thaw: (database) => run(database, 'source', statements.thaw),
    end: async () => {
      await run('shop', 'source', statements.thaw);
      await run('shop', 'source', `ALTER PUBLICATION shop_publication DROP TABLE ${sentinelTable}`);
      await run('shop', 'target', 'ALTER SUBSCRIPTION shop_subscription REFRESH PUBLICATION');
      await run('shop', 'target', `REVOKE ${seesOrigins} FROM cutover`);
      for (const role of ['source', 'target'] as const) await run('shop', role, 'DROP SCHEMA cutover CASCADE');
      await other.run('target', statements.openTarget);
      await other.drop();
      await lab.catchUp();
    },
  };
}

/** The sentinel table, an ordinary role that may write, and a target on which nobody may. */
export async function makeFreezable(other: OtherDatabase): Promise<void> {
  for (const role of ['source', 'target'] as const)
    await other.run(
      role,
      'CREATE SCHEMA cutover',
      `CREATE TABLE ${sentinelTable} (migration text PRIMARY KEY, token text NOT NULL, written_at timestamptz NOT NULL)`,
      'GRANT USAGE ON SCHEMA cutover TO cutover',
      `GRANT SELECT, INSERT, UPDATE ON ${sentinelTable} TO cutover`,
      'GRANT SELECT, INSERT, UPDATE ON notes TO shop_app',
    );
  await other.run(
    'source',
    'GRANT USAGE ON SCHEMA cutover TO replicator',
    `GRANT SELECT ON ${sentinelTable} TO replicator`,
  );
  await other.run('target', `GRANT ${seesOrigins} TO cutover`);
  await other.replicate(sentinelTable);
  await other.run('target', statements.closeTarget);
}

/** What the lights of a proof that are not green say: what a failure shows. */
export function notGreen({ lights }: FreezeProof): string[] {
  return lights.flatMap(({ id, state, message }) => (state === 'green' ? [] : [`${id}: ${state}: ${message}`]));
}
