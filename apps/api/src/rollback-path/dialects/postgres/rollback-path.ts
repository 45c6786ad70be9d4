import { namedReplicationAccounts } from '@cutover/contracts';
import { errorText, type StatementBounds } from '@cutover/databases';
import type { RollbackPair, RollbackPathDialect } from '../../rollback-path-dialect.js';
import { backName } from './back-names.js';
import { knowsOriginOf, limitsOf, obstaclesOf, type ToldSides } from './obstacles.js';
import {
  sourceStatement,
  tablesStatement,
  targetStatement,
  type SourceRow,
  type TableRow,
  type TargetRow,
} from './statements.js';
import { backSteps } from './steps.js';

/** PostgreSQL: the old source subscribes to a publication of the target. */
export const postgresRollback: RollbackPathDialect = {
  async read(pair, bounds) {
    const { source, target } = pair.servers;
    const told = await readSides(pair, bounds, (error) => ({ reason: errorText(error) }));
    const { accounts, level, tables, publication } = told.target;
    const isEnabled = 'reason' in told.source ? null : told.source.is_enabled;
    return {
      ...{ settings: { wal_level: level }, keptSeconds: null, keptForEver: false, grant: null, reason: null },
      serverIds: { source: source.identity()?.serverId ?? null, target: target.identity()?.serverId ?? null },
      accounts: { total: accounts?.length ?? 0, named: (accounts ?? []).slice(0, namedReplicationAccounts) },
      subscription: {
        ...{ knowsOrigin: knowsOriginOf(told.versions), limits: limitsOf(told) },
        ...{ tables: tables === 0 ? null : tables, publication: tables === 0 ? null : publication },
        subscription: isEnabled === null ? null : { name: told.name, isEnabled },
        obstacles: obstaclesOf(told),
      },
    };
  },

  async steps(pair, bounds) {
    const told = await readSides(pair, bounds, (error) => {
      throw error;
    });
    const tables = await pair.servers.target.query<TableRow>(tablesStatement, scopeOf(pair), bounds);
    if (tables.length === 0) throw new Error('no subscription of the target brings a watched table.');
    return backSteps(told, pair, tables);
  },
};

/** @param unread what is told of a source that cannot be read */
async function readSides(
  pair: RollbackPair,
  bounds: StatementBounds,
  unread: (error: unknown) => ToldSides['source'],
): Promise<ToldSides> {
  const { source, target } = pair.servers;
  const name = backName(target.migration);
  const [onTarget] = await target.query<TargetRow>(targetStatement, [...scopeOf(pair), name], bounds);
  if (onTarget === undefined) throw new Error('The target did not tell its settings.');
  const onSource = await source
    .query<SourceRow>(sourceStatement, [name, onTarget.subscribed ?? []], bounds)
    .then(([row]) => row ?? { reason: 'it did not tell its settings' })
    .catch(unread);
  return {
    ...{ migration: target.migration, name, target: onTarget, source: onSource },
    versions: {
      source: source.identity()?.versionNumber ?? null,
      target: target.identity()?.versionNumber ?? null,
    },
    isRds: { source: source.rds, target: target.rds },
  };
}

function scopeOf({ watched: { databases, tables } }: RollbackPair): unknown[] {
  return [databases, tables.map(({ database }) => database), tables.map(({ name }) => name)];
}
