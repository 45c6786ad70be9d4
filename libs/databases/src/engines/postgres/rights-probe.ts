import type { RightsNeeds } from '../../database-engine.js';
import type { ServerIdentity, StatementRunnerLike } from '../../session/server-connection.js';
import type { TableName } from '../../table-name.js';
import { quoteIdentifier } from './quote-identifier.js';

/** Answered from the catalog; more time than this means trouble of another kind. */
const trialTimeoutMs = 5_000;

/** Roles whose rights are granted but not inherited must be switched to, which we do not: USAGE, not MEMBER. */
const monitorStatement = "SELECT pg_catalog.pg_has_role('pg_monitor', 'USAGE') AS is_granted";

/** A schema that is not there lacks nothing; the list of tables says that it is missing. */
const schemasStatement = `
  SELECT n.nspname AS schema,
         pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS may_use,
         NOT EXISTS (
           SELECT FROM pg_catalog.pg_class c
           WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
             AND NOT pg_catalog.has_table_privilege(c.oid, 'SELECT')
         ) AS may_read
  FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1)`;

const tablesStatement = `
  SELECT n.nspname AS schema, c.relname AS name,
         pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS may_use,
         pg_catalog.has_table_privilege(c.oid, 'SELECT') AS may_read
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND (n.nspname, c.relname) IN
    (SELECT s, t FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS named (s, t))`;

interface SchemaRow {
  schema: string;
  may_use: boolean;
  may_read: boolean;
}

/**
 * The GRANT statements that are missing, exactly as they would be typed in this database; empty when nothing is missing.
 * The server itself is asked what the account may do, so that roles within roles and ownership count. Rejects when it
 * cannot be asked.
 */
export async function probeRights(
  server: StatementRunnerLike,
  { account }: Pick<ServerIdentity, 'account'>,
  { role, databases, tables }: RightsNeeds,
): Promise<string[]> {
  const bounds = { timeoutMs: trialTimeoutMs };
  const missing = new Set<string>();
  // Without it the source hides how far it has sent to others' connections.
  if (role === 'source') {
    const [row] = await server.query<{ is_granted: boolean }>(monitorStatement, [], bounds);
    if (row?.is_granted !== true) missing.add('pg_monitor');
  }
  const use = ({ schema, may_use }: SchemaRow): void => {
    if (!may_use) missing.add(`USAGE ON SCHEMA ${quoteIdentifier(schema)}`);
  };
  for (const row of await server.query<SchemaRow>(schemasStatement, [databases], bounds)) {
    use(row);
    if (!row.may_read) missing.add(`SELECT ON ALL TABLES IN SCHEMA ${quoteIdentifier(row.schema)}`);
  }
  const named = namesOf(tables);
  for (const row of await server.query<SchemaRow & { name: string }>(tablesStatement, named, bounds)) {
    use(row);
    if (!row.may_read) missing.add(`SELECT ON TABLE ${quoteIdentifier(row.schema)}.${quoteIdentifier(row.name)}`);
  }
  return [...missing].map((right) => `GRANT ${right} TO ${quoteIdentifier(account)};`);
}

function namesOf(tables: readonly TableName[]): [string[], string[]] {
  return [tables.map(({ database }) => database), tables.map(({ name }) => name)];
}
