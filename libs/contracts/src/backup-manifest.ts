import { z } from 'zod';
import { bigIntTextSchema, engineSchema, instantSchema } from './primitives.js';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** How the bytes of a dump are made smaller. */
export const compressionSchema = z.enum(['zstd', 'gzip', 'none']);
export type Compression = z.infer<typeof compressionSchema>;

/**
 * What CREATE DATABASE is given. A manifest comes from a storage, and this goes into a statement: it holds names of character sets and
 * locales, and nothing else. Those of Windows have blanks: `English_United States.1252`, `Chinese (Simplified)_China.936`.
 */
const databaseOptionsSchema = z
  .string()
  .regex(
    /^(CHARACTER SET \w+ COLLATE \w+|TEMPLATE template0 ENCODING '[\w-]+' LC_COLLATE '[\w.@ ,()&-]+' LC_CTYPE '[\w.@ ,()&-]+')$/,
  );

/**
 * Under this name the accounts of a server are kept beside its databases. As a folder no database has it: the dot would stand there as %2E
 * (`pathSegment`). A database that really has this name is not backed up, and its run says so.
 */
export const accountsDatabase = 'server.accounts';

/**
 * What a backup is. It lies beside the dump as `manifest.json` and is written last: where there is none there is no backup.
 * The catalogue can be made anew from these files alone.
 */
export const backupManifestSchema = z
  .strictObject({
    format: z.literal(1),
    id: z.string().regex(/^[a-z0-9-]+$/),
    server: z.string(),
    engine: engineSchema,
    address: z.string().optional().meta({
      description: 'host:port that it was dumped from; absent: an earlier Cutover made it',
    }),
    database: z.string(),
    databaseOptions: databaseOptionsSchema
      .nullable()
      .meta({ description: 'How CREATE DATABASE makes the like of it; null: not known' }),
    type: z.string().meta({ description: 'Which schedule it is of, or `manual`', example: 'daily' }),
    startedAt: instantSchema.meta({ description: 'When the dump was begun: its snapshot is a moment younger' }),
    finishedAt: instantSchema,
    position: z.string().nullable().meta({
      description:
        'GTIDs of the snapshot (MariaDB), or an LSN (PostgreSQL): what was committed up to it is in the dump, and something of what came after may be. null: not known',
    }),
    serverVersion: z.string().nullable(),
    client: z.strictObject({ program: z.string(), version: z.string() }),
    dump: z
      .strictObject({ bytes: bigIntTextSchema, sha256: sha256Schema })
      .meta({ description: 'What the client wrote, before it was compressed' }),
    object: z
      .strictObject({ name: z.string().regex(/^[\w-][\w.-]*$/), bytes: bigIntTextSchema, sha256: sha256Schema })
      .meta({ description: 'The file beside this one' }),
    compression: compressionSchema,
    encryption: z
      .strictObject({ format: z.literal('age'), recipients: z.array(z.string()).min(1) })
      .nullable()
      .meta({ description: 'null: whoever can read the storage can read the backup' }),
    roles: z.array(z.string()).nullable().default(null).meta({
      description: 'Roles of the server (PostgreSQL), which a dump names and does not make; null: none are needed',
    }),
    accounts: z
      .strictObject({
        hasPasswords: z.boolean().meta({ description: 'Password verifiers are in it' }),
        reason: z.string().nullable().meta({ description: 'Why they were left out; null: they were not' }),
      })
      .nullable()
      .default(null)
      .meta({ description: 'It holds the accounts of the server and no database; null: it holds a database' }),
    rowCounts: z
      .record(z.string(), bigIntTextSchema)
      .nullable()
      .meta({ description: 'By table, counted in the dump; null: it does not tell' }),
    tableDigests: z.record(z.string(), sha256Schema).nullable().default(null).meta({
      description:
        'By table: SHA-256 of its rows as the client wrote them. A dump of the restored rows by the same version of the client has the same. null: it does not tell',
    }),
  })
  .meta({ id: 'BackupManifest' });
export type BackupManifest = z.infer<typeof backupManifestSchema>;
