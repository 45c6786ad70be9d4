import type { CatalogParts } from './catalog-parts.js';
import { version15 } from './version-15.js';

/** PostgreSQL 14: publications leave out nothing, and nobody counts the errors of a subscription. */
export const version14: CatalogParts = {
  ...version15,
  rowFilter: 'NULL::pg_catalog.pg_node_tree',
  columnList: 'NULL::int2[]',
  publishedSchemas: '(SELECT NULL::oid AS oid, NULL::oid AS pnpubid, NULL::oid AS pnnspid WHERE false)',
  skippedUpTo: 'NULL::pg_catalog.pg_lsn',
  subscriptionCounters:
    '(SELECT NULL::oid AS subid, NULL::bigint AS apply_error_count, NULL::bigint AS sync_error_count WHERE false)',
  // The file may be 500 ms old; the rest is for a collector that is slow to read what it was told.
  countersLateMs: 700,
  databaseProvider: `'c'`,
  databaseCollation: { recorded: 'NULL::text', actual: 'NULL::text' },
};
