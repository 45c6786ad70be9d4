import { grantsFor, roles, type Lab } from '@cutover/lab';

/** The pair that is watched in this case: many small tables in a few databases. */
export interface ManyTables {
  databases: readonly string[];
  tables: number;
  rowsPerTable: number;
}

const databaseCount = 5;
const rowsPerTable = 50;

/** How `tables` tables are spread over the databases. */
export function planTables(tables: number): ManyTables {
  const databases = Array.from({ length: databaseCount }, (_, number) => `scale_${number}`);
  return { databases, tables, rowsPerTable };
}

/** Makes the tables on both sides at once, outside replication, and lets the account of the product read them. */
export async function makeManyTables(lab: Lab, { databases, tables }: ManyTables): Promise<void> {
  const perDatabase = Math.ceil(tables / databases.length);
  await Promise.all(
    roles.map((role) =>
      lab.withoutBinaryLog(role, async (connection) => {
        // The files are thrown away; waiting for the disk at each of thousands of statements would tell nothing.
        await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 0');
        for (const [index, database] of databases.entries()) {
          await connection.query(`CREATE DATABASE ${database}`);
          const [read = ''] = grantsFor(role, database);
          await connection.query(read);
          const here = Math.min(perDatabase, tables - index * perDatabase);
          for (let number = 0; number < here; number++) {
            const name = `${database}.t${String(number).padStart(4, '0')}`;
            await connection.query(
              `CREATE TABLE ${name} (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL, note VARCHAR(80) NOT NULL)`,
            );
            await connection.query(
              `INSERT INTO ${name} SELECT seq, CRC32(seq + ${number}) % 1000000, SHA1(seq) FROM seq_1_to_${rowsPerTable}`,
            );
          }
        }
        await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
      }),
    ),
  );
}
