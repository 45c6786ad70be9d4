import type { StatementParts } from './statement-parts.js';

/** PostgreSQL 16: slots on a standby may conflict with recovery. */
export const version16: StatementParts = {
  slotColumns: 's.conflicting AS is_conflicting, NULL::text AS invalidation_reason, NULL::text AS inactive_since',
  originLimit: 'max_replication_slots',
};
