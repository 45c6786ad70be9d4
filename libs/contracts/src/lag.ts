import { z } from 'zod';
import { heartbeatSchema } from './heartbeat.js';
import { bigIntTextSchema, instantSchema } from './primitives.js';

/**
 * `applying`: behind and moving. `idle`: caught up. `receiving-only`: the applier is stopped without an error.
 * `stopped`: both threads are stopped, or the receiver is; a subscription is disabled, or has no worker or connection. `broken`: a
 * thread ended with an error; a worker fails again and again, or its slot is gone. `not-configured`: the target has no channel and no
 * subscription. `unknown`: could not be read, or the sample is stale.
 */
export const replicationStateSchema = z
  .enum(['applying', 'idle', 'receiving-only', 'stopped', 'broken', 'not-configured', 'unknown'])
  .meta({ id: 'ReplicationState' });
export type ReplicationState = z.infer<typeof replicationStateSchema>;

/** The slot on the source from which a subscription of PostgreSQL reads, as the source tells it. */
export const replicationSlotSchema = z
  .object({
    name: z.string(),
    isActive: z.boolean().meta({ description: 'Something reads from it now' }),
    walStatus: z.string().nullable().meta({
      description: 'reserved, extended, unreserved (about to be lost) or lost, as the source says it; null is unknown',
    }),
    confirmedPosition: z.string().nullable().meta({ description: 'LSN up to which the target has confirmed' }),
    behindBytes: z.number().nullable().meta({
      description: 'Write-ahead log of the source that the target has not confirmed; null is unknown',
    }),
    retainedBytes: z.number().nullable().meta({ description: 'Write-ahead log that the source keeps for it' }),
    safeWalBytes: z
      .number()
      .nullable()
      .meta({ description: 'May still be written before the slot is lost; null: no limit is set, or unknown' }),
    action: z.string().nullable().meta({ description: 'How the source is made to keep more; null without a limit' }),
  })
  .meta({ id: 'ReplicationSlot' });
export type ReplicationSlot = z.infer<typeof replicationSlotSchema>;

/** How far the initial copy of the tables of a subscription is. */
export const initialSyncSchema = z
  .object({
    tables: z.number().int().meta({ description: 'Tables of the subscription' }),
    ready: z.number().int().meta({ description: 'Copied, and replicated since' }),
    pending: z
      .array(
        z.object({
          table: z.string(),
          state: z.enum(['waiting', 'copying', 'catching-up']),
          copiedBytes: z.number().nullable().meta({
            description: 'Of the copy that runs; null: none does, or the account may not see it (pg_monitor)',
          }),
          copiedRows: bigIntTextSchema.nullable().meta({ description: 'As copiedBytes' }),
        }),
      )
      .meta({ description: 'Some of those that are not ready' }),
    action: z.string().nullable().meta({ description: 'How tables are added; null where there are some' }),
  })
  .meta({ id: 'InitialSync' });
export type InitialSync = z.infer<typeof initialSyncSchema>;

/** What of its publications a subscription of PostgreSQL does not carry. */
export const coverageSchema = z
  .object({
    measuredAt: instantSchema.meta({ description: 'Once a minute, and when the subscription was changed' }),
    gaps: z.array(
      z.object({
        kind: z.enum(['not-subscribed', 'not-published', 'limited']).meta({
          description:
            'Tables that are published and not in the subscription; those that are in it and no longer published; those of which a publication leaves out statements, rows or columns',
        }),
        tableCount: z.number().int(),
        headline: z.string(),
        action: z.string(),
      }),
    ),
  })
  .meta({ id: 'Coverage' });
export type Coverage = z.infer<typeof coverageSchema>;

/** What only a subscription of PostgreSQL has. */
export const subscriptionSchema = z
  .object({
    id: z.string().meta({ description: 'Another one when it was made anew' }),
    isEnabled: z.boolean(),
    publications: z.array(z.string()),
    slotName: z.string().nullable().meta({ description: 'null: it was made without one, and reads from nowhere' }),
    slot: replicationSlotSchema
      .nullable()
      .meta({ description: 'null: the source has none of that name, or could not be asked' }),
    applyErrors: z.number().nullable().meta({ description: 'Failures of the apply worker since the counters began' }),
    syncErrors: z.number().nullable().meta({ description: 'Failures of the initial copy since the counters began' }),
    missedRows: z.number().nullable().meta({
      description:
        'UPDATE and DELETE of the source that found no row on the target, since the counters began; null before PostgreSQL 18',
    }),
    failures: z
      .object({
        count: z.number().int(),
        lastAt: instantSchema,
        isCopy: z.boolean().meta({ description: 'The first copy failed; false: the apply worker' }),
      })
      .nullable()
      .meta({
        description:
          'Failures that follow each other within a minute, as far as they were seen; null: none, or what failed has gone on since',
      }),
    doubt: z.string().nullable().meta({
      description:
        'Why rows may be missing, seen since the start of Cutover; it stays until the subscription is made anew',
    }),
    initialSync: initialSyncSchema,
    coverage: coverageSchema.nullable().meta({ description: 'null is unknown' }),
  })
  .meta({ id: 'Subscription' });
export type Subscription = z.infer<typeof subscriptionSchema>;

/** One replication channel of the target (MariaDB: one row of SHOW ALL SLAVES STATUS; PostgreSQL: one subscription). */
export const replicationChannelSchema = z
  .object({
    name: z.string().meta({ description: 'Channel or subscription; empty text is the default channel' }),
    state: replicationStateSchema,
    sourceHost: z.string().nullable(),
    sourcePort: z.number().int().nullable(),
    receiver: z.enum(['running', 'connecting', 'stopped', 'unknown']),
    applier: z.enum(['running', 'stopped', 'unknown']),
    secondsBehind: z.number().nullable().meta({ description: 'As the server says it; null is unknown, never 0' }),
    delaySeconds: z.number().meta({ description: 'Configured apply delay' }),
    tls: z.boolean().nullable(),
    lastError: z.string().nullable().meta({ description: 'As the server says it' }),
    headline: z.string().nullable().meta({ description: 'What is wrong, in plain words; null where nothing is' }),
    action: z.string().nullable().meta({ description: 'What to do; null where nothing is wrong' }),
    statement: z.string().optional().meta({
      description: 'What starts its threads, run on the target, where nothing else is wrong; absent: none is known',
    }),
    subscription: subscriptionSchema.optional().meta({ description: 'PostgreSQL only' }),
  })
  .meta({ id: 'ReplicationChannel' });
export type ReplicationChannel = z.infer<typeof replicationChannelSchema>;

/** Transactions the target is behind in one GTID domain. */
export const domainLagSchema = z
  .object({
    domain: z.string().meta({ description: 'MariaDB domain id, or MySQL source UUID' }),
    sourceGtid: z.string().nullable(),
    targetGtid: z.string().nullable(),
    transactionsBehind: bigIntTextSchema.nullable(),
    errantGtids: z.string().nullable().meta({
      description:
        'Transactions here that the source never had, as the target prints them (MariaDB: the last one); null when there are none',
    }),
    unexplainedGtids: z.string().optional().meta({
      description:
        'Transactions here of servers that the source does not know: of an earlier source, or written on the target; absent when there are none',
    }),
    unexplainedSince: instantSchema.optional().meta({
      description:
        'When Cutover first saw them: a table proved equal since then is equal with whatever they wrote; absent when there are none',
    }),
    errantOf: z.enum(['target', 'another-server']).optional().meta({
      description:
        'Who wrote the errant transactions: the target itself (its server_id or server_uuid), or another server under whose identity they stand; absent: unknown, or none',
    }),
    endsReplication: z.enum(['next-write', 'next-connect']).nullable().meta({
      description:
        'What ends replication because of them: the next write of the source (gtid_strict_mode, error 1950), or the next connect of the target (Using_Gtid: Current_Pos, error 1236); null: nothing',
    }),
    errantMeaning: z.string().optional().meta({
      description: 'How many they are, as far as the server tells, and what follows from them; absent without any',
    }),
    errantAction: z.string().optional().meta({ description: 'What to do about them; absent without any' }),
  })
  .meta({ id: 'DomainLag' });
export type DomainLag = z.infer<typeof domainLagSchema>;

/** One measurement of replica lag. Every measure may be null: null is unknown, never zero. */
export const replicaLagSchema = z
  .object({
    measuredAt: instantSchema,
    state: replicationStateSchema,
    isStale: z.boolean().meta({ description: 'Older than three intervals: everything here is then unknown' }),
    seconds: z.number().nullable().meta({ description: 'Worst channel; null is unknown' }),
    atLeastSeconds: z.number().nullable().meta({
      description:
        'Lower bound proved by positions, or by the heartbeat, whatever the server says: what the source wrote so long ago is not applied. null is unknown',
    }),
    transactionsBehind: bigIntTextSchema
      .nullable()
      .meta({ description: 'Sum over the domains; null is unknown, and with PostgreSQL, which does not count them' }),
    domains: z.array(domainLagSchema),
    notReceivedBytes: z
      .number()
      .nullable()
      .meta({ description: 'Log written on the source, not yet sent to the target' }),
    notAppliedBytes: z.number().nullable().meta({ description: 'Sent to the target, not yet applied' }),
    predictedDrainSeconds: z
      .number()
      .nullable()
      .meta({ description: 'Backlog ÷ (apply rate − write rate); null when unknown or never' }),
    contradiction: z.string().nullable().meta({ description: 'Why the measures disagree; null when they agree' }),
    thresholdSeconds: z.number(),
    isOverThreshold: z.boolean().nullable().meta({ description: 'null is unknown' }),
    heartbeat: heartbeatSchema.nullable().optional().meta({ description: 'null or absent: none is configured' }),
    channels: z.array(replicationChannelSchema),
    shownBy: z.string().meta({
      description: 'Statement that shows the state of replication on the target',
      example: 'SHOW REPLICA STATUS',
    }),
    sourcePosition: z.string().nullable().meta({ description: 'GTID position of the source; PostgreSQL: LSN' }),
    targetPosition: z
      .string()
      .nullable()
      .meta({ description: 'GTID position the target has applied; PostgreSQL: LSN that it has confirmed' }),
    reason: z.string().nullable().meta({ description: 'Why something above is unknown, and what to do' }),
  })
  .meta({ id: 'ReplicaLag' });
export type ReplicaLag = z.infer<typeof replicaLagSchema>;

/** One point of the lag history. A gap is a point with nulls, never a zero. */
export const lagPointSchema = z
  .object({
    at: instantSchema,
    seconds: z.number().nullable(),
    atLeastSeconds: z.number().nullable().meta({
      description: 'Lower bound that positions prove, where the seconds say less or nothing; null otherwise',
    }),
    transactionsBehind: z.number().nullable(),
    notReceivedBytes: z.number().nullable(),
    notAppliedBytes: z.number().nullable(),
    state: replicationStateSchema,
  })
  .meta({ id: 'LagPoint' });
export type LagPoint = z.infer<typeof lagPointSchema>;

/** Answer of `GET /api/migrations/:m/lag`, downsampled to `points` while keeping the extremes of every window. */
export const lagHistorySchema = z
  .object({
    migration: z.string(),
    from: instantSchema,
    to: instantSchema,
    thresholdSeconds: z.number(),
    intervalSeconds: z.number(),
    points: z.array(lagPointSchema),
  })
  .meta({ id: 'LagHistory' });
export type LagHistory = z.infer<typeof lagHistorySchema>;

/** Query of the lag history. `from` and `to` default to the last hour; `from` must be before `to`. */
export const lagQuerySchema = z
  .strictObject({
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    points: z.coerce.number().int().min(2).max(20_000).default(500),
  })
  .refine((q) => !q.from || !q.to || Date.parse(q.from) < Date.parse(q.to), {
    path: ['from'],
    message: 'must be before `to`',
  });
export type LagQuery = z.infer<typeof lagQuerySchema>;

/** How far the target was behind at worst, as far as that was measured. */
export const worstLagSchema = z
  .object({
    seconds: z.number().nullable().meta({ description: 'null: no sample told any' }),
    isLowerBound: z
      .boolean()
      .meta({ description: 'It was at least so much: positions prove it, and the target told no seconds' }),
    since: instantSchema.nullable().meta({ description: 'The oldest sample that is looked at; null without any' }),
  })
  .meta({ id: 'WorstLag' });
export type WorstLag = z.infer<typeof worstLagSchema>;
