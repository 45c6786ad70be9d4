import type { INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { ChecksumResult } from '@cutover/contracts';
import request from 'supertest';
import { UserError } from '../platform/failures.js';
import { FailureFilter } from '../platform/http/failure.filter.js';
import { inputValidation } from '../platform/http/input-validation.js';
import { ChecksumController } from './checksum.controller.js';
import { ChecksumService } from './checksum.service.js';

const path = '/api/migrations/shop/checksums';
const asked: unknown[][] = [];
const note =
  (answer: object) =>
  (...parameters: unknown[]): object => {
    asked.push(parameters);
    return answer;
  };
const result = { table: 'shop.orders', verdict: 'diverged', mode: 'table' } as ChecksumResult;

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
      return result;
    },
  };
  const module = await Test.createTestingModule({
    controllers: [ChecksumController],
    providers: [
      { provide: ChecksumService, useValue: service },
      { provide: APP_PIPE, useFactory: inputValidation },
      { provide: APP_FILTER, useClass: FailureFilter },
    ],
  }).compile();
  app = module.createNestApplication();
  await app.init();
});

afterAll(() => app.close());
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

  it.each(['differences', 'repair.sql'])('has no %s in this mode, and never an empty list', async (route) => {
    const answer = await server().get(`${path}/shop/orders/${route}`).expect(404);
    expect(answer.body).toMatchObject({
      code: 'DIFFERENCES_NOT_AVAILABLE',
      message: expect.stringContaining('mode table'),
    });
    const unknown = await server().get(`${path}/shop/unknown/${route}`).expect(404);
    expect(unknown.body).toMatchObject({ code: 'TABLE_UNKNOWN' });
  });
});
