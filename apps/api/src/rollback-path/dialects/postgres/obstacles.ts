import type { RollbackObstacle, Role } from '@cutover/contracts';
import { quoteIdentifier, quoteLiteral } from '@cutover/databases/postgres';
import { passwordPlaceholder } from '../../rollback-script.js';
import type { SourceRow, TargetRow } from './statements.js';

/** Since then a subscription can leave out what came by replication (origin = none), and a publisher knows what that means. */
export const originSince = 160_000;

/** What both sides told; of a side that did not, why. */
export interface ToldSides {
  migration: string;
  /** Of publication, subscription and account. */
  name: string;
  target: TargetRow;
  source: SourceRow | { reason: string };
  versions: Readonly<Record<Role, number | null>>;
  isRds: Readonly<Record<Role, boolean>>;
}

/** Pure: what keeps the old source from following the target by a subscription. */
export function obstaclesOf(told: ToldSides): RollbackObstacle[] {
  return [
    ...ofLog(told),
    ...ofLimits(told),
    ...ofTables(told),
    ...ofParts(told),
    ...ofAccount(told),
    ...ofOrigin(told),
  ];
}

/** Whether both can leave out what came by replication; null: one of them did not tell its version. */
export function knowsOriginOf({ source, target }: ToldSides['versions']): boolean | null {
  return source === null || target === null ? null : Math.min(source, target) >= originSince;
}

function ofLog({ target: { level }, isRds }: ToldSides): RollbackObstacle[] {
  if (level === 'logical') return [];
  return [
    {
      ...{ subject: 'wal_level', side: 'target', outcome: 'fail' },
      message: `There is no way back after the cutover: the target writes no log that a subscription could read (wal_level = ${level})`,
      action: isRds.target
        ? 'Set rds.logical_replication = 1 in the parameter group of the target (of the cluster, on Aurora), and reboot it before the cutover.'
        : 'Set it, and restart the target before the cutover.',
      statements: isRds.target ? [] : [{ on: 'target', sql: "ALTER SYSTEM SET wal_level = 'logical';" }],
    },
  ];
}

/** The limits of which the way back takes one more. */
export function limitsOf({ target, source }: Pick<ToldSides, 'target' | 'source'>) {
  const of = (side: Role, name: string, limit: number, used: number) => ({ side, name, limit, used });
  return [
    of('target', 'max_replication_slots', target.max_slots, target.slots),
    of('target', 'max_wal_senders', target.max_senders, target.senders),
    ...('reason' in source
      ? []
      : [
          of('source', 'max_logical_replication_workers', source.max_workers, source.workers),
          of('source', source.origin_limit, source.max_origins, source.origins),
        ]),
  ];
}

const takenFor: Readonly<Record<string, string>> = {
  max_replication_slots: 'slot',
  max_wal_senders: 'walsender',
  max_logical_replication_workers: 'worker',
  max_active_replication_origins: 'origin',
};

function ofLimits(told: ToldSides): RollbackObstacle[] {
  const { source } = told;
  // One that is made already holds what it takes.
  const isMade = !('reason' in source) && source.is_enabled !== null;
  const full = isMade ? [] : limitsOf(told).filter(({ limit, used }) => used >= limit);
  const unseen: RollbackObstacle[] =
    'reason' in source
      ? [
          {
            ...{ subject: 'source', side: 'source', outcome: 'unknown', statements: [] },
            message: `Whether the source could subscribe to the target is unknown: ${source.reason}`,
            action: 'Remove the reason: it is read again within a minute.',
          },
        ]
      : [];
  return [
    ...unseen,
    ...full.map(({ side, name, limit, used }): RollbackObstacle => {
      const what = side === 'source' && name === 'max_replication_slots' ? 'origin' : (takenFor[name] ?? 'place');
      return {
        ...{ subject: `${side} ${name}`, side, outcome: 'fail' },
        message: `The ${side} has no free ${what} for the way back (${name} = ${limit}, ${used} in use)`,
        action: told.isRds[side]
          ? `Raise ${name} in the parameter group of the ${side}, and reboot it before the cutover.`
          : `Raise it, and restart the ${side} before the cutover.`,
        statements: told.isRds[side] ? [] : [{ on: side, sql: `ALTER SYSTEM SET ${name} = ${used + 5};` }],
      };
    }),
  ];
}

function ofTables({ target: { tables, keyless, keyless_named } }: ToldSides): RollbackObstacle[] {
  if (tables === 0)
    return [
      {
        ...{ subject: 'tables', side: 'target', outcome: 'unknown', statements: [] },
        message: 'Which tables a way back would carry is unknown: no subscription of the target brings a watched table',
        action: 'Set replication up first. After the switch this says nothing more.',
      },
    ];
  if (keyless === 0) return [];
  const named = (keyless_named ?? []).slice(0, 2).join(', ');
  const more = keyless - Math.min(keyless, 2);
  return [
    {
      ...{ subject: 'replica identity', side: 'target', outcome: 'fail' },
      message: `The target cannot publish UPDATE and DELETE of ${named}${more > 0 ? ` and ${more} more tables or partitions` : ''}: no replica identity there, so that it would refuse them once the way back is open`,
      action: 'Give each a primary key; or publish whole rows, which is slow where many are changed.',
      statements: (keyless_named ?? []).map((table) => ({
        on: 'target',
        sql: `ALTER TABLE ${table} REPLICA IDENTITY FULL;`,
      })),
    },
  ];
}

/** Nobody has tried whether what the target writes fits beside what the source kept to itself. */
function ofParts({ source }: ToldSides): RollbackObstacle[] {
  if ('reason' in source || source.partly === null) return [];
  const named = source.partly.slice(0, 2).join(', ');
  const more = source.partly.length > 2 ? ', …' : '';
  return [
    {
      ...{ subject: 'part', side: 'source', outcome: 'unknown', statements: [] },
      message: `Whether the source could take all that the target writes is unknown: it publishes only some rows or columns of ${named}${more}, and the way back carries whole rows. One whose key stands on the source outside of the filter, and a column that only one side has, would stop it`,
      action: 'Publish these tables whole before the cutover, or do not rely on the way back for them.',
    },
  ];
}

function ofAccount(told: ToldSides): RollbackObstacle[] {
  if (told.target.accounts !== null) return [];
  return [
    {
      ...{ subject: 'account', side: 'target', outcome: 'fail' },
      message: 'No account of the target may be used to replicate from it, so that the old source could not follow it',
      action:
        'Make one for the old source, and let it in to this database from the address of the source: one line in pg_hba.conf, or the security group on Amazon RDS.',
      statements: accountStatements(told).map((sql) => ({ on: 'target', sql })),
    },
  ];
}

/**
 * What makes the account that the old source logs in with, or gives one of that name what it lacks. The password is a
 * placeholder.
 */
export function accountStatements({ name, target, isRds }: Pick<ToldSides, 'name' | 'target' | 'isRds'>): string[] {
  const role = quoteIdentifier(name);
  return [
    `${target.has_own_account ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN${isRds.target ? '' : ' REPLICATION'} PASSWORD ${quoteLiteral(passwordPlaceholder)}${target.has_own_account ? " VALID UNTIL 'infinity'" : ''};`,
    ...(isRds.target ? [`GRANT rds_replication TO ${role};`] : []),
    `GRANT CONNECT ON DATABASE ${quoteIdentifier(target.database)} TO ${role};`,
  ];
}

function ofOrigin({ versions }: ToldSides): RollbackObstacle[] {
  if (knowsOriginOf(versions) !== false) return [];
  const old = (['source', 'target'] as const).filter((role) => (versions[role] ?? 0) < originSince);
  return [
    {
      ...{ subject: 'origin', side: old[0] ?? 'target', outcome: 'unknown', statements: [] },
      message: `The ${old.join(' and the ')} cannot leave out what came by replication (origin = none needs PostgreSQL 16 on both sides): while both subscriptions are enabled each change goes round in a loop`,
      action:
        'Keep the order of rollback-path.sql: the subscription of the target is disabled, and never enabled again, before the one of the source is made.',
    },
  ];
}
