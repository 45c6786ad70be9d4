import type { Connection } from 'mysql2/promise';
import type { Role } from './roles.js';

/** The account the product uses. It reads, and can do nothing else. */
export const cutoverAccount = 'cutover';
/** The account the target replicates with; it lives on the source. */
export const replicationAccount = 'replicator';
/** The account of the sample shop's application, used by the load. */
export const shopAccount = 'shop_app';

/**
 * The rights the product needs on a MariaDB server (10.5.9 or later), and no more.
 * Source: positions and sizes of the binary log. Target: also the state of replication, and the
 * applied position as a snapshot shows it.
 */
export function grantsFor(role: Role, database: string): readonly string[] {
  const account = `${quoteString(cutoverAccount)}@'%'`;
  const read = `GRANT SELECT, SHOW VIEW ON ${quoteIdentifier(database)}.* TO ${account}`;
  switch (role) {
    case 'source':
      return [read, `GRANT BINLOG MONITOR ON *.* TO ${account}`];
    case 'target':
      return [
        read,
        `GRANT SLAVE MONITOR, BINLOG MONITOR ON *.* TO ${account}`,
        `GRANT SELECT ON mysql.gtid_slave_pos TO ${account}`,
      ];
  }
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
): Promise<void> {
  const statements = [
    `CREATE USER ${accountAt(cutoverAccount)} IDENTIFIED BY ${quoteString(passwords.cutover)} REQUIRE SSL`,
    ...grantsFor(role, database),
    `CREATE USER ${accountAt(shopAccount)} IDENTIFIED BY ${quoteString(passwords.shop)}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON ${quoteIdentifier(database)}.* TO ${accountAt(shopAccount)}`,
  ];
  if (role === 'source') {
    statements.push(
      `CREATE USER ${accountAt(replicationAccount)} IDENTIFIED BY ${quoteString(passwords.replication)} REQUIRE SSL`,
      `GRANT REPLICATION SLAVE ON *.* TO ${accountAt(replicationAccount)}`,
    );
  }
  for (const statement of statements) await connection.query(statement);
}

/** `'name'@'%'`, as account statements want it. */
export function accountAt(name: string): string {
  return `${quoteString(name)}@'%'`;
}

export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function quoteString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
