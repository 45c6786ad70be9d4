import { grantsFor, roles, type Lab } from '@cutover/lab';

/** The database of the tables that are compared. */
export const paritySchema = 'parity_bench';

/** Of so many tables one index is missing on the target, so that there is something to tell. */
const everyNth = 20;

/** What was made on each side. */
export interface CodeTables {
  tables: number;
  /** Indexes that are missing on the target. */
  missing: number;
}

/** Tables with a key, an index, a foreign key and a trigger each, made on both sides at once, outside replication. */
export async function makeCodeTables(lab: Lab, tables: number): Promise<CodeTables> {
  await Promise.all(
    roles.map((role) =>
      lab.withoutBinaryLog(role, async (connection) => {
        // The files are thrown away; waiting for the disk at each of thousands of statements would tell nothing.
        await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 0');
        await connection.query(`CREATE DATABASE ${paritySchema}`);
        for (const grant of grantsFor(role, paritySchema)) await connection.query(grant);
        await connection.query(`USE ${paritySchema}`);
        for (let number = 0; number < tables; number++) {
          const isMissing = role === 'target' && number % everyNth === 0;
          await connection.query(
            `CREATE TABLE t${number} (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, parent INT UNSIGNED NULL,
             note VARCHAR(80) NOT NULL DEFAULT 'none', at DATETIME(3) NULL, ${isMissing ? '' : 'KEY by_note (note, at),'}
             KEY parent (parent), CONSTRAINT parent_of_${number} FOREIGN KEY (parent) REFERENCES t${Math.max(0, number - 1)} (id))`,
          );
          await connection.query(
            `CREATE TRIGGER stamp_${number} BEFORE INSERT ON t${number} FOR EACH ROW SET NEW.at = NOW(3)`,
          );
        }
        await connection.query('SET GLOBAL innodb_flush_log_at_trx_commit = 1');
      }),
    ),
  );
  return { tables, missing: Math.ceil(tables / everyNth) };
}
