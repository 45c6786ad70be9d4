import type { ReplicationLimit } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { lookUp, type Lookup } from '../../../lookup.js';
import type { ToldOrigin, ToldTarget } from '../../../logical-replication/logical-replication-dialect.js';
import {
  originNamesStatement,
  originsStatement,
  targetLimitsStatement,
  type OriginRow,
  type TargetLimitsRow,
} from './target-statements.js';
import { freshMs } from './read-source.js';
import { partsOf } from './versions/parts-of.js';

/** Limits and origins of the target. Never rejects. */
export function readTargetLimits(target: ServerConnection, bounds: StatementBounds): Promise<Lookup<ToldTarget>> {
  const read = (): Promise<ToldTarget> => askLimits(target, bounds);
  return lookUp(target, 'its limits', async () => (await target.ofServer('limits', freshMs, read)).value);
}

async function askLimits(target: ServerConnection, bounds: StatementBounds): Promise<ToldTarget> {
  const parts = partsOf(target.identity()?.versionNumber ?? null);
  const [limits] = await target.query<TargetLimitsRow>(targetLimitsStatement(parts), [], bounds);
  if (limits === undefined) throw new Error('it did not tell its settings');
  const statement = limits.may_see_origins ? originsStatement : originNamesStatement;
  const origins = await target.query<OriginRow>(statement, [], bounds);
  return { limits: limitsOf(limits), origins: origins.map(originOf) };
}

function limitsOf(row: TargetLimitsRow): ReplicationLimit[] {
  const limit = (name: string, most: number, used: number | null, isByDesign = false): ReplicationLimit => ({
    ...{ side: 'target', name, limit: most, used, isByDesign },
  });
  return [
    limit('max_logical_replication_workers', row.max_logical_workers, row.logical_workers),
    limit('max_sync_workers_per_subscription', row.max_sync_workers, row.sync_workers, true),
    limit(row.origin_limit, row.max_origins, row.origins),
    limit('max_worker_processes', row.max_workers, row.workers),
  ];
}

/** A subscription names its origin `pg_<oid>`, a copy of a table `pg_<oid>_<table>`. */
function originOf({ name, remote }: OriginRow): ToldOrigin {
  return { name, subscriptionId: /^pg_(\d+)(?:_\d+)?$/.exec(name)?.[1] ?? null, remotePosition: remote };
}
