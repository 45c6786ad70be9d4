// Against a server that answers three questions as S3 does; all else is shown on a real one by test/long/backup-s3*.long.spec.ts.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultTiming } from './s3-settings.js';
import { S3Storage } from './s3-storage.js';

const key = (id: string): string => `shop-db/shop/20261127t073000z-${id}/dump.sql.zst`;
const [noon, dayBefore, weekBefore] = [
  '2026-11-27T12:00:00.000Z',
  '2026-11-26T12:00:00.000Z',
  '2026-11-20T12:00:00.000Z',
];
const part = (number: number, at: string): string =>
  `<Part><PartNumber>${number}</PartNumber><LastModified>${at}</LastModified><ETag>e</ETag><Size>5</Size></Part>`;
const ofParts = (parts: string, next: number | null = null): string =>
  `<ListPartsResult>${next === null ? '' : `<NextPartNumberMarker>${next}</NextPartNumberMarker>`}<IsTruncated>${next !== null}</IsTruncated>${parts}</ListPartsResult>`;

let server: Server;
let storage: S3Storage;
let asked: string[];
/** By the key of an upload and the number that its list begins after; null: refused. */
let lists: Record<string, string | null>;
let uploads: { key: string; at: string }[];

beforeEach(async () => {
  [asked, lists, uploads] = [[], {}, []];
  server = createServer(({ method, url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://s3');
    const name = pathname.slice('/backups/'.length);
    if (method === 'DELETE') {
      asked.push(name);
      response.writeHead(204).end();
    } else if (searchParams.has('uploads')) {
      const each = uploads.map(
        (one) => `<Upload><Key>${one.key}</Key><UploadId>u</UploadId><Initiated>${one.at}</Initiated></Upload>`,
      );
      response.end(
        `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${each.join('')}</ListMultipartUploadsResult>`,
      );
    } else {
      const list = lists[`${name} ${searchParams.get('part-number-marker') ?? 0}`];
      const [status, code] = list === undefined ? [404, 'NoSuchUpload'] : [403, 'AccessDenied'];
      if (typeof list === 'string') response.end(list);
      else response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  storage = new S3Storage({
    ...{ name: 'offsite', bucket: 'backups', prefix: '', region: 'us-east-1', ca: null, forcePathStyle: true },
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    ...{ partBytes: 5 << 20, timing: { ...defaultTiming, retryMs: 0 } },
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('aborts an upload by its youngest part, however long ago it was begun', async () => {
  uploads = [
    { key: key('aaaaaa'), at: weekBefore },
    { key: key('bbbbbb'), at: weekBefore },
    { key: key('cccccc'), at: weekBefore },
    { key: key('dddddd'), at: noon },
  ];
  lists[`${key('aaaaaa')} 0`] = ofParts(part(1, weekBefore) + part(2, weekBefore));
  // Alive: the youngest part stands on the second page.
  lists[`${key('bbbbbb')} 0`] = ofParts(part(1, weekBefore), 1);
  lists[`${key('bbbbbb')} 1`] = ofParts(part(2, noon));
  lists[`${key('cccccc')} 0`] = ofParts('');
  expect(await storage.sweep(new Date(dayBefore))).toBe(2);
  expect(asked).toEqual([key('aaaaaa'), key('cccccc')]);
});

it('aborts no upload whose parts it may not list, and says so', async () => {
  uploads = [{ key: key('aaaaaa'), at: weekBefore }];
  lists[`${key('aaaaaa')} 0`] = null;
  await expect(storage.sweep(new Date(dayBefore))).rejects.toThrow('cannot be listed: ');
  expect(asked).toEqual([]);
});
