import type { ServerConnection } from '@cutover/databases';
import { mysqlFamilyComparison } from '../../checksum/dialects/mysql-family/comparison-dialect.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import { chooseWork, estimateRows } from './choose-work.js';
import { CannotRun } from '../cannot-run.js';

const watched = ['shop.a', 'shop.b'].map((id) => ({ id }) as WatchedTable);

describe('chooseWork', () => {
  it('takes all that is watched, or what is named', () => {
    expect(chooseWork(watched, null)).toEqual(watched);
    expect(chooseWork(watched, ['shop.b']).map(({ id }) => id)).toEqual(['shop.b']);
  });

  it('refuses a name that is not watched rather than leave it out', () => {
    expect(() => chooseWork(watched, ['shop.b', 'shop.c'])).toThrow(/--table: "shop\.c" is not a watched table/);
  });

  it('refuses to call nothing verified', () => {
    expect(() => chooseWork([], null)).toThrow(CannotRun);
  });
});

describe('estimateRows', () => {
  const { signal } = new AbortController();
  /** A server that answers with these rows, and notes that it was asked. */
  const server = (answer: () => Promise<object[]>) => {
    const query = jest.fn(answer);
    return { query, source: { query } as unknown as ServerConnection };
  };

  it('is what the source guesses, and 0 for a table it does not know', async () => {
    const { source } = server(async () => [{ db: 'shop', name: 'a', tableRows: '7' }]);
    const tables = watched.map((table) => ({ ...table, database: 'shop' }));
    const known = await estimateRows(mysqlFamilyComparison, source, tables, signal);
    expect([...known]).toEqual([
      ['shop.a', 7n],
      ['shop.b', 0n],
    ]);
  });

  it('is 0 where the source does not answer: it is for the progress bar alone', async () => {
    const { source } = server(() => Promise.reject(new Error('gone')));
    expect([...(await estimateRows(mysqlFamilyComparison, source, watched, signal)).values()]).toEqual([0n, 0n]);
  });

  it('asks nothing of an engine whose rows are not compared', async () => {
    const { query, source } = server(async () => []);
    const dialect = { ...mysqlFamilyComparison, obstacle: () => 'not compared yet' };
    expect([...(await estimateRows(dialect, source, watched, signal)).values()]).toEqual([0n, 0n]);
    expect(query).not.toHaveBeenCalled();
  });
});
