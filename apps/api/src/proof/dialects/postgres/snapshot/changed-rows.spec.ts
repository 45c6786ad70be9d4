import { type StreamedRelation, type StreamedRow, unchanged } from '@cutover/databases/postgres';
import { changedRows, identityText, RowsUnknown, textOf, touchedKeys } from './changed-rows.js';
import type { RowChange } from './transaction-log.js';

const relation = (identity: StreamedRelation['identity'], keys: readonly string[]): StreamedRelation => ({
  ...{ id: 1, schema: 'public', table: 't', identity },
  columns: ['id', 'v', 'big'].map((name) => ({ name, isKey: keys.includes(name) })),
});
const usual = relation('d', ['id']);
const full = relation('f', ['id', 'v', 'big']);
const columns = { key: ['id'], columns: ['big', 'id', 'v'] };
const none = new Map();

let place = 0;
const insert = (row: StreamedRow, of = usual): RowChange => ({
  ...{ kind: 'insert', relation: of, place: place++, old: null, row },
});
const update = (row: StreamedRow, old: RowChange['old'] = null, of = usual): RowChange => ({
  ...{ kind: 'update', relation: of, place: place++, old, row },
});
const remove = (id: string, of = usual): RowChange => ({
  ...{ kind: 'delete', relation: of, place: place++, row: null, old: { kind: 'key', values: [id, null, null] } },
});
const byKey = (id: string): RowChange['old'] => ({ kind: 'key', values: [id, null, null] });

describe('changes of a table', () => {
  it('come to the last version of each key, with the columns in the order of the comparison', () => {
    const changes = [insert(['1', 'a', 'x']), update(['1', 'b', null]), insert(['2', 'c', 'y']), remove('3')];
    expect(changedRows(changes, columns, none)).toEqual([
      { key: ['1'], source: [null, '1', 'b'] },
      { key: ['2'], source: ['y', '2', 'c'] },
      { key: ['3'], source: null },
    ]);
  });

  it('leave no row behind under a key that was changed, nor under one that was deleted and made again', () => {
    const changes = [
      insert(['1', 'a', 'x']),
      update(['2', 'a', 'x'], byKey('1')),
      remove('4'),
      insert(['4', 'd', 'z']),
    ];
    expect(changedRows(changes, columns, none)).toEqual([
      { key: ['1'], source: null },
      { key: ['2'], source: ['x', '2', 'a'] },
      { key: ['4'], source: ['z', '4', 'd'] },
    ]);
  });

  it('carry a long value, and one that looks like it, as the comparison reads them', () => {
    const [row] = changedRows([insert(['1', '#1', 'x'.repeat(70_000)])], columns, none);
    expect(row?.source).toEqual([expect.stringMatching(/^#70000:[0-9a-f]{64}$/), '1', '##1']);
  });

  it('take a value that is not repeated from the version before, over a change of the key too', () => {
    const changes = [
      insert(['1', 'a', 'large']),
      update(['1', 'b', unchanged]),
      update(['2', 'c', unchanged], byKey('1')),
      update(['2', 'd', unchanged]),
    ];
    expect(changedRows(changes, columns, none)).toEqual([
      { key: ['1'], source: null },
      { key: ['2'], source: ['large', '2', 'd'] },
    ]);
  });

  it('take it from the snapshot where these changes have no earlier version', () => {
    const first = update(['7', 'b', unchanged], byKey('6'));
    expect(identityText(first)).toBe(textOf(['6']));
    const stored = new Map([[textOf(['6']), new Map([['big', 'stored']])]]);
    expect(changedRows([first, update(['7', 'c', unchanged])], columns, stored)[1]).toEqual({
      ...{ key: ['7'], source: ['stored', '7', 'c'] },
    });
    expect(() => changedRows([first], columns, none)).toThrow(RowsUnknown);
  });

  it('take it from the old row where that is told in full', () => {
    const old: RowChange['old'] = { kind: 'row', values: ['1', 'a', 'large'] };
    const change = update(['1', 'b', unchanged], old, full);
    expect(identityText(change)).toBeNull();
    expect(changedRows([change], columns, none)).toEqual([{ key: ['1'], source: ['large', '1', 'b'] }]);
  });

  it('do not tell a column that is not published: it is computed', () =>
    expect(changedRows([insert(['1', 'a', 'x'])], { key: ['id'], columns: ['id', 'computed'] }, none)).toEqual([
      { key: ['1'], source: ['1', undefined] },
    ]));

  it('are unknown where the replica identity is another key, except for inserts', () => {
    const other = relation('i', ['v']);
    expect(changedRows([insert(['1', 'a', 'x'], other)], columns, none)).toHaveLength(1);
    expect(() => changedRows([update(['2', 'a', 'x'], null, other)], columns, none)).toThrow('replica identity');
    expect(() => changedRows([remove('1', other)], columns, none)).toThrow('replica identity');
  });
});

it('touch the keys of before and after, whatever the stream tells of the values', () => {
  const changes = [insert(['1', 'a', 'x']), update(['3', 'a', unchanged], byKey('2')), remove('4'), remove('1')];
  expect([...touchedKeys(changes, ['id']).values()]).toEqual([['1'], ['2'], ['3'], ['4']]);
  const other = relation('i', ['v']);
  expect(() => touchedKeys([update(['2', 'a', 'x'], null, other)], ['id'])).toThrow(RowsUnknown);
});
