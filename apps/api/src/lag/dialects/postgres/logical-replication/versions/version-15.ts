import type { StatementParts } from './statement-parts.js';

/** PostgreSQL 15, and every one before that is accepted. */
export const version15: StatementParts = {
  slotColumns: 'NULL::boolean AS is_conflicting, NULL::text AS invalidation_reason, NULL::text AS inactive_since',
  originLimit: 'max_replication_slots',
};
