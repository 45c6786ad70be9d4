import type { INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { rowDifferencePageSchema, tableChunkPageSchema, type ChecksumResult } from '@cutover/contracts';
import request, { type Response } from 'supertest';
import { UserError } from '../failures/failures.js';
import { FailureFilter } from '../platform/http/failure.filter.js';
import { inputValidation } from '../platform/http/input-validation.js';
import { ChecksumController } from './checksum.controller.js';
import { ChecksumService } from './checksum.service.js';
import { configSchema, CONFIG } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import { openStore } from '../store/open-store.js';
import { StoreConnection } from '../store/store-connection.js';
import { StoreHealth } from '../store/store-health.js';
import { checksumPart } from './store/checksum-part.js';
import { VerificationStore, type StoredDifference } from './store/verification.store.js';
import type { StoredChunk } from './results/stored-chunk.js';
import { TableEvidence } from './results/table-evidence.js';

const path = '/api/migrations/shop/checksums';
const asked: unknown[][] = [];
const note =
  (answer: object) =>
  (...parameters: unknown[]): object => {
    asked.push(parameters);
    return answer;
  };
const result = { table: 'shop.orders', verdict: 'diverged', mode: 'snapshot' } as ChecksumResult;

const exact = {
  ...{ table: 'shop.items', verdict: 'diverged', mode: 'snapshot', position: '0-1-7' },
  differences: { missing: 1, extra: 1, changed: 1, complete: true },
} as ChecksumResult;
const rows: StoredDifference[] = (['missing', 'changed', 'extra'] as const).map((kind, number) => ({
  ...{
    number,
    chunkIndex: number,
    repair: { removal: kind === 'changed' ? 'REMOVE 1;' : null, sql: `${kind.toUpperCase()} ${number};` },
  },
  difference: { table: 'shop.items', kind, key: { id: String(number) }, source: { note: 'secret' }, position: '0-1-7' },
}));
const chunk = (index: number): StoredChunk => ({
  ...{ table: 'shop.items', index, range: { after: null, upTo: [String(index)] }, verdict: 'diverged', reason: 'why' },
  ...{ mode: 'snapshot', digest: 'd', position: '0-1-7', sourceRows: '1', targetRows: '1', sourceDigest: '1' },
  ...{ targetDigest: '2', fingerprint: 'f', tookMs: 1, isNamed: true, provedAt: '2026-11-20T03:00:00.000Z' },
});
const endpoint = { host: 'db', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});

let connection: StoreConnection;
let app: INestApplication;
const server = (): ReturnType<typeof request> => request(app.getHttpServer());

beforeAll(async () => {
  const service = {
    list: note({ migration: 'shop' }),
    start: note({ id: 'r1' }),
    run: note({ id: 'r1' }),
    cancel: note({ id: 'r1', state: 'cancelled' }),
    result: (...parameters: unknown[]): ChecksumResult => {
      asked.push(parameters);
      if (parameters[2] === 'unknown') throw new UserError(404, 'TABLE_UNKNOWN', 'There is no such table');
      return parameters[2] === 'items' ? exact : result;
    },
  };
  connection = new StoreConnection(
    await openStore('sqlite::memory:', 'now', [checksumPart]),
    new StoreHealth(),
    new Clock(),
  );
  const store = new VerificationStore(connection);
  await store.addDifferences('c', rows);
  for (const index of [0, 1, 2]) await store.saveChunk('c', index, chunk(index));
  await store.finish({
    ...{ id: 'c', migration: 'shop', table: 'shop.items', runId: 'r', trigger: 'request', state: 'open' },
    startedAt: '2026-11-20T03:00:00.000Z',
  });
  const module = await Test.createTestingModule({
    controllers: [ChecksumController],
    providers: [
      { provide: ChecksumService, useValue: service },
      ...[TableEvidence, Clock],
      { provide: CONFIG, useValue: config },
      { provide: VerificationStore, useValue: store },
      { provide: ConnectionsService, useValue: { get: () => ({ query: () => Promise.reject(new Error('down')) }) } },
      { provide: APP_PIPE, useFactory: inputValidation },
      { provide: APP_FILTER, useClass: FailureFilter },
    ],
  }).compile();
  app = module.createNestApplication();
  await app.init();
});

afterAll(async () => {
  await app.close();
  await connection.close();
});
beforeEach(() => asked.splice(0));

describe('the routes of checksums', () => {
  it('decodes names with dots, slashes, backticks, spaces and emoji, each by itself', async () => {
    const [db, table] = ['d.b/1', 'we.ird `☃😀` /name%'];
    await server()
      .get(`${path}/${encodeURIComponent(db)}/${encodeURIComponent(table)}`)
      .expect(200, result);
    expect(asked).toEqual([['shop', db, table]]);
  });

  it('reads runs before tables', async () => {
    await server().get(`${path}/runs/r1`).expect(200, { id: 'r1' });
    await server().delete(`${path}/runs/r1`).expect(200, { id: 'r1', state: 'cancelled' });
    expect(asked).toEqual([
      ['shop', 'r1'],
      ['shop', 'r1'],
    ]);
  });

  it('starts a run with 202', async () => {
    await server()
      .post(`${path}/runs`)
      .send({ tables: ['shop.orders'] })
      .expect(202, { id: 'r1' });
    expect(asked).toEqual([['shop', { tables: ['shop.orders'] }]]);
  });

  it('takes a request without a body for every table', async () => {
    await server().post(`${path}/runs`).expect(202);
    expect(asked).toEqual([['shop', {}]]);
  });

  it.each([
    [{ tables: [] }, 'tables'],
    [{ tables: 'shop.orders' }, 'tables'],
    [{ tables: ['x'] }, 'tables.0'],
    [{ tabels: ['shop.orders'] }, 'tabels'],
  ])('refuses the body %j, naming the field', async (body, field) => {
    const answer = await server().post(`${path}/runs`).send(body).expect(400);
    expect(answer.body).toMatchObject({ code: 'INPUT_INVALID', details: [{ path: field }] });
    expect(asked).toEqual([]);
  });

  it.each(['differences', 'repair.sql'])('has no %s of a table that does not exist', async (route) => {
    const unknown = await server().get(`${path}/shop/unknown/${route}`).expect(404);
    expect(unknown.body).toMatchObject({ code: 'TABLE_UNKNOWN' });
  });

  it.each([
    ['differences', rowDifferencePageSchema],
    ['chunks', tableChunkPageSchema],
  ] as const)('answers %s in pages that join without a gap or a repeat', async (list, schema) => {
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
      const answer: Response = await server().get(`${path}/shop/items/${list}${query}`).expect(200);
      const { body } = answer;
      expect(schema.safeParse(body).error?.issues ?? []).toEqual([]);
      seen.push(...body[list]);
      cursor = body.nextCursor;
    }
    expect(seen).toHaveLength(3);
    expect(new Set(seen.map((item) => JSON.stringify(item))).size).toBe(3);
  });

  it('says how many rows are named, and that these are all', async () => {
    const { body } = await server().get(`${path}/shop/items/differences?limit=1`).expect(200);
    expect(body).toMatchObject({ total: 3, complete: true, differences: [{ source: { note: 'secret' } }] });
  });

  it('writes a script that removes before it changes and adds, as text', async () => {
    const answer = await server().get(`${path}/shop/items/repair.sql`).expect(200);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('repair.sql');
    expect(answer.text).toMatch(
      /^-- Makes shop\.items .*0-1-7[^]*target could not be asked[^]*EXTRA 2;\nREMOVE 1;\nCHANGED 1;\nMISSING 0;\nCOMMIT;\n[^]*\n-- End\.\n$/,
    );
  });

  it('hides values where the configuration wants it, and keeps the keys', async () => {
    config.verification.showValues = false;
    try {
      const { body, text } = await server().get(`${path}/shop/items/differences`).expect(200);
      expect(body.differences.map(({ key }: { key: unknown }) => key)).toEqual([{ id: '0' }, { id: '1' }, { id: '2' }]);
      expect(text).not.toContain('secret');
      const refusal = await server().get(`${path}/shop/items/repair.sql`).expect(403);
      expect(refusal.body).toMatchObject({ code: 'VALUES_HIDDEN', message: expect.stringContaining('showValues') });
      expect(refusal.headers['content-disposition']).toBeUndefined();
    } finally {
      config.verification.showValues = true;
    }
  });

  it.each(['differences?cursor=nonsense', 'chunks?cursor=nonsense', 'chunks?limit=0', 'differences?colour=red'])(
    'refuses %s, naming the field',
    async (query) => {
      const answer = await server().get(`${path}/shop/items/${query}`).expect(400);
      expect(answer.body).toMatchObject({ code: 'INPUT_INVALID', details: [{ path: expect.any(String) }] });
    },
  );
});
