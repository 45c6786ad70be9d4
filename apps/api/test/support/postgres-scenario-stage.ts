import { roles, type PostgresLab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { eventually } from './eventually.js';
import { publishSchemas } from './published-schemas.js';
import type { Scenario } from './scenario.js';

const publication = 'scenarios';

/** Runs a whole SQL file in a schema, as replication would: triggers and foreign keys of the target stay out of it. */
export async function runIn(lab: PostgresLab, role: Role, schema: string, sql: string): Promise<void> {
  await lab.withAdmin(role, async (admin) => {
    const replica = role === 'target' ? 'SET session_replication_role = replica;' : '';
    await admin.query(`SET search_path = ${schema}, public; SET TimeZone = 'UTC'; ${replica} ${sql}`);
  });
}

/** Sets up the schemas of all scenarios, and replicates what source.sql writes. */
export async function raise(lab: PostgresLab, scenarios: readonly Scenario[]): Promise<void> {
  await strike(lab, scenarios);
  for (const role of roles)
    for (const { database, name, schemaSql } of scenarios) {
      await lab.withAdmin(role, (admin) =>
        admin.query(`CREATE SCHEMA ${database}; GRANT USAGE ON SCHEMA ${database} TO cutover;
          ALTER DEFAULT PRIVILEGES IN SCHEMA ${database} GRANT SELECT ON TABLES TO cutover`),
      );
      await named(name, `schema.sql on the ${role}`, runIn(lab, role, database, schemaSql ?? ''));
    }
  for (const { database, name, targetSql } of scenarios)
    if (targetSql !== null) await named(name, 'target.sql', runIn(lab, 'target', database, targetSql));
  const whole = scenarios.filter(({ publicationSql }) => publicationSql === null).map(({ database }) => database);
  const own = scenarios.filter(({ publicationSql }) => publicationSql !== null);
  await lab.withAdmin('source', async (admin) => {
    await publishSchemas(admin, { publication, schemas: whole, options: 'publish_via_partition_root = true' });
    for (const { database } of scenarios) await admin.query(`GRANT USAGE ON SCHEMA ${database} TO replicator`);
    for (const { database } of scenarios)
      await admin.query(`GRANT SELECT ON ALL TABLES IN SCHEMA ${database} TO replicator`);
  });
  for (const { database, name, publicationSql } of own)
    await named(name, 'publication.sql', runIn(lab, 'source', database, publicationSql ?? ''));
  const connection = lab.connectionToSource(lab.database).replaceAll("'", "''");
  const publications = [publication, ...own.map(({ database }) => database)].join(', ');
  await lab.withAdmin('target', (admin) =>
    admin.query(
      `CREATE SUBSCRIPTION ${publication} CONNECTION '${connection}' PUBLICATION ${publications} WITH (copy_data = false)`,
    ),
  );
  for (const { database, name, sourceSql } of scenarios)
    await named(name, 'source.sql', runIn(lab, 'source', database, sourceSql));
  const { lsn } = await one<{ lsn: string }>(lab, 'source', 'SELECT pg_current_wal_lsn()::text AS lsn');
  await eventually('the target to have applied all scenarios', async () => {
    const [row] = await lab.withAdmin('source', async (admin) => {
      const statement = `SELECT confirmed_flush_lsn >= '${lsn}' AS is_there FROM pg_replication_slots WHERE slot_name = '${publication}'`;
      return (await admin.query<{ is_there: boolean }>(statement)).rows;
    });
    return row?.is_there === true;
  });
}

/** Removes them again, on both sides. */
export async function strike(lab: PostgresLab, scenarios: readonly Scenario[]): Promise<void> {
  await lab.withAdmin('target', (admin) => admin.query(`DROP SUBSCRIPTION IF EXISTS ${publication}`));
  for (const role of roles)
    await lab.withAdmin(role, async (admin) => {
      await admin.query(`DROP PUBLICATION IF EXISTS ${publication}`);
      for (const { database, publicationSql } of scenarios) {
        if (publicationSql !== null) await admin.query(`DROP PUBLICATION IF EXISTS ${database}`);
        await admin.query(`DROP SCHEMA IF EXISTS ${database} CASCADE`);
      }
    });
}

async function one<Row extends object>(lab: PostgresLab, role: Role, sql: string): Promise<Row> {
  return lab.withAdmin(role, async (admin) => (await admin.query<Row>(sql)).rows[0] as Row);
}

async function named(scenario: string, file: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new Error(`${scenario}/${file}: ${(error as Error).message}`, { cause: error });
  }
}
