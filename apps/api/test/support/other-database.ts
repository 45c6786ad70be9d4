import { addDatabase, type AddedDatabase, type PostgresLab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { eventually } from './eventually.js';
import { configOf } from './lab-pair.js';

/** A small replicated database of the test's own, which the product watches: what is done to it harms nobody else. */
export interface OtherDatabase extends AddedDatabase {
  /** Of a migration named `shop` over it. */
  readonly config: CutoverConfig;
  /** Publishes these tables too, and waits until they are copied. */
  replicate(...tables: readonly string[]): Promise<void>;
}

/** Makes it, and lets the product's account in with the rights that the documentation asks for. */
export async function watchOtherDatabase(lab: PostgresLab, name = 'other'): Promise<OtherDatabase> {
  const other = await addDatabase(lab, name);
  const { run } = other;
  for (const role of ['source', 'target'] as const)
    await run(
      role,
      `GRANT CONNECT ON DATABASE ${other.database} TO cutover`,
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO cutover',
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO cutover',
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO cutover',
    );
  const config = configOf(lab);
  const [migration] = config.migrations;
  for (const role of ['source', 'target'] as const) migration![role].database = other.database;
  const replicate: OtherDatabase['replicate'] = async (...tables) => {
    await run(
      'source',
      `ALTER PUBLICATION ${other.publication} ADD TABLE ${tables.join(', ')}`,
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO replicator',
    );
    await run('target', `ALTER SUBSCRIPTION ${other.subscription} REFRESH PUBLICATION`);
    await eventually('the tables to be copied', async () => {
      const rows = await run('target', "SELECT FROM pg_subscription_rel WHERE srsubstate <> 'r'");
      return rows.length === 0;
    });
  };
  return { ...other, config, replicate };
}
