import { roles, subscriptionName, type PostgresLab, type Role } from '@cutover/lab';

/** As our command names it. */
export const benchTable = 'public.bench_rows';

/** As sysbench lays it out, about 220 bytes a row. All values are computed, so that both sides have the same. */
const columns = `id integer PRIMARY KEY, k integer NOT NULL DEFAULT 0,
  c char(120) NOT NULL DEFAULT '', pad char(60) NOT NULL DEFAULT ''`;
const values = `n::integer, abs(hashint8(n)) % 1000000,
  md5(n::text) || '-' || md5((n * 3)::text) || '-' || md5((n * 7)::text) || '-' || left(md5((n * 11)::text), 20),
  md5((n * 5)::text) || '-' || left(md5((n * 13)::text), 27)`;

const bytesPerRow = 250;

/**
 * Makes the table on both sides at once and has it replicated from then on, without a first copy. It is filled unlogged: what then
 * goes into the log are pages, and no rows that replication would have to read and leave out.
 */
export async function seedBenchRows(lab: PostgresLab, rows: number): Promise<void> {
  await Promise.all(
    roles.map((role) =>
      runAll(lab, role, [
        `CREATE UNLOGGED TABLE ${benchTable} (${columns})`,
        `INSERT INTO ${benchTable} SELECT ${values} FROM generate_series(1::bigint, ${Math.trunc(rows)}) AS n`,
        `ALTER TABLE ${benchTable} SET LOGGED`,
        `VACUUM (ANALYZE) ${benchTable}`,
      ]),
    ),
  );
  await lab.catchUp(300_000);
  await runAll(lab, 'target', [`ALTER SUBSCRIPTION ${subscriptionName} REFRESH PUBLICATION WITH (copy_data = false)`]);
}

/** The rights that pairs of snapshots need beyond those of a lab (docs/postgresql.md). */
export async function grantSnapshots(lab: PostgresLab): Promise<void> {
  await runAll(lab, 'source', ['ALTER ROLE cutover REPLICATION']);
  await runAll(lab, 'target', ['GRANT EXECUTE ON FUNCTION pg_show_replication_origin_status() TO cutover']);
}

/** Room for the whole table: a benchmark of the disk would tell nothing about the statements. Restarts both servers. */
export async function makeRoomInMemory(lab: PostgresLab, rows: number): Promise<void> {
  const megabytes = 256 + Math.ceil((rows * bytesPerRow * 1.2) / 1024 ** 2);
  for (const role of roles) {
    await runAll(lab, role, [`ALTER SYSTEM SET shared_buffers = '${megabytes}MB'`]);
    await lab.server(role).stop();
    await lab.server(role).start();
  }
  await lab.catchUp();
}

/** Changes one row of the target, which replication does not mend, for the time of `work`. */
export async function whileOneRowDiffers<T>(lab: PostgresLab, id: number, work: () => Promise<T>): Promise<T> {
  const add = (by: number): Promise<void> =>
    runAll(lab, 'target', [`UPDATE ${benchTable} SET k = k + ${by} WHERE id = ${id}`]);
  await add(1);
  try {
    return await work();
  } finally {
    await add(-1);
  }
}

/** Runs statements one after the other, each in a transaction of its own. */
export async function runAll(lab: PostgresLab, role: Role, statements: readonly string[]): Promise<void> {
  await lab.withAdmin(role, async (admin) => {
    for (const statement of statements) await admin.query(statement);
  });
}
