import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rdsPairSchema, type RdsInstance } from '@cutover/contracts';
import { configSchema } from '../../src/config/config.schema.js';
import { Clock } from '../../src/platform/clock.js';
import { AwsApi } from '../../src/rds/aws-api.js';
import { RdsService } from '../../src/rds/rds.service.js';
import { AwsStandIn } from '../support/aws-stand-in.js';

// No account of AWS is at hand: what AWS answers is what its documents say, over HTTP, through AWS's own library.
const secret = 'wJalrXUtnFEMI-never-shown';
let aws: AwsStandIn;

beforeAll(async () => {
  aws = await AwsStandIn.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: secret,
  });
});

afterAll(() => aws.stop());

const login = { username: 'u', password: 'p', rds: true };
const host = (name: string) => `${name}.c9akciq32.eu-central-1.rds.amazonaws.com`;

/** What is known of the target after one measurement. */
async function ask(change: { enabled?: boolean; target?: object; signal?: AbortSignal } = {}): Promise<RdsInstance> {
  const config = configSchema.parse({
    aws: { enabled: change.enabled ?? true },
    migrations: [
      {
        name: 'shop',
        databases: ['shop'],
        source: { ...login, host: 'db-old', rds: false },
        target: { ...login, host: host('shop-new'), ...change.target },
      },
    ],
  });
  const api = new AwsApi();
  const service = new RdsService(config, api, new Clock());
  try {
    await service.measure('shop', change.signal ?? new AbortController().signal);
    const pair = rdsPairSchema.parse(service.snapshot('shop'));
    expect(JSON.stringify(pair)).not.toContain(secret);
    expect(pair.source).toBeNull();
    return pair.target!;
  } finally {
    await api.beforeApplicationShutdown();
  }
}

it('tells storage, key and lag of the instance that the host names, by signed questions', async () => {
  aws.answers = {
    instances: { 'shop-new': { encrypted: true, kmsKeyId: 'arn:aws:kms:key/1' } },
    lag: [7, 90],
    freeBytes: 5e9,
  };
  const told = await ask();
  expect(told).toMatchObject({ identifier: 'shop-new', region: 'eu-central-1', kind: 'instance', status: 'available' });
  expect(told).toMatchObject({ storageEncrypted: true, kmsKeyId: 'arn:aws:kms:key/1', reason: null });
  expect(told.freeStorageBytes).toBe(5e9);
  expect(told).toMatchObject({ replicaLagSeconds: 7, replicaLagAt: expect.stringMatching(/Z$/) });
  expect(aws.signatures.at(-1)).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIATEST\/.*eu-central-1/);
});

it('tells a plain instance, and takes a lag of -1 for unknown', async () => {
  aws.answers = { instances: { 'shop-new': { encrypted: false } }, lag: [-1] };
  expect(await ask()).toMatchObject({
    ...{ storageEncrypted: false, kmsKeyId: null, replicaLagSeconds: null, freeStorageBytes: null },
  });
});

it('asks for the instance of the configuration where the host is another name of it', async () => {
  aws.answers = { instances: { renamed: { encrypted: true } }, lag: [] };
  const target = { host: 'db.internal', rdsInstance: { identifier: 'renamed', region: 'eu-west-1' } };
  expect(await ask({ target })).toMatchObject({ identifier: 'renamed', region: 'eu-west-1', storageEncrypted: true });
  expect(await ask({ target: { host: 'db.internal' } })).toMatchObject({
    storageEncrypted: null,
    reason: expect.stringContaining('no endpoint of RDS'),
  });
});

it.each([
  ['AccessDenied', 403, 'AWS refuses it: User x is not authorized'],
  ['DBInstanceNotFound', 404, 'There is no instance shop-new in eu-central-1'],
  ['ExpiredToken', 403, 'AWS does not accept the credentials'],
  ['InternalFailure', 500, 'AWS did not answer'],
])('says in plain words that AWS answered %s', async (code, status, reason) => {
  aws.answers = { instances: {}, lag: [], error: { status, code, message: 'User x is not authorized' } };
  const told = await ask();
  expect(told).toMatchObject({ storageEncrypted: null, reason: expect.stringContaining(reason) });
  expect(told.action).toMatch(/\w.*\.$/);
});

it('does not wait for ever for an answer that does not come', async () => {
  aws.answers = { instances: {}, lag: [], isSilent: true };
  expect(await ask({ signal: AbortSignal.timeout(30_000) })).toMatchObject({
    storageEncrypted: null,
    reason: expect.stringContaining('AWS did not answer'),
  });
}, 60_000);

it('believes no instance of that name that is reached by another host', async () => {
  const other = 'shop-new.cotherhash.eu-central-1.rds.amazonaws.com';
  aws.answers = { instances: { 'shop-new': { encrypted: true, host: other } }, lag: [] };
  expect(await ask()).toMatchObject({
    storageEncrypted: null,
    reason: expect.stringContaining('it is another one of that name'),
    action: expect.stringContaining('credentials'),
  });
});

it('keeps what is known of the instance where CloudWatch does not tell', async () => {
  aws.answers = { instances: { 'shop-new': { encrypted: true } }, lag: [], refusesLag: true };
  expect(await ask()).toMatchObject({ storageEncrypted: true, reason: null, action: null, replicaLagSeconds: null });
});

it('does not wait for credentials that never come', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-aws-'));
  const helper = join(folder, 'credentials');
  writeFileSync(helper, '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
  writeFileSync(join(folder, 'config'), `[default]\nregion = eu-west-1\ncredential_process = ${helper}\n`);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...kept } = process.env;
  process.env = { ...kept, AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none') };
  const api = new AwsApi();
  try {
    const asked = { identifier: 'x', region: 'eu-west-1', kind: 'instance' } as const;
    const startedAt = performance.now();
    await expect(api.describe(asked, AbortSignal.timeout(500))).rejects.toThrow(/timeout/);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  } finally {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
    delete process.env['AWS_CONFIG_FILE'];
    delete process.env['AWS_SHARED_CREDENTIALS_FILE'];
    await api.beforeApplicationShutdown();
    rmSync(folder, { recursive: true });
  }
});

it('asks nothing where it is not told to', async () => {
  const before = aws.signatures.length;
  expect(await ask({ enabled: false })).toMatchObject({
    storageEncrypted: null,
    reason: expect.stringContaining('cannot be seen from SQL'),
  });
  expect(aws.signatures.length).toBe(before);
});
