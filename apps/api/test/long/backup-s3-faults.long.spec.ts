// What networks, servers and people do to a backup on its way to S3, on a real server of Ceph.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addS3User } from '@cutover/lab';
import type { BackupStorage } from '../../src/backups/storages/backup-storage.js';
import { defaultTiming } from '../../src/backups/storages/s3/s3-settings.js';
import { startS3Proxy, type S3Deed, type S3Proxy } from '../support/s3-proxy.js';
import { startS3Stage, type S3Stage } from '../support/s3-stage.js';

let stage: S3Stage;
let proxy: S3Proxy;
/** By way of the proxy. */
let storage: BackupStorage;

const path = 'shop-db/shop/20261127t073000z-4f1c9a/dump.sql.zst';
const content = randomBytes(18 << 20);
const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  stage = await startS3Stage();
  proxy = await startS3Proxy(stage.server.endpoint);
  storage = stage.storage({ endpoint: proxy.endpoint });
});
afterAll(async () => {
  await proxy.end();
  await stage.end();
});
beforeEach(() => proxy.decide(() => 'pass'));
afterEach(() => stage.empty());

/** The first requests of this kind get the deed, the others pass. */
function firstOf(kind: RegExp, times: number, deed: S3Deed): void {
  let left = times;
  proxy.decide((asked) => (kind.test(asked) && left-- > 0 ? deed : 'pass'));
}
const part = /^PUT .*partNumber=/;
const completion = /^POST .*uploadId=/;

async function write(to = storage): Promise<void> {
  const writer = await to.begin(path);
  try {
    await pipeline(Readable.from(slices(), { objectMode: false }), writer.stream);
    await writer.publish();
  } catch (error) {
    await writer.abort();
    throw error;
  }
}
function* slices(): Generator<Buffer> {
  for (let at = 0; at < content.length; at += 100_000) yield content.subarray(at, at + 100_000);
}
async function readBytes(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await storage.read(path)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
async function expectWhole(): Promise<void> {
  expect(await storage.find(path)).toMatchObject({ path, bytes: content.length });
  expect(sumOf(await readBytes())).toBe(sumOf(content));
  expect(await stage.left()).toEqual({ objects: [path], uploads: [] });
}

it.each<[string, RegExp, number, S3Deed]>([
  ['refuses parts', part, 3, 'refuse'],
  ['cuts parts in the middle', part, 3, 'cut-body'],
  ['is silent about a part', part, 1, 'silent'],
  ['is slow', part, 3, 'slow'],
  ['takes a part, and nobody hears', part, 2, 'cut-answer'],
  ['refuses to begin', /^POST .*uploads/, 2, 'refuse'],
  ['refuses to complete', completion, 2, 'refuse'],
  ['completes, and nobody hears', completion, 1, 'cut-answer'],
])('stores every byte where the server %s', async (_, kind, times, deed) => {
  firstOf(kind, times, deed);
  await write();
  expect(proxy.asked.filter((asked) => kind.test(asked)).length).toBeGreaterThan(times);
  await expectWhole();
});

it.each<[string, RegExp, S3Deed, string]>([
  ['refuses every part', part, 'refuse', '(SlowDown). It was tried several times: look at the server'],
  ['cuts every part', part, 'cut-body', 'the connection was cut'],
  ['is silent', part, 'silent', 'the server was silent for 1.5 s. Look whether a firewall'],
  ['refuses to complete', completion, 'refuse', 'dump.sql.zst cannot be published'],
])('leaves nothing behind where the server %s for good, and says so', async (_, kind, deed, words) => {
  proxy.decide((asked) => (kind.test(asked) ? deed : 'pass'));
  await expect(write()).rejects.toThrow(words);
  expect(await stage.left()).toEqual({ objects: [], uploads: [] });
});

it('reads on where the connection broke', async () => {
  await write();
  firstOf(/^GET .*dump/, 4, 'cut-download');
  expect(sumOf(await readBytes())).toBe(sumOf(content));
  expect(proxy.asked.length).toBe(5);
});

it('shows nothing before it is published, and an upload that a crash has left is swept when it is old enough', async () => {
  const writer = await storage.begin(path);
  await new Promise((resolve) => writer.stream.write(content, resolve));
  expect(await stage.left()).toEqual({ objects: [], uploads: [path] });
  // Another one's, in the same bucket.
  await stage.client.createMultipartUpload({ Bucket: stage.server.bucket, Key: 'photos/2026/a.jpg' });
  expect(await storage.find(path)).toBeNull();
  expect(await storage.sweep(new Date(Date.now() - 3_600_000))).toBe(0);
  expect(await storage.sweep(new Date(Date.now() + 60_000))).toBe(1);
  expect((await stage.left()).uploads).toEqual(['photos/2026/a.jpg']);
  await writer.abort();
});

it.each([
  [
    'a key that nobody knows',
    { credentials: { accessKeyId: 'NOBODY', secretAccessKey: 'hush-hush' } },
    'Correct accessKeyId',
  ],
  ['a bucket that is not there', { bucket: 'nowhere' }, 'there is no such bucket (NoSuchBucket). Make it'],
  ['a port where nothing listens', { endpoint: 'http://127.0.0.1:1' }, 'nothing listens there (ECONNREFUSED)'],
])('says what to do about %s, and no secret', async (_, changes, words) => {
  const wrong = stage.storage(changes);
  for (const work of [
    () => wrong.inspect(),
    () => write(wrong),
    () => wrong.find(path),
    () => wrong.sweep(new Date()),
  ]) {
    const error = await work().then(
      () => null,
      (failure: Error) => failure,
    );
    expect(error).toMatchObject({ code: 'BACKUP_STORAGE', message: expect.stringContaining(words) });
    expect(error?.message).toMatch(/^Storage offsite \(s3:\/\//);
    expect(error?.message).not.toContain('hush');
  }
});

it('says what to do about a secret that is another one, and about a right that is missing', async () => {
  const { user, folder } = stage.server;
  const wrong = stage.storage({ credentials: { ...user, secretAccessKey: 'hush-hush' } });
  await expect(wrong.inspect()).rejects.toThrow('(SignatureDoesNotMatch). Correct secretAccessKey');
  const other = stage.storage({ credentials: { ...(await addS3User(folder, 'other')) } });
  await expect(other.inspect()).rejects.toThrow('no right to do that (AccessDenied). Give it the rights of the policy');
  await expect(write(other)).rejects.toThrow('(AccessDenied)');
  const withoutTls = stage.storage({ endpoint: stage.server.endpoint.replace('http:', 'https:') });
  await expect(withoutTls.inspect()).rejects.toThrow('does not speak TLS there');
});

it('needs every right of the policy in the documents, and no other', async () => {
  const { bucket, folder } = stage.server;
  const name = 'by-policy';
  const credentials = await addS3User(folder, name);
  const mine = stage.storage({ prefix: 'cutover', credentials: { ...credentials }, timing: defaultTiming });
  const document = readFileSync(resolve(__dirname, '../../../../docs/backups.md'), 'utf8');
  const text = /```json\n(\{\n {2}"Version"[^`]+)```/.exec(document)?.[1] ?? '';
  const policy = JSON.parse(text.replaceAll('company-backups', bucket)) as { Statement: { Action: string[] }[] };
  // In the policy of a bucket it must be said whom it is for.
  const Principal = { AWS: [`arn:aws:iam:::user/${name}`] };
  const allowed = policy.Statement.map((statement) => ({ ...statement, Principal }));
  const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  // Denied in so many words: whoever has written an object may read it here without a right.
  const allowBut = (...denied: string[]) => {
    const deny = denied.map((Action) => ({ Effect: 'Deny', Principal, Action: [Action], Resource }));
    const Policy = JSON.stringify({ ...policy, Statement: [...allowed, ...deny] });
    return stage.client.putBucketPolicy({ Bucket: bucket, Policy });
  };
  try {
    await allowBut();
    expect(await mine.inspect()).toContain('/cutover at http://');
    await write(mine);
    expect(await mine.sweep(new Date())).toBe(0);
    await mine.remove(path);
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    expect(actions).toHaveLength(7);
    for (const action of actions) {
      await allowBut(action);
      const outcome = await mine.inspect().catch((error: Error) => error.message);
      expect([action, outcome]).toEqual([action, expect.stringContaining('(AccessDenied)')]);
    }
  } finally {
    await stage.client.deleteBucketPolicy({ Bucket: bucket });
  }
});

it('uses bounded memory, however much is written', async () => {
  const block = randomBytes(1 << 20);
  const large = stage.storage({ partBytes: 16 << 20 });
  function* stream(mebibytes: number): Generator<Buffer> {
    for (let count = 0; count < mebibytes; count++) yield block;
  }
  const put = async (mebibytes: number, to: string): Promise<void> => {
    const writer = await large.begin(to);
    await pipeline(Readable.from(stream(mebibytes), { objectMode: false }), writer.stream);
    await writer.publish();
    expect(await large.find(to)).toMatchObject({ bytes: mebibytes << 20 });
  };
  // The library is loaded.
  await put(1, 'warm');
  const rssMiB = (): number => process.memoryUsage().rss / 2 ** 20;
  const before = rssMiB();
  let top = before;
  const watching = setInterval(() => (top = Math.max(top, rssMiB())), 20);
  for (const [index, mebibytes] of [100, 1_000, 400].entries()) await put(mebibytes, `large-${index}`);
  clearInterval(watching);
  process.stdout.write(
    `RSS ${before.toFixed(0)} MiB before, at most ${top.toFixed(0)} MiB while 1.5 GiB were written\n`,
  );
  expect(top - before).toBeLessThan(60);
});
