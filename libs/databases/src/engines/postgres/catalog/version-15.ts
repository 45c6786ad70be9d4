import type { CatalogParts } from './catalog-parts.js';

/** PostgreSQL 15 to 17. */
export const version15: CatalogParts = {
  rowFilter: 'r.prqual',
  columnList: 'r.prattrs::int2[]',
  sendsComputed: 'false',
  publishedSchemas: 'pg_catalog.pg_publication_namespace',
  skippedUpTo: 's.subskiplsn',
  subscriptionCounters: 'pg_catalog.pg_stat_subscription_stats',
  slotCounters: 'pg_catalog.pg_stat_replication_slots',
  walCounters: 'pg_catalog.pg_stat_wal',
  copyProgress: 'pg_catalog.pg_stat_progress_copy',
  waitsSince: 'l.waitstart',
  databaseProvider: 'd.datlocprovider::text',
  databaseCollation: {
    recorded: 'd.datcollversion',
    actual: 'pg_catalog.pg_database_collation_actual_version(d.oid)',
  },
  hasParsedBody: 'p.prosqlbody IS NOT NULL',
  countersLateMs: 0,
  compression: 'a.attcompression',
};
