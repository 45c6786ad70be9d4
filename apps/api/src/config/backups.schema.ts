import { z } from 'zod';
import { compressionSchema, engineSchema, retentionPolicySchema, timeZoneSchema } from '@cutover/contracts';
import { storageSchema } from './backup-storages.schema.js';
import { isRecord } from './config-path.js';
import { passwordFaults, repeatedFaults, type RuleFault } from './config-rules.js';
import { cronExpression } from './cron-expression.js';
import { defaultEngine } from './engine-terms.js';
import { endpointKeys, nameSchema, withPort } from './endpoint.schema.js';
import { listRule, objectRule } from './rule-check.js';

const serverKeys = endpointKeys
  .pick({ host: true, port: true, username: true, password: true, passwordFile: true, tls: true })
  .extend({
    name: nameSchema.meta({ description: 'Unique name; stands in paths of backups' }),
    engine: engineSchema.default(defaultEngine),
  });

const backupServerSchema = serverKeys
  .extend({
    databases: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'Back up these databases; without it every one that the account may see' }),
    excludeDatabases: z
      .array(z.string().min(1))
      .default([])
      .meta({ description: 'Leave these out; `*` matches any text' }),
  })
  .superRefine(...objectRule(passwordFaults))
  .transform((server) => withPort(server, server.engine));

const restoreServerSchema = serverKeys
  .superRefine(...objectRule(passwordFaults))
  .transform((server) => withPort(server, server.engine));

/** The X25519 recipients of `age`: what `age-keygen` prints as the public key. */
const recipientSchema = z
  .string()
  .regex(/^age1[a-z0-9]{58}$/, 'must be a public key of age-keygen (age1…); the secret key stays with you');

const scheduleSchema = z.strictObject({
  name: nameSchema.meta({ description: 'Unique name: hourly, daily, or your own. Backups carry it as their type' }),
  cron: cronExpression.meta({ description: 'When, for example "30 2 * * *"' }),
  timeZone: timeZoneSchema.default('UTC').meta({ description: 'IANA name of the zone of cron' }),
  jitterSeconds: z
    .number()
    .int()
    .min(0)
    .max(3_600)
    .default(0)
    .meta({ description: 'Each server begins up to so much later, always by the same time' }),
  misfire: z
    .enum(['run-once', 'skip'])
    .default('run-once')
    .meta({ description: 'What came due while nothing ran: one run now, or none' }),
  servers: z.array(z.string()).min(1).optional().meta({ description: 'Names of servers; without it all' }),
  storages: z.array(z.string()).min(1).optional().meta({ description: 'Names of storages; without it all' }),
  retention: retentionPolicySchema.optional().meta({
    description: 'What is kept of the backups of this type, in every storage, in place of what the storage says',
  }),
});

/** Whether backups are restored, to see whether they restore. */
const restoreTestSchema = z.strictObject({
  cron: cronExpression
    .optional()
    .meta({ description: 'When the newest backup of each database is restored; without it only when asked for' }),
  timeZone: timeZoneSchema.default('UTC').meta({ description: 'IANA name of the zone of cron' }),
  on: z.string().min(1).optional().meta({
    description:
      'Name of a server under restoreServers, on which a database is made and dropped for it; without it a server is made on this machine (MariaDB, PostgreSQL) and thrown away',
  }),
  folder: z.string().min(1).optional().meta({
    description: 'Folder for such servers, relative to that of this file; without it that for temporary files',
  }),
  ageIdentityFiles: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'Files with secret keys (age-keygen) that open the backups' }),
});

/** What is backed up, to where, and how. */
export const backupsSchema = z
  .strictObject({
    servers: z
      .array(backupServerSchema)
      .superRefine(...listRule((servers) => repeatedFaults(servers, 'name')))
      .default([])
      .meta({ description: 'Servers whose databases are backed up; an account that may read is enough' }),
    storages: z
      .array(storageSchema)
      .superRefine(...listRule((storages) => repeatedFaults(storages, 'name')))
      .default([])
      .meta({ description: 'Where every backup goes, to all of them at once' }),
    restoreServers: z
      .array(restoreServerSchema)
      .superRefine(...listRule((servers) => repeatedFaults(servers, 'name')))
      .default([])
      .meta({ description: 'Servers that a backup may be restored to, with an account that may write there' }),
    schedules: z
      .array(scheduleSchema)
      .superRefine(...listRule((schedules) => repeatedFaults(schedules, 'name')))
      .default([])
      .meta({ description: 'When they are made while Cutover runs; without one only by the command' }),
    restoreTest: restoreTestSchema.prefault({}),
    readBack: z.enum(['after-run', 'never']).default('after-run').meta({
      description:
        'after-run: each new backup is read back whole from each storage, and held against its manifest; a bucket may charge for what is read',
    }),
    compression: compressionSchema.default('zstd').meta({ description: 'zstd needs the program zstd' }),
    ageRecipients: z.array(recipientSchema).default([]).meta({
      description:
        'Public keys (age-keygen) to which backups are encrypted; each of their secret keys opens one. Empty: not encrypted',
    }),
  })
  .superRefine(...objectRule(placeFaults))
  .superRefine(...objectRule(scheduleFaults))
  .superRefine(...objectRule(restoreTestFaults));

/** A server that is to be backed up to nowhere. */
function placeFaults({ servers, storages }: Record<string, unknown>): RuleFault[] {
  const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;
  return !isEmpty(servers) && isEmpty(storages)
    ? [{ path: ['storages'], message: 'is missing: name at least one, or the backups have no place to go to' }]
    : [];
}

/** Names of servers and storages that there are none of. */
function scheduleFaults({ schedules, servers, storages }: Record<string, unknown>): RuleFault[] {
  const known = { servers: namesIn(servers), storages: namesIn(storages) };
  return (Array.isArray(schedules) ? schedules : []).flatMap((schedule: unknown, index) =>
    (['servers', 'storages'] as const).flatMap((key) => {
      const named: unknown = isRecord(schedule) ? schedule[key] : undefined;
      return (Array.isArray(named) ? named : []).flatMap((name: unknown, at): RuleFault[] =>
        known[key].includes(name)
          ? []
          : [{ path: ['schedules', index, key, at], message: `is none of backups.${key}: ${known[key].join(', ')}` }],
      );
    }),
  );
}

/** A server to restore to that there is none of. */
function restoreTestFaults({ restoreTest, restoreServers }: Record<string, unknown>): RuleFault[] {
  const on: unknown = isRecord(restoreTest) ? restoreTest['on'] : undefined;
  if (on === undefined || namesIn(restoreServers).includes(on)) return [];
  return [
    {
      path: ['restoreTest', 'on'],
      message: `is none of backups.restoreServers: ${namesIn(restoreServers).join(', ')}`,
    },
  ];
}

const namesIn = (list: unknown): unknown[] =>
  Array.isArray(list) ? list.map((item) => (isRecord(item) ? item['name'] : undefined)) : [];

type BackupsConfig = z.infer<typeof backupsSchema>;
export type BackupServerConfig = BackupsConfig['servers'][number];
export type RestoreServerConfig = BackupsConfig['restoreServers'][number];
export type BackupScheduleConfig = BackupsConfig['schedules'][number];
export type BackupStorageConfig = BackupsConfig['storages'][number];
