import { Client } from 'pg';
import type { Role } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { configOf } from './lab-pair.js';
import { subscribeOtherDatabase, type OtherSubscription } from './other-subscription.js';

/** A small replicated database of the test's own, which the product watches: what is done to it harms nobody else. */
export interface OtherDatabase extends OtherSubscription {
  /** Of a migration named `shop` over it. */
  readonly config: CutoverConfig;
  /** Runs statements one by one as an administrator; the rows of the last. */
  run(role: Role, ...statements: readonly string[]): Promise<Record<string, unknown>[]>;
}

/** Makes it, and lets the product's account in with the rights that the documentation asks for. */
export async function watchOtherDatabase(lab: PostgresLab): Promise<OtherDatabase> {
  const other = await subscribeOtherDatabase(lab);
  const run: OtherDatabase['run'] = async (role, ...statements) => {
    const client = new Client(lab.admin(role, other.database));
    await client.connect();
    try {
      let rows: Record<string, unknown>[] = [];
      for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
      return rows;
    } finally {
      await client.end();
    }
  };
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
  return { ...other, config, run };
}
