import type { CatalogParts } from './catalog-parts.js';

/**
 * Condition that is true where a publication sends the values of the stored computed column `a` (pg_attribute) of the table `c`
 * (pg_class), or of its partitions. A list of columns counts in place of what the publication says of all tables. `which`: a further
 * condition on the publication `p` (pg_publication); absent: any.
 */
export function isComputedSent({ sendsComputed, columnList, publishedSchemas }: CatalogParts, which = 'true'): string {
  return `(a.attgenerated = 's' AND EXISTS (
    SELECT FROM pg_catalog.pg_publication p
    LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
      AND (r.prrelid = c.oid OR pg_catalog.pg_partition_root(r.prrelid) = c.oid)
    WHERE ${which} AND CASE
      WHEN r.oid IS NOT NULL AND ${columnList} IS NOT NULL THEN EXISTS (
        SELECT FROM pg_catalog.pg_attribute l
        WHERE l.attrelid = r.prrelid AND l.attname = a.attname AND l.attnum = ANY (${columnList}))
      ELSE ${sendsComputed} AND (r.oid IS NOT NULL OR p.puballtables
        OR EXISTS (SELECT FROM ${publishedSchemas} s WHERE s.pnpubid = p.oid AND s.pnnspid = c.relnamespace)) END))`;
}
