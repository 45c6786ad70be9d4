import type { CatalogParts } from './catalog-parts.js';
import { version14 } from './version-14.js';

/** PostgreSQL 13: slots and copies are not counted, and a lock does not tell since when it is waited for. */
export const version13: CatalogParts = {
  ...version14,
  slotCounters:
    '(SELECT NULL::name AS slot_name, NULL::bigint AS total_txns, NULL::timestamptz AS stats_reset WHERE false)',
  walCounters: '(SELECT NULL::timestamptz AS stats_reset WHERE false)',
  copyProgress:
    '(SELECT NULL::oid AS relid, NULL::name AS datname, NULL::text AS command, NULL::bigint AS bytes_processed, NULL::bigint AS tuples_processed WHERE false)',
  waitsSince: 'NULL::timestamptz',
  hasParsedBody: 'false',
  compression: `''`,
};
