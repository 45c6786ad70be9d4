import type { Client } from 'pg';
import { cutoverAccount } from '../../lab.js';
import type { LabState } from '../../lab-state.js';
import type { Role } from '../../roles.js';
import { quoteIdentifier, quoteString } from './quote.js';

/** The account the target replicates with. The target has it too, for the way back. */
export const replicationAccount = 'replicator';
/** The account of the sample shop's application, used by the load. */
export const shopAccount = 'shop_app';

/**
 * The rights the product needs on a server, the same on both sides, and no more: to see states and positions, to read, and to have
 * passwords compared.
 */
export function postgresGrants(database: string): readonly string[] {
  const account = quoteIdentifier(cutoverAccount);
  return [
    `GRANT pg_monitor TO ${account}`,
    ...readGrants(database, account),
    `GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO ${account}`,
    `GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${account}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO ${account}`,
  ];
}

/** Creates the accounts of one side. The connection is to the shop, whose tables are there. */
export async function createAccounts(client: Client, state: LabState, role: Role, database: string): Promise<void> {
  const [cutover, shop, replicator] = [cutoverAccount, shopAccount, replicationAccount].map(quoteIdentifier);
  const statements = [
    // What every account may do unless told otherwise.
    `REVOKE ALL ON DATABASE ${quoteIdentifier(database)} FROM PUBLIC`,
    'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    `CREATE ROLE ${cutover} LOGIN PASSWORD ${quoteString(state.cutoverPasswords[role])}`,
    ...postgresGrants(database),
    `CREATE ROLE ${shop} LOGIN PASSWORD ${quoteString(state.shopPassword)}`,
    ...readGrants(database, shop ?? ''),
    `GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${shop}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT, UPDATE, DELETE ON TABLES TO ${shop}`,
    ...sideStatements[role](shop ?? '', replicator ?? '', state, database),
  ];
  for (const statement of statements) await client.query(statement);
}

/** Gives the application the very same stored password on both sides, as people copy roles. */
export async function copyShopPassword(source: Client, target: Client): Promise<void> {
  const asked = 'SELECT rolpassword AS stored FROM pg_authid WHERE rolname = $1';
  const { rows } = await source.query<{ stored: string }>(asked, [shopAccount]);
  await target.query(`ALTER ROLE ${quoteIdentifier(shopAccount)} PASSWORD ${quoteString(rows[0]?.stored ?? '')}`);
}

/** Nothing makes the target of a subscription read-only, so its application has no way in there until it moves. */
const sideStatements: Readonly<
  Record<Role, (shop: string, replicator: string, state: LabState, database: string) => readonly string[]>
> = {
  source: (_, replicator, state, database) => [
    `CREATE ROLE ${replicator} LOGIN REPLICATION PASSWORD ${quoteString(state.replicationPassword)}`,
    ...readGrants(database, replicator),
  ],
  target: (shop, replicator, state, database) => [
    `ALTER ROLE ${shop} NOLOGIN`,
    `CREATE ROLE ${replicator} LOGIN REPLICATION PASSWORD ${quoteString(state.replicationPassword)}`,
    `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${replicator}`,
  ],
};

/** To read every table of the shop, those to come included. */
function readGrants(database: string, account: string): readonly string[] {
  return [
    `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${account}`,
    `GRANT USAGE ON SCHEMA public TO ${account}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${account}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${account}`,
  ];
}
