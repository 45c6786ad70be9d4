import { z } from 'zod';
import * as contracts from './index.js';
import {
  alertQuerySchema,
  lagPointSchema,
  lagQuerySchema,
  startRunSchema,
  tableFactsSchema,
  verdictSchema,
} from './index.js';

const exported: Record<string, unknown> = contracts;
const schemas = Object.entries(exported).filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType);

describe('the contracts', () => {
  it('are all named …Schema, so that no type shares a name with its constant', () => {
    expect(schemas.map(([name]) => name).filter((name) => !name.endsWith('Schema'))).toEqual([]);
    expect(schemas.length).toBeGreaterThan(20);
  });

  it('give every OpenAPI component a name of its own', () => {
    const ids = schemas.map(([, schema]) => schema.meta()?.id).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('can all be written as JSON Schema', () => {
    for (const [name, schema] of schemas)
      expect({ name, type: typeof z.toJSONSchema(schema, { io: 'input' }) }).toEqual({ name, type: 'object' });
  });

  it('know four verdicts and no fifth', () => {
    expect(verdictSchema.options).toEqual(['matched', 'lagging', 'diverged', 'unverified']);
  });

  it('tell unknown from zero', () => {
    const point = {
      at: '2026-11-20T03:00:00.000Z',
      atLeastSeconds: null,
      transactionsBehind: null,
      notReceivedBytes: null,
      notAppliedBytes: null,
      state: 'unknown',
    };
    expect(lagPointSchema.parse({ ...point, seconds: null }).seconds).toBeNull();
    expect(lagPointSchema.safeParse(point).success).toBe(false);
  });

  it('carry keys and counts beyond 2^53 without losing a digit', () => {
    const facts = {
      rows: '18446744073709551615',
      smallestKey: '-9223372036854775808',
      largestKey: null,
      autoIncrement: null,
      columns: [],
    };
    expect(tableFactsSchema.parse(facts)).toEqual(facts);
    expect(tableFactsSchema.safeParse({ ...facts, rows: 18446744073709551615 }).success).toBe(false);
  });
});

describe('a query or a body', () => {
  it.each([
    ['`from` after `to`', lagQuerySchema, { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
    ['an instant that is none', lagQuerySchema, { from: 'yesterday' }],
    ['one point', lagQuerySchema, { points: '1' }],
    ['an unknown key', alertQuerySchema, { colour: 'red' }],
    ['an unknown state', alertQuerySchema, { state: 'open' }],
    ['an empty list of tables', startRunSchema, { tables: [] }],
    ['a misspelt key', startRunSchema, { tabels: ['shop.orders'] }],
  ] as const)('is refused for %s', (_, schema, input) => {
    expect(schema.safeParse(input).success).toBe(false);
  });

  it('has defaults where the user says nothing', () => {
    expect(lagQuerySchema.parse({})).toEqual({ points: 500 });
    expect(alertQuerySchema.parse({})).toEqual({ state: 'all', limit: 50 });
    expect(startRunSchema.parse({})).toEqual({});
  });
});
