/** Why the source has given a slot up, and what keeps that from happening again. */
interface Loss {
  cause: string;
  prevention: string;
}

/** All that PostgreSQL 15 knows, and the most frequent one after it. */
const walRemoved: Loss = {
  cause: 'the source has removed what it still needed',
  prevention: 'Raise max_slot_wal_keep_size on the source',
};

/** By `invalidation_reason` of pg_replication_slots. */
const losses: Readonly<Record<string, Loss>> = {
  wal_removed: walRemoved,
  idle_timeout: {
    cause: 'nobody read from it for longer than idle_replication_slot_timeout of the source',
    prevention: 'Raise idle_replication_slot_timeout on the source (0 turns it off)',
  },
  rows_removed: {
    cause: 'vacuum has removed rows of the catalog that it still needed',
    prevention: 'Set hot_standby_feedback = on, on the standby that is the source',
  },
  wal_level_insufficient: {
    cause: 'wal_level of the primary was set below logical',
    prevention: 'Set wal_level = logical on the primary of the source',
  },
};

/** Pure: what to say of a lost slot. `reason` is null before PostgreSQL 17. */
export function lossOf(reason: string | null): Loss {
  return losses[reason ?? ''] ?? walRemoved;
}
