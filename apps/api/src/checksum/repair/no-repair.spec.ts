import { aColumn, aPlan } from '../../../test/support/exact-column.js';
import type { RowFinding } from '../comparison/drill-down/difference-log.js';
import { assembleScript } from './assemble-script.js';
import { noRepair } from './no-repair.js';

const dialect = noRepair('copy the table again');
const plan = aPlan([aColumn('id', 'int')]);
const missing: RowFinding = { kind: 'missing', key: ['1'], source: ['1'], target: null, position: null };
const refusing = { query: () => Promise.reject(new Error('a statement was sent')) };

describe('noRepair', () => {
  it('makes a script of comments alone, which says why and what to do', () => {
    const repair = { kind: 'missing' as const, ...dialect.rowRepair(missing, plan) };
    const subject = {
      ...{ database: 'shop', name: 'orders\nDROP', target: null, position: null, isComplete: true, now: 'now' },
      rows: { missing: 1, changed: 0, extra: 0 },
    };
    const lines = assembleScript(dialect, subject, [repair]).join('\n').split('\n');
    expect(lines).toEqual([
      '-- Rows of shop.orders DROP are not repaired: copy the table again',
      '-- This row is not repaired: copy the table again',
    ]);
  });

  it('sends nothing to a server', async () => {
    const { signal } = new AbortController();
    expect(await dialect.readTarget(refusing, 'shop', 'orders')).toBeNull();
    expect(await dialect.longValues(refusing, signal).fill(missing, plan)).toBe(missing);
  });
});
