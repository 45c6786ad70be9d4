import { z } from 'zod';
import { accessRoleSchema, engineSchema } from '@cutover/contracts';

const tlsSchema = z
  .strictObject({
    ca: z
      .string()
      .optional()
      .meta({ description: 'File with the CA certificates to trust; without it the system CAs' }),
    cert: z.string().optional().meta({ description: 'File with our client certificate (mutual TLS)' }),
    key: z.string().optional().meta({ description: 'File with the key of the client certificate' }),
    verify: z.boolean().default(true).meta({ description: 'Verify the server certificate and host name; leave it on' }),
  })
  .refine((tls) => (tls.cert === undefined) === (tls.key === undefined), {
    path: ['cert'],
    message: 'cert and key go together',
  });

const serverEndpointSchema = z
  .strictObject({
    host: z.string().min(1).meta({ description: 'Host name or address of the database server' }),
    port: z.number().int().min(1).max(65535).default(3306),
    username: z.string().min(1),
    password: z.string().optional().meta({ description: 'Prefer ${ENV} or passwordFile over a literal' }),
    passwordFile: z
      .string()
      .optional()
      .meta({ description: 'File whose content is the password (one trailing newline is cut)' }),
    tls: tlsSchema.optional().meta({ description: 'Present: TLS is required and verified. Absent: plain connection' }),
    rds: z
      .boolean()
      .default(false)
      .meta({ description: 'Amazon RDS: use its stored procedures where SQL is not permitted' }),
  })
  .superRefine((endpoint, ctx) => {
    if (endpoint.password === undefined && endpoint.passwordFile === undefined)
      ctx.addIssue({ code: 'custom', path: ['password'], message: 'is missing: set password or passwordFile' });
    if (endpoint.password !== undefined && endpoint.passwordFile !== undefined)
      ctx.addIssue({ code: 'custom', path: ['passwordFile'], message: 'give password or passwordFile, not both' });
  });

const qualifiedTable = z.string().regex(/^[^.]+\..+$/s, 'must be db.table');

const migrationSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower case letters, digits and dashes (it stands in URLs)')
      .meta({ description: 'Unique name; stands in URLs, alerts and metrics' }),
    engine: engineSchema.default('mariadb'),
    source: serverEndpointSchema,
    target: serverEndpointSchema,
    databases: z.array(z.string().min(1)).optional().meta({ description: 'Watch every table of these databases' }),
    tables: z.array(qualifiedTable).optional().meta({ description: 'Watch these tables: db.table' }),
    excludeTables: z
      .array(z.string().min(1))
      .default([])
      .meta({ description: 'Leave these out: db.table, `*` matches any text' }),
    replicaLagThresholdSeconds: z.number().min(0).default(10),
  })
  .refine((m) => (m.databases?.length ?? 0) + (m.tables?.length ?? 0) > 0, {
    path: ['databases'],
    message: 'name at least one database (databases) or table (tables)',
  });

const userSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^:]+$/, 'must not contain a colon (Basic login)'),
  passwordHash: z
    .string()
    .regex(/^scrypt\$/, 'must come from: npm run cutover -- hash-password')
    .meta({ description: 'Printed by `npm run cutover -- hash-password`' }),
  role: accessRoleSchema.default('viewer'),
});

/** The whole configuration: one schema for file, environment and JSON Schema. Every key stands in cutover.example.yaml. */
export const configSchema = z.strictObject({
  server: z
    .strictObject({
      host: z
        .string()
        .default('127.0.0.1')
        .meta({ description: 'A non-loopback host without auth.users refuses to start' }),
      port: z.number().int().min(0).max(65535).default(8080),
      corsOrigins: z
        .array(z.url())
        .default([])
        .meta({ description: 'Origins that may call the API from a browser; none by default' }),
      trustProxy: z
        .boolean()
        .default(false)
        .meta({ description: 'Take the client address from X-Forwarded-For of the one proxy before us' }),
    })
    .prefault({}),
  auth: z.strictObject({ users: z.array(userSchema).default([]) }).prefault({}),
  logging: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      format: z
        .enum(['auto', 'json', 'pretty'])
        .default('auto')
        .meta({ description: 'auto: pretty in a terminal, JSON elsewhere' }),
    })
    .prefault({}),
  monitoring: z
    .strictObject({
      intervalSeconds: z.number().min(1).max(300).default(5).meta({ description: 'Replica lag and connection health' }),
      checksumIntervalMinutes: z.number().min(0).default(60).meta({ description: '0: only on request' }),
      checksumCron: z
        .string()
        .optional()
        .meta({ description: 'Cron expression instead of the interval, for example "0 2 * * *"' }),
      consistencyIntervalMinutes: z.number().min(0).default(5).meta({ description: '0: never' }),
      consistencyCron: z.string().optional(),
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
    })
    .prefault({}),
  store: z
    .strictObject({
      url: z
        .string()
        .regex(/^(sqlite:|mysql:\/\/|mariadb:\/\/)/, 'must start with sqlite: or mysql://')
        .default('sqlite:./data/cutover.sqlite'),
      historyHours: z
        .number()
        .min(1)
        .max(24 * 31)
        .default(24)
        .meta({ description: 'Lag history kept on disk; memory holds at most 24 h' }),
      alertRetentionDays: z.number().min(1).default(90),
    })
    .prefault({}),
  migrations: z
    .array(migrationSchema)
    .min(1)
    .superRefine((list, ctx) => {
      list.forEach((m, i) => {
        if (list.findIndex((other) => other.name === m.name) !== i)
          ctx.addIssue({ code: 'custom', path: [i, 'name'], message: `"${m.name}" is used twice` });
      });
    }),
});

/** Parsed and frozen configuration. `password` of an endpoint is always filled after loading (from `passwordFile` where given). */
export type CutoverConfig = z.infer<typeof configSchema>;
export type MigrationConfig = CutoverConfig['migrations'][number];
export type EndpointConfig = MigrationConfig['source'];
export type UserConfig = CutoverConfig['auth']['users'][number];

/** Injection token of the parsed configuration: `@Inject(CONFIG) config: CutoverConfig`. */
export const CONFIG = Symbol('cutover configuration');
