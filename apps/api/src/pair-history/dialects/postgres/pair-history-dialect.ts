import { engines, type ServerConnection, type TimedReading } from '@cutover/databases';
import { catalogOf, type CatalogParts } from '@cutover/databases/postgres';
import type { LookPair, LookRequest, PairHistoryDialect, SideAnswer } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';
import { changedSlots, isServedThroughout } from './changed-slots.js';
import { changedSubscriptions } from './changed-subscriptions.js';
import { logFact, slotsFact, subscriptionsFact, withEarlier } from './history-facts.js';
import { sourceStatement, targetStatement, type SideRow } from './statements.js';

/** All that is read is told alike by every database of the server: one look serves all that are watched. */
const lookBy =
  (statement: (parts: CatalogParts) => string, partsFact: string) =>
  async (server: ServerConnection, { bounds, freshMs }: LookRequest): Promise<TimedReading<SideAnswer>> => {
    const { value: rows, ageMs } = await server.ofServer('pair history', freshMs, (databases) =>
      server.query<SideRow>(statement(catalogOf(server)), [databases], bounds),
    );
    const row = rows.find(({ database }) => database === server.database);
    if (!row)
      throw new Error(
        `The ${server.role} does not list the database ${server.database ?? ''}: look whether it was renamed or dropped (\\l in psql)`,
      );
    const { system, timeline, database_oid, database, log, parts } = row;
    return {
      ageMs,
      value: {
        identity: [system, timeline, database_oid].join('|'),
        title: `database ${database} of system ${system}, timeline ${timeline}`,
        facts: { [partsFact]: parts ?? '{}', ...(log === null ? {} : { [logFact]: log }) },
      },
    };
  };

/** After a crash the log ends a record earlier than it was written; a restored server stands further back. */
const tornRecordBytes = 2n ** 20n;

/** A disk that was put back to an earlier state keeps system identifier and timeline. */
function logWentBack(role: string, { [logFact]: had }: Facts, { [logFact]: has }: Facts): Happening | null {
  const { count } = engines.postgres.positions;
  if (had === undefined || has === undefined || count(had) - count(has) <= tornRecordBytes) return null;
  return {
    reason: `the log of the ${role} ended at ${had} and now ends at ${has}: the ${role} was restored to an earlier state`,
    voids: 'equality',
  };
}

/** PostgreSQL: which servers they are, and what was done to slots and subscriptions. */
export const postgresHistory: PairHistoryDialect = {
  look: { source: lookBy(sourceStatement, slotsFact), target: lookBy(targetStatement, subscriptionsFact) },
  remember: withEarlier,
  // Publications and subscriptions are looked at with the lag.
  leavingOut: () => [],
  passingOver: () => [],
  ownTransactions: () => [],
  isUntouched: isServedThroughout,
  onSource: ({ before, after }: LookPair) => logWentBack('source', before, after),
  onTarget: (looks) =>
    changedSubscriptions(looks) ?? changedSlots(looks) ?? logWentBack('target', looks.before, looks.after),
};
