import type { Connection } from 'mysql2/promise';
import { cutoverAccount } from '../../lab.js';
import { rowsOf } from './admin.js';
import { dialects } from './dialects/registry.js';
import { accountAt, quoteIdentifier, quoteString } from './quote.js';
import { sentinelTable } from './shop/schema.js';
import type { Role } from '../../roles.js';
import type { Flavor } from './server/software.js';

/** The account the target replicates with. The target has it too: after a cutover the old source follows it by this one. */
export const replicationAccount = 'replicator';
/** The account of the sample shop's application, used by the load. */
export const shopAccount = 'shop_app';

/**
 * The rights the product needs on a server (MariaDB 10.5.9 or later, MySQL 8.4 or later), with its options, and no more. Both:
 * definitions, with those of views, triggers, events and routines, which the catalog hides from an account that may only read,
 * and accounts. Source: positions and sizes of the binary log. Target: also the state of replication, and (MariaDB) the applied
 * position as a snapshot shows it. Optional: what other sessions do, and which events there are; for a freeze proof, writing
 * its sentinel row on the source and freezing it (RELOAD).
 */
export function grantsFor(role: Role, database: string, flavor: Flavor = 'mariadb'): readonly string[] {
  const account = accountAt(cutoverAccount);
  const read = `GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON ${quoteIdentifier(database)}.* TO ${account}`;
  const sentinel = role === 'source' ? 'SELECT, INSERT, UPDATE' : 'SELECT';
  return [...dialects[flavor].grants(role, read, account), `GRANT ${sentinel} ON ${sentinelTable} TO ${account}`];
}

export interface AccountPasswords {
  readonly cutover: string;
  readonly replication: string;
  readonly shop: string;
}

/** Creates the accounts of one side. The connection must not write the binary log: accounts differ by side. */
export async function createAccounts(
  connection: Connection,
  role: Role,
  database: string,
  passwords: AccountPasswords,
  flavor: Flavor,
): Promise<void> {
  const statements = [
    `CREATE USER ${accountAt(cutoverAccount)} IDENTIFIED BY ${quoteString(passwords.cutover)} REQUIRE SSL`,
    ...grantsFor(role, database, flavor),
    `CREATE USER ${accountAt(shopAccount)} IDENTIFIED BY ${quoteString(passwords.shop)}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON ${quoteIdentifier(database)}.* TO ${accountAt(shopAccount)}`,
    `CREATE USER ${accountAt(replicationAccount)} IDENTIFIED BY ${quoteString(passwords.replication)} REQUIRE SSL`,
    `GRANT REPLICATION SLAVE ON *.* TO ${accountAt(replicationAccount)}`,
  ];
  for (const statement of statements) await connection.query(statement);
}

/** Gives the application the very same stored password on both sides, as people copy accounts. Neither connection may write the binary log. */
export async function copyShopPassword(source: Connection, target: Connection): Promise<void> {
  await source.query('SET SESSION print_identified_with_as_hex = ON');
  const [row] = await rowsOf(source, `SHOW CREATE USER ${accountAt(shopAccount)}`);
  const [statement] = Object.values(row ?? {});
  await target.query(String(statement).replace('CREATE USER', 'ALTER USER'));
}
