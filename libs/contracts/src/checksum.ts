import { z } from 'zod';
import { skippedTablesSchema } from './coverage.js';
import { bigIntTextSchema, instantSchema, roleSchema } from './primitives.js';
import { tableProgressSchema } from './table-progress.js';
import { verdictCountsSchema, verdictSchema } from './verdict.js';

/** How the rows of a table were compared. */
export const checksumModeSchema = z.enum(['snapshot', 'barrier', 'bracket', 'sandwich']).meta({ id: 'ChecksumMode' });
export type ChecksumMode = z.infer<typeof checksumModeSchema>;

/** A comparison of a table that proved nothing. */
export const checksumAttemptSchema = z
  .object({
    verdict: verdictSchema.meta({ description: 'lagging or unverified' }),
    reason: z.string().nullable().meta({ description: 'Why it proved nothing' }),
    finishedAt: instantSchema,
  })
  .meta({ id: 'ChecksumAttempt' });
export type ChecksumAttempt = z.infer<typeof checksumAttemptSchema>;

/**
 * What is known of one table: its last proof, equal or different. A later comparison that proved nothing stands beside
 * it in `lastAttempt`, and takes nothing back. Of a table that was never proved it is the last comparison.
 */
export const checksumResultSchema = z
  .object({
    table: z.string().meta({ description: 'db.table; schema.table of PostgreSQL', example: 'shop.orders' }),
    verdict: verdictSchema,
    reason: z.string().optional().meta({ description: 'Why, when the verdict is not matched' }),
    missingOn: roleSchema.optional().meta({ description: 'The side without the table, where that is the difference' }),
    mode: checksumModeSchema.nullable().meta({ description: 'null: its rows were not compared, the reason says why' }),
    modeReason: z
      .string()
      .optional()
      .meta({ description: 'Why no better mode was possible, and what would make it so' }),
    notes: z
      .array(z.string())
      .optional()
      .meta({ description: 'What the verdict does not cover, for example system-versioned history' }),
    definitionDifferences: z.array(z.string()).optional().meta({
      description:
        'How the definitions differ though rows of both can be compared: primary key, AUTO_INCREMENT, DEFAULT, ON UPDATE, INVISIBLE. Proved, and it stands against safe even where every row is equal. Empty: they do not differ. Absent: not compared',
    }),
    digest: z.string().meta({ description: 'Name of the digest', example: 'BIT_XOR(CRC32*CRC32C)' }),
    position: z.string().nullable().meta({ description: 'GTID position of the source the verdict holds at' }),
    sourceDigest: z.string().nullable(),
    targetDigest: z.string().nullable(),
    sourceRows: bigIntTextSchema.nullable().meta({ description: 'null where the rows were not compared' }),
    targetRows: bigIntTextSchema.nullable(),
    chunks: z.object({
      total: z.number().int(),
      matched: z.number().int(),
      lagging: z.number().int(),
      diverged: z.number().int(),
      unverified: z.number().int(),
    }),
    differences: z.object({
      missing: z.number().int(),
      extra: z.number().int(),
      changed: z.number().int(),
      complete: z.boolean().meta({ description: 'false: differing rows were not (all) named' }),
    }),
    startedAt: instantSchema,
    finishedAt: instantSchema,
    durationMs: z.number(),
    repaired: z.object({ since: instantSchema, position: z.string().nullable() }).optional().meta({
      description:
        'The table was proved different, and all ranges that differed are proved equal since. Not yet proved whole: the verdict is unverified',
    }),
    lastAttempt: checksumAttemptSchema.nullable().optional().meta({
      description:
        'The last comparison, where it proved nothing; null: it was the proof itself (absent: stored earlier)',
    }),
    basis: z
      .object({
        era: z.string().meta({ description: 'Names a time in which nothing happened that makes a proof void' }),
        definition: z.string().meta({ description: 'Names the definitions of the table on both sides' }),
      })
      .optional()
      .meta({ description: 'What the proof was made on; absent where that is not known' }),
    voided: z
      .object({
        verdict: verdictSchema.meta({ description: 'What was proved' }),
        reason: z.string(),
        since: instantSchema,
      })
      .nullable()
      .optional()
      .meta({
        description: 'What made the proof void since; the verdict then is unverified. null or absent: it holds',
      }),
  })
  .meta({ id: 'ChecksumResult' });
export type ChecksumResult = z.infer<typeof checksumResultSchema>;

/** In what way a row differs, seen from the source: `missing` on the target, `extra` on the target, `changed`. */
export const rowDifferenceKindSchema = z.enum(['missing', 'extra', 'changed']).meta({ id: 'RowDifferenceKind' });
export type RowDifferenceKind = z.infer<typeof rowDifferenceKindSchema>;

/** A value as text that is exact: numbers as digits, bytes that are no text as `0x…`; over 4 KiB its beginning with length and SHA-1. null is SQL NULL. */
const exactValueSchema = z.string().nullable();

/** One row that differs. */
export const rowDifferenceSchema = z
  .object({
    table: z.string().meta({ description: 'db.table; schema.table of PostgreSQL', example: 'shop.orders' }),
    kind: rowDifferenceKindSchema,
    key: z
      .record(z.string(), exactValueSchema)
      .meta({ description: 'Key columns and their values; every column where the table has no key' }),
    hasKey: z.boolean().optional().meta({
      description:
        'false: the table has no key. Where values are not shown, `key` then is `row`, the number of the differing row',
    }),
    columns: z.array(z.string()).optional().meta({ description: 'Columns that differ, when the row was changed' }),
    source: z
      .record(z.string(), exactValueSchema)
      .optional()
      .meta({ description: 'Values on the source; the first 100 differing rows have them' }),
    target: z.record(z.string(), exactValueSchema).optional(),
    position: z.string().nullable().meta({ description: 'GTID position at which the row was proved to differ' }),
  })
  .meta({ id: 'RowDifference' });
export type RowDifference = z.infer<typeof rowDifferenceSchema>;

/** One page of the differing rows of a table. */
export const rowDifferencePageSchema = z
  .object({
    differences: z.array(rowDifferenceSchema),
    total: z.number().int().meta({ description: 'Rows that are named, on all pages together' }),
    nextCursor: z.string().nullable().meta({ description: 'null: this is the last page' }),
    complete: z.boolean().meta({ description: 'false: more rows differ, or may differ, than are named' }),
  })
  .meta({ id: 'RowDifferencePage' });
export type RowDifferencePage = z.infer<typeof rowDifferencePageSchema>;

/** What was proved about one range of a table's keys. */
export const tableChunkSchema = z
  .object({
    index: z.number().int().meta({ description: 'Counted from 0, in the order in which the ranges were proved' }),
    after: z.array(z.string()).nullable().meta({ description: 'Key before the first row; null: open' }),
    upTo: z.array(z.string()).nullable().meta({ description: 'Key of the last row; null: open' }),
    verdict: verdictSchema,
    reason: z.string().nullable(),
    mode: checksumModeSchema,
    digest: z.string(),
    position: z.string().nullable().meta({ description: 'GTID position the verdict holds at' }),
    sourceRows: bigIntTextSchema.nullable(),
    targetRows: bigIntTextSchema.nullable(),
    tookMs: z.number(),
    provedAt: instantSchema,
  })
  .meta({ id: 'TableChunk' });
export type TableChunk = z.infer<typeof tableChunkSchema>;

/** One page of the chunks of a table's last comparison. */
export const tableChunkPageSchema = z
  .object({ table: z.string(), chunks: z.array(tableChunkSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'TableChunkPage' });
export type TableChunkPage = z.infer<typeof tableChunkPageSchema>;

/** Query of the paged lists of one table. */
export const tablePageQuerySchema = z.strictObject({
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type TablePageQuery = z.infer<typeof tablePageQuerySchema>;

/** Query of the list of results: a page of the tables that have this verdict and whose name holds this text. */
export const checksumListQuerySchema = z.strictObject({
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before' }),
  state: verdictSchema.optional().meta({ description: 'Tables of this verdict only' }),
  search: z.string().max(200).optional().meta({ description: 'Tables whose name holds this text, whatever its case' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type ChecksumListQuery = z.infer<typeof checksumListQuerySchema>;

/** One page of the last results, in order of the tables' names. */
export const checksumListSchema = z
  .object({
    migration: z.string(),
    results: z.array(checksumResultSchema),
    counts: verdictCountsSchema.meta({
      description: 'Tables by verdict, of all that `search` finds, whatever `state` and page',
    }),
    total: z.number().int().meta({ description: 'Results that `state` and `search` find, on all pages together' }),
    nextCursor: z.string().nullable().meta({ description: 'null: this is the last page' }),
    skipped: z
      .array(skippedTablesSchema)
      .meta({ description: 'What of the watched databases and tables is not compared, by reason' }),
    activeRunId: z.string().nullable(),
  })
  .meta({ id: 'ChecksumList' });
export type ChecksumList = z.infer<typeof checksumListSchema>;

/** `interrupted`: the process ended during the run. */
export const runStateSchema = z
  .enum(['running', 'finished', 'cancelled', 'failed', 'interrupted'])
  .meta({ id: 'RunState' });
export type RunState = z.infer<typeof runStateSchema>;

/** How far a verification run is: the payload of `checksum_progress`. It stays small however many tables there are. */
export const runProgressSchema = z
  .object({
    id: z.string(),
    migration: z.string(),
    trigger: z.enum(['schedule', 'request']),
    mode: checksumModeSchema.nullable().meta({
      description: 'How the table under way is compared, or else the last one was; null before the first range',
    }),
    state: runStateSchema,
    verdict: verdictSchema.nullable().meta({ description: 'Worst verdict so far; null before the first table' }),
    reason: z.string().nullable(),
    tables: z.object({ total: z.number().int(), done: z.number().int(), current: z.array(z.string()) }),
    progress: z
      .array(tableProgressSchema)
      .optional()
      .meta({ description: 'How far each table under way is; absent where the mode cannot tell' }),
    pausedBecause: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'Why the run leaves the servers alone at the moment; null: it is at work' }),
    verdicts: verdictCountsSchema.meta({ description: 'Verdicts of the tables that are done' }),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'RunProgress' });
export type RunProgress = z.infer<typeof runProgressSchema>;

/** One verification run with its results so far. */
export const checksumRunSchema = runProgressSchema
  .extend({ results: z.array(checksumResultSchema) })
  .meta({ id: 'ChecksumRun' });
export type ChecksumRun = z.infer<typeof checksumRunSchema>;

/** Body of `POST /api/migrations/:m/checksums/runs`; without `tables` every watched table is compared. */
export const startRunSchema = z
  .strictObject({ tables: z.array(z.string().min(3)).min(1).max(1000).optional() })
  .meta({ id: 'StartRun' });
export type StartRun = z.infer<typeof startRunSchema>;
