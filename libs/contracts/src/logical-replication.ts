import { z } from 'zod';
import { bigIntTextSchema, instantSchema, roleSchema } from './primitives.js';

/**
 * Whose a slot is. `subscription`: one of this migration reads from it. `first-copy`: one of its workers that copy a table does.
 * `cutover`: ours, for a verification; it ends by itself. `other`: of somebody else, who alone may drop it. `unknown`: the target was
 * not heard yet, so nobody can say.
 */
export const slotOwnerSchema = z
  .enum(['subscription', 'first-copy', 'cutover', 'other', 'unknown'])
  .meta({ id: 'SlotOwner' });
export type SlotOwner = z.infer<typeof slotOwnerSchema>;

/** The connection that reads from a slot, as the source tells it. Every figure may be null: unknown, or not told yet. */
export const walSenderSchema = z
  .object({
    application: z.string().nullable(),
    state: z.string().nullable().meta({ description: 'startup, catchup, streaming, …, as the source says it' }),
    sentPosition: z.string().nullable().meta({ description: 'LSN up to which log was sent' }),
    writePosition: z.string().nullable().meta({ description: 'LSN that the reader has written' }),
    flushPosition: z.string().nullable().meta({ description: 'LSN that the reader has on disk' }),
    replayPosition: z.string().nullable().meta({ description: 'LSN that the reader has applied' }),
    notSentBytes: z.number().nullable(),
    replayLagSeconds: z.number().nullable().meta({
      description: 'replay_lag: it counts from when a change was sent, so that one who has just connected looks well',
    }),
  })
  .meta({ id: 'WalSender' });
export type WalSender = z.infer<typeof walSenderSchema>;

/** A slot of the source, of whatever database and owner. null is unknown, or not told by this version of the server. */
export const sourceSlotSchema = z
  .object({
    name: z.string(),
    kind: z.enum(['logical', 'physical']),
    plugin: z.string().nullable().meta({ description: 'What decodes for it; null of a physical slot' }),
    database: z.string().nullable().meta({ description: 'null of a physical slot' }),
    isTemporary: z.boolean(),
    owner: slotOwnerSchema,
    isActive: z.boolean().meta({ description: 'Something reads from it now' }),
    walStatus: z.string().nullable().meta({ description: 'reserved, extended, unreserved or lost' }),
    confirmedPosition: z.string().nullable().meta({ description: 'LSN up to which its reader has confirmed' }),
    restartPosition: z.string().nullable().meta({ description: 'LSN from which the source keeps log for it' }),
    behindBytes: z.number().nullable().meta({ description: 'Log that its reader has not confirmed' }),
    seconds: z.number().nullable().meta({
      description: 'Age of the oldest position of the source that its reader has not confirmed; null: unknown',
    }),
    atLeastSeconds: z.number().nullable().meta({ description: 'The same, as far as positions prove it' }),
    retainedBytes: z.number().nullable().meta({ description: 'Log that the source keeps for it' }),
    growthBytesPerSecond: z.number().nullable().meta({
      description: 'How fast that grows, over the last ten minutes at most; below 0: it shrinks. null: not known yet',
    }),
    caughtUpInSeconds: z
      .number()
      .nullable()
      .meta({ description: 'At the present rate; 0: it is caught up; null: unknown, or it does not shrink' }),
    safeWalBytes: z.number().nullable().meta({ description: 'May still be written before it is lost; null: no limit' }),
    lostInSeconds: z.number().nullable().meta({
      description: 'When it is lost at the present rate; null: without a limit, where it does not grow, or unknown',
    }),
    isConflicting: z.boolean().nullable().meta({ description: 'PostgreSQL 16 and later' }),
    invalidationReason: z.string().nullable().meta({ description: 'PostgreSQL 17 and later' }),
    inactiveSince: z.string().nullable().meta({ description: 'PostgreSQL 17 and later, as the source says it' }),
    sender: walSenderSchema.nullable().meta({ description: 'null: nothing reads from it' }),
  })
  .meta({ id: 'SourceSlot' });
export type SourceSlot = z.infer<typeof sourceSlotSchema>;

/** How long the disk of the source lasts. */
export const diskForecastSchema = z
  .object({
    kind: z.enum(['full-in', 'steady', 'limited', 'unknown']).meta({
      description:
        'full-in: slots keep more and more log; steady: they do not; limited: max_slot_wal_keep_size is reached before the disk is full; unknown: the free space or the growth is',
    }),
    seconds: z.number().nullable().meta({ description: 'Of full-in: until the disk is full at the present rate' }),
    freeBytes: z.number().nullable().meta({ description: 'What the log may still take on the disk' }),
    isNearlyFull: z.boolean().meta({ description: 'Less than a tenth is free, whatever the rate' }),
    basis: z.enum(['configuration', 'rds']).nullable().meta({ description: 'Who told the space; null: nobody' }),
    slot: z.string().nullable().meta({ description: 'The slot that keeps most log; null: there is none' }),
    slotOwner: slotOwnerSchema.nullable(),
  })
  .meta({ id: 'DiskForecast' });
export type DiskForecast = z.infer<typeof diskForecastSchema>;

/** The write-ahead log of the source. */
export const sourceLogSchema = z
  .object({
    position: z.string().nullable().meta({ description: 'LSN at its end' }),
    level: z.string().meta({ description: 'wal_level' }),
    writtenBytesPerSecond: z.number().nullable().meta({ description: 'Over the last ten minutes at most' }),
    retainedBytes: z.number().nullable().meta({ description: 'Kept for the slot that is furthest back' }),
    growthBytesPerSecond: z.number().nullable().meta({ description: 'How fast that grows' }),
    directoryBytes: z.number().nullable().meta({
      description: 'Size of pg_wal, read once a minute; null: unknown (pg_monitor is missing)',
    }),
    keepLimitBytes: z.number().nullable().meta({ description: 'max_slot_wal_keep_size; null: no limit' }),
    disk: diskForecastSchema,
  })
  .meta({ id: 'SourceLog' });
export type SourceLog = z.infer<typeof sourceLogSchema>;

/** A limit of one server, and how much of it is used. */
export const replicationLimitSchema = z
  .object({
    side: roleSchema,
    name: z.string().meta({ example: 'max_replication_slots' }),
    limit: z.number().int(),
    used: z.number().int().nullable().meta({ description: 'null: the account may not see it' }),
    isByDesign: z.boolean().meta({ description: 'Reaching it slows the first copy down, and is no fault' }),
  })
  .meta({ id: 'ReplicationLimit' });
export type ReplicationLimit = z.infer<typeof replicationLimitSchema>;

/** What a publication of the source leaves out of one table. */
export const limitedTableSchema = z.object({
  table: z.string(),
  rowFilter: z.string().nullable().meta({ description: 'WHERE of the publication; null: every row' }),
  columns: z.array(z.string()).nullable().meta({ description: 'null: every column' }),
});

/** A publication of the source's database. */
export const publicationSchema = z
  .object({
    name: z.string(),
    isRead: z.boolean().nullable().meta({ description: 'A subscription of this migration reads it; null is unknown' }),
    isAllTables: z.boolean(),
    viaRoot: z.boolean().meta({ description: 'Partitions are published as their root (publish_via_partition_root)' }),
    operations: z.array(z.enum(['insert', 'update', 'delete', 'truncate'])),
    tables: z.number().int(),
    limited: z
      .array(limitedTableSchema)
      .meta({ description: 'Some of the tables of which rows or columns are left out' }),
  })
  .meta({ id: 'Publication' });
export type Publication = z.infer<typeof publicationSchema>;

/** A replication origin of the target: how far it remembers to have applied something. */
export const replicationOriginSchema = z
  .object({
    name: z.string(),
    subscription: z.string().nullable().meta({ description: 'Whose it is; null: of none of this migration' }),
    remotePosition: z.string().nullable().meta({ description: 'LSN of the source; null is unknown' }),
  })
  .meta({ id: 'ReplicationOrigin' });
export type ReplicationOrigin = z.infer<typeof replicationOriginSchema>;

/** What logical replication uses on both servers. */
export const logicalReplicationSchema = z
  .object({
    measuredAt: instantSchema,
    log: sourceLogSchema.nullable().meta({ description: 'null: the source could not be asked' }),
    slots: z.array(sourceSlotSchema).meta({ description: 'All of the source, those of this migration first' }),
    own: z
      .object({
        slots: z.number().int(),
        behindBytes: bigIntTextSchema.nullable().meta({ description: 'Sum of all; null: one of them is unknown' }),
        furthestBehind: z.string().nullable().meta({ description: 'The slot that is furthest behind' }),
      })
      .meta({ description: 'The slots of the subscriptions of this migration together' }),
    limits: z.array(replicationLimitSchema),
    publications: z.array(publicationSchema),
    origins: z.array(replicationOriginSchema),
    reasons: z.array(z.string()).meta({ description: 'Why something above is unknown, and what to do' }),
  })
  .meta({ id: 'LogicalReplication' });
export type LogicalReplication = z.infer<typeof logicalReplicationSchema>;

/** Answer of `GET /api/migrations/:m/logical-replication`. */
export const logicalReplicationAnswerSchema = z
  .object({
    migration: z.string(),
    logicalReplication: logicalReplicationSchema
      .nullable()
      .meta({ description: 'null: not measured yet, or an engine that has none' }),
  })
  .meta({ id: 'LogicalReplicationAnswer' });
export type LogicalReplicationAnswer = z.infer<typeof logicalReplicationAnswerSchema>;
