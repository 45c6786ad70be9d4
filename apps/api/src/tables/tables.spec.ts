import { catalogOf, changeBetween, shapesOf, skippedOf } from './table-catalog.js';
import { anyGlob, selectionOf } from './table-selection.js';
import { tablesStatement } from './dialects/mysql-family/catalog-statements.js';

describe('a selection', () => {
  it('is exact and case-sensitive', () => {
    const selection = selectionOf({
      databases: ['shop'],
      tables: ['other.a.b'],
      excludeTables: ['shop.log*'],
    });
    expect(selection.databases).toEqual(['shop']);
    expect(selection.named).toEqual(['other.a.b']);
    expect(['orders', 'Orders', 'log_1', 'blog'].map((name) => selection.includes('shop', name))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect([
      selection.includes('Shop', 'orders'),
      selection.includes('other', 'a.b'),
      selection.includes('other', 'a'),
    ]).toEqual([false, true, false]);
  });

  it('takes everything but * in a pattern for itself', () => {
    expect(anyGlob(['a.b+c?*'])('a.b+c?\nany')).toBe(true);
    expect(anyGlob(['a.b+c?*'])('aXb+c?')).toBe(false);
    expect(anyGlob([])('a.b')).toBe(false);
  });

  it('asks for nothing that cannot exist, and for nothing at all when nothing is left', () => {
    const { sql, params } = tablesStatement(
      selectionOf({ databases: ['shop', '👻'], tables: ['x.👻', 'y.t'], excludeTables: [] }),
    );
    expect(params).toEqual(['shop', 'y', 't']);
    expect(sql).toContain('TABLE_SCHEMA IN (?) OR (TABLE_SCHEMA = ? AND TABLE_NAME IN (?))');
    expect(tablesStatement(selectionOf({ tables: ['x.👻'], excludeTables: [] })).sql).toContain('1 = 0');
  });
});

describe('a catalog', () => {
  const selection = selectionOf({ databases: ['shop'], tables: ['shop.ghost'], excludeTables: [] });
  const side = (...names: string[]) =>
    shapesOf(
      {
        tables: names.map((name) => ({ db: 'shop', name, type: 'BASE TABLE', engine: 'InnoDB' })),
        columns: [],
        keys: [],
      },
      selection,
    );

  it('lays both sides beside each other and lists what is named and nowhere', () => {
    const found = catalogOf(side('a', 'b'), side('b', 'c'), selection);
    expect(found.map(({ id, source, target }) => [id, source !== null, target !== null])).toEqual([
      ['shop.a', true, false],
      ['shop.b', true, true],
      ['shop.c', false, true],
      ['shop.ghost', false, false],
    ]);
  });

  it('tells what it leaves out, once, whichever side has it, and nothing of another case', () => {
    const some = selectionOf({ databases: ['shop'], tables: ['crm.a', 'crm.b'], excludeTables: ['*.log*', 'crm.b'] });
    const row = (db: string, name: string, type = 'BASE TABLE') => ({ db, name, type, engine: null });
    const names = [
      ...[row('shop', 'b'), row('shop', 'log1'), row('shop', 'log1'), row('Shop', 'log2'), row('shop', 'v', 'VIEW')],
      ...[row('crm', 'b'), row('crm', 'a'), row('crm', 'log')],
    ];
    const shapes = shapesOf({ tables: names, columns: [], keys: [] }, some);
    expect(skippedOf(names, catalogOf(shapes, shapes, some), some)).toEqual({
      excluded: ['crm.b', 'shop.log1'],
      view: ['shop.v'],
    });
  });

  it('tells what came and went on both sides together', () => {
    const before = catalogOf(side('a', 'b'), side('a', 'b'), selection);
    const after = catalogOf(side('b', 'c'), side('b'), selection);
    expect(changeBetween(before, after)).toEqual({ appeared: ['shop.c'], disappeared: ['shop.a'] });
  });

  it('leaves out columns of a table that vanished between two questions', () => {
    const columns = [{ db: 'shop', name: 'gone', col: 'id', type: 'int', collation: null }];
    expect(shapesOf({ tables: [], columns, keys: [{ db: 'shop', name: 'gone', col: 'id' }] }, selection).size).toBe(0);
  });
});
