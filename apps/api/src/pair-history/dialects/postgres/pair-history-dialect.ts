import type { ServerConnection, StatementBounds } from '@cutover/databases';
import type { PairHistoryDialect, SideAnswer } from '../../pair-history-dialect.js';

/**
 * A restored or promoted cluster begins a new timeline; one that is made anew has another system identifier, and a database
 * that is made anew another oid. Every account may ask.
 */
const statement = `
  SELECT (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system,
         (SELECT timeline_id::text FROM pg_catalog.pg_control_checkpoint()) AS timeline,
         d.oid::text AS database_oid, d.datname::text AS database
  FROM pg_catalog.pg_database d`;

/** One for each database of the server. */
interface IdentityRow {
  system: string;
  timeline: string;
  database_oid: string;
  database: string;
}

/** Looks come every five seconds, as a rule: each database is seen at least as often as it was. */
const freshMs = 2_000;

async function look(server: ServerConnection, bounds: StatementBounds): Promise<SideAnswer> {
  const { value: rows } = await server.ofServer('which server it is', freshMs, () =>
    server.query<IdentityRow>(statement, [], bounds),
  );
  const row = rows.find((each) => each.database === server.database);
  if (!row) throw new Error('PostgreSQL did not say which server it is');
  const { system, timeline, database_oid, database } = row;
  return {
    identity: [system, timeline, database_oid].join('|'),
    title: `database ${database} of system ${system}, timeline ${timeline}`,
    facts: {},
  };
}

/** PostgreSQL: which servers they are. No row is compared there yet, so nothing else can make a proof void. */
export const postgresHistory: PairHistoryDialect = {
  look: { source: look, target: look },
  remember: (_, now) => now,
  // Publications and subscriptions are looked at with the lag.
  leavingOut: () => [],
  passingOver: () => [],
  ownTransactions: () => [],
  // No row is compared, so no proof could be made void.
  isUntouched: () => true,
  onSource: () => null,
  onTarget: () => null,
};
