import { storageSchema } from './backup-storages.schema.js';

const s3 = { name: 'offsite', kind: 's3', bucket: 'backups', region: 'eu-central-1' };
const faultsOf = (storage: object): string[] =>
  (storageSchema.safeParse(storage).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

it.each([
  ['a folder, which is the default', { name: 'disk', folder: '/backups' }],
  ['a bucket of Amazon, with the role of this machine', s3],
  ['a bucket with a key', { ...s3, accessKeyId: 'AKIA', secretAccessKey: 'hush' }],
  ['another server, which needs no region', { ...s3, region: undefined, endpoint: 'https://s3.example.com:9000' }],
  ['a server of this machine without TLS', { ...s3, endpoint: 'http://127.0.0.1:9000' }],
  ['one of a network of its own without TLS', { ...s3, endpoint: 'http://10.0.0.1', allowHttp: true }],
])('takes %s', (_, storage) => expect(faultsOf(storage)).toEqual([]));

it.each([
  ['a folder that is not named', { name: 'disk' }, 'folder: is missing: name the folder'],
  ['a bucket of a folder', { name: 'disk', folder: '/b', bucket: 'abc' }, 'bucket: is no key of kind local: remove it'],
  ['a folder of a bucket', { ...s3, folder: '/b' }, 'folder: is no key of kind s3: remove it'],
  ['no bucket', { ...s3, bucket: undefined }, 'bucket: is missing: name the bucket'],
  ['a URL as bucket', { ...s3, bucket: 's3://backups' }, 'bucket: must be the name of a bucket, without s3://'],
  ['a prefix that ends with a slash', { ...s3, prefix: 'a/' }, 'prefix: must be names with / between them'],
  ['a prefix that leads elsewhere', { ...s3, prefix: 'a/../b' }, 'prefix: must be names with / between them'],
  ['no region', { ...s3, region: undefined }, 'region: is missing: name the region of the bucket'],
  ['a key without its secret', { ...s3, accessKeyId: 'A' }, 'secretAccessKey: is missing: set secretAccessKey'],
  ['a secret without its key', { ...s3, secretAccessKey: 'x' }, 'accessKeyId: is missing'],
  [
    'a secret twice',
    { ...s3, accessKeyId: 'A', secretAccessKey: 'x', secretAccessKeyFile: 'y' },
    'secretAccessKeyFile: give secretAccessKey or secretAccessKeyFile, not both',
  ],
  ['another machine without TLS', { ...s3, endpoint: 'http://10.0.0.1' }, 'endpoint: is without TLS: use https://'],
  ['a login in the endpoint', { ...s3, endpoint: 'https://a:b@s3.example.com' }, 'endpoint: must not hold a login'],
  ['a bucket in the endpoint', { ...s3, endpoint: 'https://s3.example.com/b' }, 'endpoint: must be scheme, host'],
  ['a CA without TLS', { ...s3, endpoint: 'http://127.0.0.1', ca: 'ca.pem' }, 'ca: is for an endpoint with https://'],
])('refuses %s', (_, storage, words) => expect(faultsOf(storage)).toEqual([expect.stringContaining(words)]));

it('has a reader correct every fault at once', () => {
  const storage = { name: 'offsite', kind: 's3', folder: 'x', accessKeyId: 'A', endpoint: 'http://10.0.0.1' };
  expect(faultsOf(storage)).toHaveLength(4);
});
