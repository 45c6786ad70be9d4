import { z } from 'zod';
import { compressionSchema, engineSchema } from '@cutover/contracts';
import { passwordFaults, repeatedFaults, type RuleFault } from './config-rules.js';
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

const storageSchema = z.strictObject({
  name: nameSchema.meta({ description: 'Unique name' }),
  kind: z
    .enum(['local'])
    .default('local')
    .meta({ description: 'local: a folder of this machine, or one that is mounted' }),
  folder: z.string().min(1).meta({ description: 'Relative to the folder of this file. Only our user may read it' }),
});

/** The X25519 recipients of `age`: what `age-keygen` prints as the public key. */
const recipientSchema = z
  .string()
  .regex(/^age1[a-z0-9]{58}$/, 'must be a public key of age-keygen (age1…); the secret key stays with you');

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
    compression: compressionSchema.default('zstd').meta({ description: 'zstd needs the program zstd' }),
    ageRecipients: z.array(recipientSchema).default([]).meta({
      description:
        'Public keys (age-keygen) to which backups are encrypted; each of their secret keys opens one. Empty: not encrypted',
    }),
  })
  .superRefine(...objectRule(storageFaults));

/** A server that is to be backed up to nowhere. */
function storageFaults({ servers, storages }: Record<string, unknown>): RuleFault[] {
  const isEmpty = (list: unknown): boolean => !Array.isArray(list) || list.length === 0;
  return !isEmpty(servers) && isEmpty(storages)
    ? [{ path: ['storages'], message: 'is missing: name at least one, or the backups have no place to go to' }]
    : [];
}

type BackupsConfig = z.infer<typeof backupsSchema>;
export type BackupServerConfig = BackupsConfig['servers'][number];
export type RestoreServerConfig = BackupsConfig['restoreServers'][number];
export type BackupStorageConfig = BackupsConfig['storages'][number];
