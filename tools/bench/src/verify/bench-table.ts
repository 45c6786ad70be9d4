import type { Lab } from '@cutover/lab';
import { roles, shopDatabase } from '@cutover/lab';

/** A table that is measured: how it is made, and a row of it from its number. */
export interface BenchTable {
  name: string;
  /** What it is called in the report. */
  title: string;
  columns: string;
  /** Names of all columns, as a SQL list. */
  names: string;
  /** Values of row `seq`; the same on both sides, so nothing random. */
  values: string;
}

/** As our command names it. */
export function pathOf({ name }: BenchTable): string {
  return `${shopDatabase}.${name}`;
}

/** As sysbench lays it out, about 190 bytes a row. */
export const plainTable: BenchTable = {
  name: 'bench_rows',
  title: 'sysbench-like (INT, INT, CHAR(120), CHAR(60))',
  columns: `id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, k INT NOT NULL DEFAULT 0,
    c CHAR(120) NOT NULL DEFAULT '', pad CHAR(60) NOT NULL DEFAULT ''`,
  names: 'id, k, c, pad',
  values: `seq, CRC32(seq) % 1000000,
    CONCAT(MD5(seq), '-', SHA1(seq), '-', MD5(seq * 7), '-', LEFT(MD5(seq * 3), 11)),
    CONCAT(SHA1(seq * 5), '-', LEFT(MD5(seq * 11), 18))`,
};

/** What costs more to put into words than integers and characters of one byte. */
export const typedTable: BenchTable = {
  name: 'bench_types',
  title: 'utf8mb4 text, DECIMAL, DOUBLE, TIMESTAMP(6), BLOB',
  columns: `id BIGINT UNSIGNED NOT NULL PRIMARY KEY, title VARCHAR(120) NOT NULL, body TEXT NULL,
    price DECIMAL(20,6) NOT NULL, ratio DOUBLE NULL, seen TIMESTAMP(6) NULL, picture BLOB NULL`,
  names: 'id, title, body, price, ratio, seen, picture',
  values: `seq, CONCAT('Größe 😀 ', MD5(seq)), IF(seq % 7 = 0, NULL, CONCAT('日本語 ', SHA1(seq))),
    CRC32(seq) / 7, IF(seq % 11 = 0, NULL, SQRT(seq)), FROM_UNIXTIME(1600000000 + seq + (seq % 1000000) / 1000000),
    IF(seq % 5 = 0, NULL, UNHEX(SHA1(seq)))`,
};

/** Makes the table on both sides at once, outside replication; the rows are equal because they are computed. */
export async function seedTable(lab: Lab, table: BenchTable, rows: number): Promise<void> {
  await Promise.all(
    roles.map((role) =>
      lab.withoutBinaryLog(role, async (connection) => {
        await connection.query(`DROP TABLE IF EXISTS ${table.name}`);
        await connection.query(`CREATE TABLE ${table.name} (${table.columns}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`);
        await connection.query("SET time_zone = '+00:00', unique_checks = 0");
        await connection.query(`INSERT INTO ${table.name} SELECT ${table.values} FROM seq_1_to_${Math.trunc(rows)}`);
        await connection.query(`ANALYZE TABLE ${table.name}`);
      }),
    ),
  );
}

/** Room for the whole table: a benchmark of the disk would tell nothing about the tools. */
export async function makeRoomInMemory(lab: Lab, bytes: number): Promise<void> {
  await Promise.all(
    roles.map((role) =>
      lab.withAdmin(role, (connection) =>
        connection.query('SET GLOBAL innodb_buffer_pool_size = ?', [Math.trunc(bytes)]),
      ),
    ),
  );
}

/** Changes one row of the target behind replication's back, for the time of `work`. */
export async function whileOneRowDiffers<T>(
  lab: Lab,
  { name }: BenchTable,
  id: number,
  work: () => Promise<T>,
): Promise<T> {
  const add = (by: number): Promise<unknown> =>
    lab.withoutBinaryLog('target', (connection) =>
      connection.query(`UPDATE ${name} SET k = k + ? WHERE id = ?`, [by, id]),
    );
  await add(1);
  try {
    return await work();
  } finally {
    await add(-1);
  }
}
