import { z } from 'zod';
import { instantSchema, roleSchema } from './primitives.js';

/** So many tablespaces under way are sent with a socket event, and so many plain log files are named. */
export const mostUnderWay = 20;
export const mostPlainFilesNamed = 20;

/**
 * `done`: every page is encrypted and on the disk. `rekeying`: encrypted, and changes to a newer key. `rotating`: is being
 * encrypted, or its encrypted pages are not on the disk yet. `plain`: readable on the disk. `never`: plain, and no background
 * work will change that (ENCRYPTED=NO, or a storage engine without encryption). `unknown`: SQL does not tell.
 */
export const tablespaceStateSchema = z.enum(['done', 'rekeying', 'rotating', 'plain', 'never', 'unknown']);
export type TablespaceState = z.infer<typeof tablespaceStateSchema>;

/** What needs attention first. */
export const tablespaceStates: readonly TablespaceState[] = [
  'never',
  'plain',
  'rotating',
  'unknown',
  'rekeying',
  'done',
];

const bytesSchema = z.number().nonnegative();

/** One file of tables on the target, or a table whose storage engine keeps files of its own. */
export const tablespaceSchema = z
  .object({
    name: z.string().meta({ description: 'As the server calls it', example: 'shop/orders' }),
    table: z
      .string()
      .nullable()
      .meta({ description: 'Whose it is; null: of the server itself, or shared', example: 'shop.orders' }),
    isWatched: z.boolean(),
    state: tablespaceStateSchema,
    sizeBytes: bytesSchema.nullable().meta({ description: 'null: unknown, never 0' }),
    encryptedBytes: bytesSchema
      .nullable()
      .meta({ description: 'How much of it is encrypted, by the pages done; null: unknown' }),
    keyVersion: z.number().int().nullable().meta({ description: 'Oldest key version in use; null: none, or not told' }),
    latestKeyVersion: z.number().int().nullable(),
    keyId: z.number().int().nullable(),
    note: z.string().nullable().meta({ description: 'Why it is in this state, where that is not plain' }),
    action: z.string().nullable().meta({
      description: 'The statement that encrypts it; null where it is encrypted, or becomes so by itself',
      example: 'SET SESSION sql_log_bin = 0; ALTER TABLE `shop`.`orders` ENCRYPTED=YES;',
    }),
  })
  .meta({ id: 'Tablespace' });
export type Tablespace = z.infer<typeof tablespaceSchema>;

/** Something beside the tables that holds rows on the disk. */
export const encryptionPartSchema = z
  .object({
    part: z.string().meta({ description: 'Stable name: redo-log, binlog, temporary-files, …', example: 'redo-log' }),
    label: z.string().meta({ example: 'Redo log' }),
    state: z
      .enum(['encrypted', 'plain', 'unused', 'unknown'])
      .meta({ description: 'unused: it is not written, so that it holds nothing' }),
    isRequired: z.boolean().meta({ description: 'The answer depends on it; false: it is shown only' }),
    setting: z.string().nullable().meta({ description: 'As the server has it', example: 'innodb_encrypt_log = ON' }),
    action: z.string().nullable().meta({ description: 'What makes it encrypted; null where it is' }),
    statement: z.string().nullable().meta({ description: 'The statement that does so; null: none can' }),
    hint: z.string().nullable().meta({ description: 'What the setting does not say' }),
  })
  .meta({ id: 'EncryptionPart' });
export type EncryptionPart = z.infer<typeof encryptionPartSchema>;

/** Where the keys come from. */
export const encryptionKeysSchema = z
  .object({
    provider: z
      .string()
      .nullable()
      .meta({ description: 'Plugin or component; null: none is active', example: 'file_key_management' }),
    rotation: z.string().nullable().meta({ description: 'What makes keys change, in words; null: not told' }),
    oldestVersion: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Oldest version that a tablespace is encrypted with' }),
    latestVersion: z.number().int().nullable(),
  })
  .meta({ id: 'EncryptionKeys' });
export type EncryptionKeys = z.infer<typeof encryptionKeysSchema>;

/** The files of the binary log. A file stays as it was written. */
export const encryptedLogsSchema = z
  .object({
    total: z.number().int(),
    encrypted: z.number().int(),
    plain: z.number().int(),
    unknown: z.number().int().meta({ description: 'Not looked at yet, or not told' }),
    plainFiles: z.array(z.string()).max(mostPlainFilesNamed).meta({ description: 'The oldest of the plain ones' }),
    action: z.string().nullable().meta({ description: 'How the plain ones go; null: there is none' }),
  })
  .meta({ id: 'EncryptedLogs' });
export type EncryptedLogs = z.infer<typeof encryptedLogsSchema>;

/** Why encryption does not get on by itself. */
export const encryptionStuckSchema = z
  .object({
    cause: z.enum(['no-key', 'turned-off', 'no-threads', 'flushing', 'no-progress']),
    message: z.string(),
    action: z.string(),
    statement: z.string().nullable().meta({ description: 'The statement that makes it go on; null: none can' }),
  })
  .meta({ id: 'EncryptionStuck' });
export type EncryptionStuck = z.infer<typeof encryptionStuckSchema>;

/** Progress of one side, by bytes. */
export const encryptionProgressSchema = z
  .object({
    totalBytes: bytesSchema,
    encryptedBytes: bytesSchema,
    tablespaces: z
      .record(tablespaceStateSchema, z.number().int())
      .meta({ description: 'Number of tablespaces in each state' }),
    bytesPerSecond: z
      .number()
      .nullable()
      .meta({ description: 'Over the last minutes; null: nothing is under way, or not measured for long enough' }),
    secondsLeft: z
      .number()
      .nullable()
      .meta({ description: 'Until what becomes encrypted by itself is; null: unknown, or never' }),
    stuck: encryptionStuckSchema.nullable(),
  })
  .meta({ id: 'EncryptionProgress' });
export type EncryptionProgress = z.infer<typeof encryptionProgressSchema>;

/** What one server says of its own encryption. */
export const encryptionSideSchema = z
  .object({
    role: roleSchema,
    basis: z.enum(['sql', 'not-from-sql', 'disk']).meta({
      description:
        'not-from-sql: what lies on the disk is encrypted, or not, below the server, which cannot know it; the provider tells. disk: the engine encrypts nothing itself, and somebody must answer for the disk',
    }),
    server: z.string().meta({
      description:
        'Which server this is of: host and port of the configuration, and the identity that it tells of itself',
    }),
    progress: encryptionProgressSchema.nullable().meta({ description: 'null: unknown, see reason' }),
    parts: z.array(encryptionPartSchema),
    keys: encryptionKeysSchema.nullable(),
    logs: encryptedLogsSchema
      .nullable()
      .meta({ description: 'null: unknown, see logsReason; total 0: no log is written' }),
    logsReason: z.string().nullable(),
    requiresTls: z
      .boolean()
      .nullable()
      .meta({ description: 'The server refuses connections that are not encrypted; null: unknown' }),
    grants: z.array(z.string()).meta({ description: 'Rights that our account lacks to see all of it' }),
    reason: z.string().nullable().meta({ description: 'Why the tablespaces are unknown' }),
    measuredAt: instantSchema,
  })
  .meta({ id: 'EncryptionSide' });
export type EncryptionSide = z.infer<typeof encryptionSideSchema>;

/** Query of the list of tablespaces. */
export const tablespaceListQuerySchema = z.strictObject({
  cursor: z.string().optional().meta({ description: '`nextCursor` of the page before' }),
  state: tablespaceStateSchema.optional().meta({ description: 'Tablespaces in this state only' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type TablespaceListQuery = z.infer<typeof tablespaceListQuerySchema>;

/** Answer of `GET /api/migrations/:m/encryption`: both sides, and a page of the target's tablespaces. */
export const encryptionAnswerSchema = z
  .object({
    migration: z.string(),
    source: encryptionSideSchema.nullable().meta({ description: 'null: not measured yet' }),
    target: encryptionSideSchema.nullable().meta({ description: 'null: not measured yet' }),
    tablespaces: z.array(tablespaceSchema).meta({ description: 'Of the target; what needs attention comes first' }),
    total: z.number().int().meta({ description: 'Tablespaces of the wanted state, on all pages together' }),
    nextCursor: z.string().nullable().meta({ description: 'null: this is the last page' }),
  })
  .meta({ id: 'EncryptionAnswer' });
export type EncryptionAnswer = z.infer<typeof encryptionAnswerSchema>;

/** What the socket carries: it does not grow with the number of tablespaces. */
export interface EncryptionUpdate {
  migration: string;
  source: EncryptionSide | null;
  target: EncryptionSide | null;
  /** Tablespaces of the target that are not encrypted yet, what needs attention first; {@link mostUnderWay} at most. */
  underWay: Tablespace[];
}

/** Whether what lies in a tablespace of this state is encrypted on the disk. */
export function isEncrypted(state: TablespaceState): boolean {
  return state === 'done' || state === 'rekeying';
}
