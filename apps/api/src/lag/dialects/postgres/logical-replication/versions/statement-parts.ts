/** What differs between versions in what is asked about logical replication. */
export interface StatementParts {
  /** Columns `is_conflicting`, `invalidation_reason` and `inactive_since` of a slot `s`; NULL where there is none. */
  slotColumns: string;
  /** The setting that limits how many origins the target may follow. */
  originLimit: 'max_replication_slots' | 'max_active_replication_origins';
}
