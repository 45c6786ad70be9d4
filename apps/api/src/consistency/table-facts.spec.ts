import type { TableShape } from '../tables/tables.service.js';
import { comparableKey } from './table-facts.js';
import { unknownTables } from './unknown-tables.js';

const shape = (...primaryKey: string[]): TableShape => ({ kind: 'table', engine: 'InnoDB', columns: [], primaryKey });
const table = (source: TableShape | null, target: TableShape | null) => ({
  id: 'd.t',
  database: 'd',
  name: 't',
  source,
  target,
});

describe('comparableKey', () => {
  it('is the first column of the key that both sides have', () => {
    expect(comparableKey(table(shape('a', 'b'), shape('a')))).toBe('a');
    expect(comparableKey(table(shape('a'), null))).toBe('a');
  });

  it('is none where the sides disagree or have none', () => {
    expect(comparableKey(table(shape('a'), shape('b')))).toBeNull();
    expect(comparableKey(table(shape(), shape()))).toBeNull();
    expect(comparableKey(table(shape(), shape('a')))).toBeNull();
  });
});

describe('unknownTables', () => {
  it('turns what was good into unknown when nothing can be read', () => {
    const earlier = [
      {
        table: 'd.t',
        verdict: 'matched' as const,
        differences: [],
        source: null,
        target: null,
        position: 'p',
        checkedAt: 'then',
        durationMs: 3,
      },
    ];
    expect(unknownTables(earlier, 'both down', 'now')).toEqual([
      expect.objectContaining({
        verdict: 'unverified',
        reason: 'The tables could not be listed: both down',
        checkedAt: 'now',
        position: null,
      }),
    ]);
  });
});
