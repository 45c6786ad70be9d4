import type { TableShape } from '../tables/tables.service.js';
import { comparableKey } from './table-facts.js';

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
