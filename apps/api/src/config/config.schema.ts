import { z } from 'zod';
import { accessRoleSchema, engineSchema } from '@cutover/contracts';
import { channelMigrationFaults } from './channel-rules.js';
import { channelSchema } from './channels.schema.js';
import { exposureFaults, migrationFaults, passwordFaults, purposeFaults, repeatedFaults } from './config-rules.js';
import { backupsSchema } from './backups.schema.js';
import { cronExpression } from './cron-expression.js';
import { defaultEngine } from './engine-terms.js';
import { endpointKeys, nameSchema, withPort } from './endpoint.schema.js';
import { parsePasswordHash } from './password-hash.js';
import { partsOf } from './migration-parts.js';
import { listRule, objectRule } from './rule-check.js';
import { readinessSchema } from './readiness.schema.js';
import { verificationSchema } from './verification.schema.js';

const targetSchema = endpointKeys.superRefine(...objectRule(passwordFaults));

const sourceSchema = endpointKeys
  .extend({
    walDiskGiB: z.number().positive().optional().meta({
      description:
        'With engine: postgres: GiB of write-ahead log that its disk can hold, which is its size less all else on it',
    }),
  })
  .superRefine(...objectRule(passwordFaults));

const qualifiedTable = z.string().regex(/^[^.]+\..+$/s, 'must be db.table');

const migrationSchema = z
  .strictObject({
    name: nameSchema.meta({ description: 'Unique name; stands in URLs, alerts and metrics' }),
    engine: engineSchema.default(defaultEngine).meta({ description: 'Engine of both servers' }),
    source: sourceSchema,
    target: targetSchema,
    databases: z.array(z.string().min(1)).optional().meta({
      description:
        'Watch every table of these databases. With engine: postgres: the databases of this migration, in place of source.database and target.database; schemas and tables say what of them is watched',
    }),
    schemas: z.array(z.string().min(1)).optional().meta({
      description:
        'With engine: postgres: watch every table of these schemas. Beside databases: in each of them, or in one as database.schema',
    }),
    tables: z.array(qualifiedTable).optional().meta({
      description:
        'Watch these tables: db.table, or schema.table with engine: postgres, or database.schema.table where it names databases',
    }),
    excludeTables: z
      .array(z.string().min(1))
      .default([])
      .meta({ description: 'Leave these out, written as in tables; `*` matches any text' }),
    replicaLagThresholdSeconds: z.number().min(0).default(10).meta({ description: 'Lag above this makes an alert' }),
    heartbeat: z
      .strictObject({
        enabled: z
          .boolean()
          .default(false)
          .meta({ description: 'true: Cutover writes one row on the source every second. The table must be there' }),
        table: qualifiedTable
          .default('cutover.heartbeat')
          .meta({ description: 'Table of the source that replicates to the target' }),
      })
      .prefault({}),
  })
  .superRefine(...objectRule(migrationFaults))
  .transform(({ source, target, ...migration }) => ({
    ...migration,
    source: withPort(source, migration.engine),
    target: withPort(target, migration.engine),
  }));

const userSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(64)
    // Control characters would forge lines in whatever prints the name.
    .regex(/^[^:\p{Cc}]+$/u, 'must not contain a colon (Basic login) or control characters')
    .meta({ description: 'Login name' }),
  passwordHash: z
    .string()
    .refine((text) => parsePasswordHash(text) !== null, 'must come from: npm run cutover -- hash-password')
    .meta({ description: 'Printed by `npm run cutover -- hash-password`' }),
  role: accessRoleSchema
    .default('viewer')
    .meta({ description: 'viewer reads; operator also starts and cancels runs and acknowledges alerts' }),
});

/** The whole configuration: one schema for file, environment and JSON Schema. Every key stands in cutover.example.yaml. */
export const configSchema = z
  .strictObject({
    server: z
      .strictObject({
        host: z
          .string()
          .default('127.0.0.1')
          .meta({ description: 'A non-loopback host without auth.users refuses to start' }),
        port: z
          .number()
          .int()
          .min(0)
          .max(65535)
          .default(8080)
          .meta({ description: 'TCP port of dashboard, API and socket; 0: any free one' }),
        corsOrigins: z
          .array(
            z
              .url()
              .regex(/^https?:\/\/[^/]+$/, 'must be an origin: scheme, host and port, without a path or / at the end'),
          )
          .default([])
          .meta({ description: 'Origins that may call the API from a browser; none by default' }),
        trustProxy: z
          .boolean()
          .default(false)
          .meta({ description: 'Take the client address from X-Forwarded-For of the one proxy before us' }),
        publicUrl: z
          .url({ protocol: /^https?$/, error: 'must be a URL such as https://cutover.example.com' })
          .optional()
          .meta({ description: 'Address of the dashboard for people, with which messages link to it' }),
      })
      .prefault({}),
    auth: z
      .strictObject({
        users: z
          .array(userSchema)
          .superRefine(...listRule((users) => repeatedFaults(users, 'name')))
          .default([])
          .meta({ description: 'Who may log in; empty: no login, possible on a loopback host only' }),
      })
      .prefault({}),
    logging: z
      .strictObject({
        level: z
          .enum(['debug', 'info', 'warn', 'error'])
          .default('info')
          .meta({ description: 'Least severe level that is written' }),
        format: z
          .enum(['auto', 'json', 'pretty'])
          .default('auto')
          .meta({ description: 'auto: pretty in a terminal, JSON elsewhere' }),
      })
      .prefault({}),
    monitoring: z
      .strictObject({
        intervalSeconds: z
          .number()
          .min(1)
          .max(300)
          .default(5)
          .meta({ description: 'Replica lag and connection health' }),
        checksumIntervalMinutes: z.number().min(0).default(60).meta({ description: '0: only on request' }),
        checksumCron: cronExpression
          .optional()
          .meta({ description: 'Cron expression instead of the interval, for example "0 2 * * *"' }),
        consistencyIntervalMinutes: z.number().min(0).default(5).meta({ description: '0: never' }),
        consistencyCron: cronExpression.optional().meta({ description: 'Cron expression instead of the interval' }),
        tableTimeoutSeconds: z
          .number()
          .min(1)
          .default(300)
          .meta({ description: 'A checksum or count of one table is ended after this long' }),
        proofWaitSeconds: z
          .number()
          .min(1)
          .default(30)
          .meta({ description: 'How long the target may take to pass a position before the verdict is lagging' }),
      })
      .prefault({}),
    verification: verificationSchema.prefault({}),
    alerts: z
      .strictObject({
        holdSeconds: z
          .number()
          .min(0)
          .default(10)
          .meta({ description: 'A condition must last this long before its alert fires' }),
        resolveSamples: z
          .number()
          .int()
          .min(1)
          .default(2)
          .meta({ description: 'Good samples in a row before an alert resolves' }),
        channels: z
          .array(channelSchema)
          .superRefine(...listRule((channels) => repeatedFaults(channels, 'name')))
          .default([])
          .meta({ description: 'Who is told of alerts and verdicts outside of the dashboard; empty: nobody' }),
      })
      .prefault({}),
    readiness: readinessSchema.prefault({}),
    store: z
      .strictObject({
        url: z
          .string()
          .regex(/^(sqlite:.|mysql:\/\/.|mariadb:\/\/.)/, 'must start with sqlite: or mysql://')
          .default('sqlite:./data/cutover.sqlite')
          .meta({ description: 'Own storage of history, verdicts and alerts; never one of the watched servers' }),
        sealKeyFile: z.string().min(1).optional().meta({
          description:
            'File with the key that secrets are sealed with which somebody gives while Cutover runs: `openssl rand -base64 32`. Or set CUTOVER_SEAL_KEY',
        }),
        historyHours: z
          .number()
          .min(1)
          .max(24 * 31)
          .default(24)
          .meta({ description: 'Lag history kept on disk; memory holds at most 24 h' }),
        alertRetentionDays: z
          .number()
          .min(1)
          .default(90)
          .meta({ description: 'Resolved alerts are removed after this long' }),
      })
      .prefault({}),
    aws: z
      .strictObject({
        enabled: z.boolean().default(false).meta({
          description:
            'true: AWS is asked of sides with rds: true (encryption of the storage, replica lag), with the credentials of environment, profile or role',
        }),
      })
      .prefault({}),
    backups: backupsSchema.prefault({}),
    migrations: z
      .array(migrationSchema)
      .default([])
      .superRefine(...listRule((migrations) => repeatedFaults(migrations, 'name')))
      .transform((migrations) => migrations.flatMap((migration) => partsOf(migration))),
  })
  .superRefine(...objectRule(purposeFaults))
  .superRefine(...objectRule(exposureFaults))
  .superRefine(...objectRule(channelMigrationFaults));

/** Parsed and frozen configuration. `password` of an endpoint is always filled after loading (from `passwordFile` where given). */
export type CutoverConfig = z.infer<typeof configSchema>;
/** What is watched and judged by itself: a migration, or the part of one of its databases. */
export type MigrationConfig = CutoverConfig['migrations'][number];
export type EndpointConfig = MigrationConfig['source'];
export type UserConfig = CutoverConfig['auth']['users'][number];
/** `url`, `secret` and `smtp.password` are filled after loading where a file was named for them. */
export type ChannelConfig = CutoverConfig['alerts']['channels'][number];

/** Injection token of the parsed configuration: `@Inject(CONFIG) config: CutoverConfig`. */
export const CONFIG = Symbol('cutover configuration');
