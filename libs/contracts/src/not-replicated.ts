import { z } from 'zod';
import { statementSchema } from './finding.js';
import { instantSchema, roleSchema } from './primitives.js';

/** So many things of one kind are listed at most. */
export const listedLeftBehind = 50;

/** What replication leaves behind, or what of the target does other things than replication expects. */
export const leftBehindKindSchema = z
  .enum([
    'unlogged-table',
    'unlogged-on-target',
    'unpublished-table',
    'no-identity',
    'identity-not-on-target',
    'full-identity',
    'detached-partition',
    'generated-column',
    'large-objects-missing',
    'large-objects',
    'unfilled-view',
    'view-to-refresh',
    'foreign-table',
    'collation',
    'apply-trigger',
    'foreign-key-off',
    'conflict',
  ])
  .meta({ id: 'LeftBehindKind' });
export type LeftBehindKind = z.infer<typeof leftBehindKindSchema>;

/** One thing: a table, a view, a trigger. */
export const leftBehindSchema = z
  .object({
    name: z.string().meta({ example: 'public.sessions' }),
    table: z.string().nullable().meta({ description: 'The watched table that it is, or is part of; null: none' }),
    note: z.string().nullable().meta({ description: 'What more is known of it', example: 'ENABLE ALWAYS' }),
    statements: z.array(statementSchema).meta({ description: 'What mends it, in this order' }),
  })
  .meta({ id: 'LeftBehind' });
export type LeftBehind = z.infer<typeof leftBehindSchema>;

/** All of one kind on one side. */
export const leftBehindGroupSchema = z
  .object({
    kind: leftBehindKindSchema,
    side: roleSchema,
    total: z.number().int(),
    items: z.array(leftBehindSchema).max(listedLeftBehind),
  })
  .meta({ id: 'LeftBehindGroup' });
export type LeftBehindGroup = z.infer<typeof leftBehindGroupSchema>;

/** What replication does not carry. */
export const notReplicatedSchema = z
  .object({
    groups: z.array(leftBehindGroupSchema).meta({ description: 'Of a kind that is not here nothing was found' }),
    unknown: z
      .array(z.object({ kind: leftBehindKindSchema, reason: z.string() }))
      .meta({ description: 'Kinds that could not be looked at, or that this server does not tell' }),
    reason: z.string().nullable().meta({ description: 'Why nothing is known; null: it is' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'NotReplicated' });
export type NotReplicated = z.infer<typeof notReplicatedSchema>;

/** Answer of `GET /api/migrations/:m/not-replicated`. */
export const notReplicatedAnswerSchema = z
  .object({
    migration: z.string(),
    notReplicated: notReplicatedSchema.nullable().meta({ description: 'null: not measured yet' }),
  })
  .meta({ id: 'NotReplicatedAnswer' });
export type NotReplicatedAnswer = z.infer<typeof notReplicatedAnswerSchema>;
