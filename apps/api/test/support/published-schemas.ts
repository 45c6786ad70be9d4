import type { Client } from 'pg';

/**
 * Publishes every table that these schemas hold now, under one name; schemas whole where the source can (since 15), else table by
 * table. `options` as in CREATE PUBLICATION … WITH.
 */
export async function publishSchemas(
  source: Client,
  { publication, schemas, options }: { publication: string; schemas: readonly string[]; options?: string | undefined },
): Promise<void> {
  const whole = `TABLES IN SCHEMA ${schemas.join(', ')}`;
  const what = (await canPublishSchemas(source)) ? whole : await tablesIn(source, schemas);
  await source.query(
    `CREATE PUBLICATION ${publication} FOR ${what} ${options === undefined ? '' : `WITH (${options})`}`,
  );
}

async function canPublishSchemas(source: Client): Promise<boolean> {
  const { rows } = await source.query("SELECT current_setting('server_version_num')::int >= 150000 AS can");
  return rows[0].can === true;
}

/** Partitions come with their root. What is unlogged cannot be published. */
async function tablesIn(source: Client, schemas: readonly string[]): Promise<string> {
  const { rows } = await source.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class
     WHERE relkind IN ('r', 'p') AND NOT relispartition AND relpersistence = 'p' AND relnamespace::regnamespace::text = ANY ($1)`,
    [schemas],
  );
  return `TABLE ${rows.map(({ name }) => `ONLY ${name}`).join(', ')}`;
}
