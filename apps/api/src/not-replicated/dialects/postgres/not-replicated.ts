import { catalogOf } from '@cutover/databases/postgres';
import type { NotReplicatedDialect, ToldLeftBehind } from '../../not-replicated-dialect.js';
import { readCollations } from './collations.js';
import { readGeneratedColumns } from './columns.js';
import { readConflicts } from './conflicts.js';
import { readIdentity } from './identity.js';
import { readForeignTables, readLargeObjects, readMaterializedViews } from './objects.js';
import type { Asked, Part, SubscriptionRow } from './part.js';
import { readPartitions } from './partitions.js';
import { readSourceTables } from './source-tables.js';
import { readApplyTriggers, readForeignKeys, readUnloggedTarget } from './target-tables.js';

/** Subscriptions of this database. Their connection texts hold passwords, and are not read. */
const subscriptionsStatement = `
  SELECT s.subname AS name, s.subpublications AS publications
  FROM pg_catalog.pg_subscription s
  WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  ORDER BY s.subname`;

const parts: readonly Part[] = [
  readSourceTables,
  readUnloggedTarget,
  readIdentity,
  readPartitions,
  readGeneratedColumns,
  readLargeObjects,
  readMaterializedViews,
  readForeignTables,
  readCollations,
  readApplyTriggers,
  readForeignKeys,
  readConflicts,
];

/** PostgreSQL 13 to 18: what logical replication leaves out. Catalogs alone, which everybody may read. */
export const postgresNotReplicated: NotReplicatedDialect = {
  async read(pair, { databases, tables, includes }, bounds) {
    const ask: Asked['ask'] = (side, sql, params = []) => pair[side].query(sql, params, bounds);
    const subscriptions = await ask<SubscriptionRow>('target', subscriptionsStatement);
    const asked: Asked = {
      ...{ ask, includes, subscriptions },
      scope: [[...databases], tables.map(({ database }) => database), tables.map(({ name }) => name)],
      publications: [...new Set(subscriptions.flatMap(({ publications }) => publications))],
      catalog: { source: catalogOf(pair.source), target: catalogOf(pair.target) },
      versions: {
        source: pair.source.identity()?.versionNumber ?? 0,
        target: pair.target.identity()?.versionNumber ?? 0,
      },
    };
    const all: ToldLeftBehind = { found: [], unknown: [] };
    // One after the other: nothing of it is urgent, and the pools are small.
    for (const part of parts) {
      const { found, unknown } = await part(asked);
      all.found.push(...found);
      all.unknown.push(...unknown);
    }
    return all;
  },
};
