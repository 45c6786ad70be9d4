import type { StatementParts } from './statement-parts.js';

/** PostgreSQL 17: a slot says why it was given up, and since when nobody reads from it. */
export const version17: StatementParts = {
  slotColumns:
    's.conflicting AS is_conflicting, s.invalidation_reason, ' +
    `pg_catalog.to_char(s.inactive_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS inactive_since`,
  originLimit: 'max_replication_slots',
};
