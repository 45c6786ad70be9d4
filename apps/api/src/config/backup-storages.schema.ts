import { z } from 'zod';
import { retentionPolicySchema } from '@cutover/contracts';
import type { RuleFault } from './config-rules.js';
import { nameSchema } from './endpoint.schema.js';
import { isLoopback } from './loopback.js';
import { objectRule } from './rule-check.js';

/** Keys of a storage in a bucket; none of them is a key of a folder. */
const s3Keys = {
  bucket: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/, 'must be the name of a bucket, without s3://')
    .optional()
    .meta({ description: 'Of s3: the bucket; it must be there' }),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, 'must be names with / between them')
    .optional()
    .meta({
      description: 'Of s3: what every key begins with, without / at its ends; without it the whole bucket is ours',
    }),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,63}$/, 'must be the name of a region, for example eu-central-1')
    .optional()
    .meta({ description: 'Of s3: the region of the bucket. With an endpoint of its own us-east-1 unless said' }),
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as https://s3.example.com' })
    .optional()
    .meta({ description: 'Of s3: where a server is that is not Amazon (Ceph, MinIO, R2, …)' }),
  allowHttp: z
    .boolean()
    .optional()
    .meta({ description: 'Of s3: take an endpoint on another machine without TLS; backups travel readable then' }),
  ca: z.string().optional().meta({
    description: 'Of s3: file with the CA certificates to trust; without it the CAs that Node.js brings',
  }),
  forcePathStyle: z.boolean().optional().meta({
    description: 'Of s3: the bucket stands in the path and not in the host name; without it so with an endpoint',
  }),
  accessKeyId: z.string().min(1).optional().meta({
    description: 'Of s3: without it the credentials of the environment, the profile or the role of this machine',
  }),
  secretAccessKey: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Prefer ${ENV} or secretAccessKeyFile over a literal' }),
  secretAccessKeyFile: z.string().optional().meta({ description: 'File whose content is the secret access key' }),
  partMiB: z.number().int().min(5).max(512).optional().meta({
    description:
      'Of s3: a backup goes in parts of this size, 10,000 at most; without it 16, for 156 GiB. Three of them are in memory',
  }),
};

/** One place that backups go to. */
export const storageSchema = z
  .strictObject({
    name: nameSchema.meta({ description: 'Unique name' }),
    kind: z
      .enum(['local', 's3'])
      .default('local')
      .meta({ description: 'local: a folder of this machine, or one that is mounted; s3: a bucket' }),
    folder: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Of local: relative to the folder of this file. Only our user may read it' }),
    mounted: z.boolean().optional().meta({
      description:
        'Of local: the folder lies on a file system of its own (NFS, another disk); where that is not mounted nothing is read or written, and it is said',
    }),
    ...s3Keys,
    retention: retentionPolicySchema.optional().meta({
      description:
        'What is kept here, counted for each server, database and type by itself; a schedule may say otherwise for its type. Without it nothing is ever deleted',
    }),
  })
  .superRefine(...objectRule(storageFaults));

/** Each kind has keys of its own. Runs beside the schema, so every key may be of any kind. */
export function storageFaults(storage: Record<string, unknown>): RuleFault[] {
  const { kind = 'local' } = storage;
  if (kind !== 'local' && kind !== 's3') return [];
  const foreign = kind === 's3' ? ['folder', 'mounted'] : Object.keys(s3Keys);
  return [
    ...foreign
      .filter((key) => storage[key] !== undefined)
      .map((key) => ({ path: [key], message: `is no key of kind ${kind}: remove it` })),
    ...(kind === 's3' ? s3Faults(storage) : missing(storage, 'folder', 'name the folder')),
  ];
}

function s3Faults(storage: Record<string, unknown>): RuleFault[] {
  const { endpoint, region, accessKeyId, secretAccessKey, secretAccessKeyFile } = storage;
  const hasSecret = secretAccessKey !== undefined || secretAccessKeyFile !== undefined;
  const faults = missing(storage, 'bucket', 'name the bucket');
  const fault = (key: string, message: string): number => faults.push({ path: [key], message });
  if (endpoint === undefined && region === undefined)
    fault('region', 'is missing: name the region of the bucket, or the endpoint of a server that is not Amazon');
  if (accessKeyId !== undefined && !hasSecret)
    fault('secretAccessKey', 'is missing: set secretAccessKey (best as ${VARIABLE}) or secretAccessKeyFile');
  if (accessKeyId === undefined && hasSecret) fault('accessKeyId', 'is missing: it goes with the secret access key');
  if (secretAccessKey !== undefined && secretAccessKeyFile !== undefined)
    fault('secretAccessKeyFile', 'give secretAccessKey or secretAccessKeyFile, not both');
  return [...faults, ...endpointFaults(storage)];
}

function endpointFaults({ endpoint, allowHttp, ca }: Record<string, unknown>): RuleFault[] {
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) return [];
  const { protocol, hostname, username, password, pathname, search } = new URL(endpoint);
  const faults: RuleFault[] = [];
  const fault = (key: string, message: string): number => faults.push({ path: [key], message });
  if (username !== '' || password !== '') fault('endpoint', 'must not hold a login: set accessKeyId instead');
  if (pathname !== '/' || search !== '')
    fault('endpoint', 'must be scheme, host and port alone: the bucket is named by bucket');
  if (protocol !== 'http:') return faults;
  if (!isLoopback(hostname) && allowHttp !== true)
    fault('endpoint', 'is without TLS: use https://, or set allowHttp: true where nobody else is on the network');
  if (ca !== undefined) fault('ca', 'is for an endpoint with https:// alone');
  return faults;
}

function missing(storage: Record<string, unknown>, key: string, advice: string): RuleFault[] {
  return storage[key] === undefined ? [{ path: [key], message: `is missing: ${advice}` }] : [];
}
