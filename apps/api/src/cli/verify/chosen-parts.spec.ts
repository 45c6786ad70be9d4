import type { MigrationConfig } from '../../config/config.schema.js';
import { chooseMigration } from './chosen-parts.js';

const named = (...names: string[]): MigrationConfig[] =>
  names.map((name) => ({ name, group: null }) as MigrationConfig);
const several = (name: string, ...databases: string[]): MigrationConfig[] =>
  databases.map(
    (database) => ({ name: `${name}.${database}`, group: { name, database, count: 2 } }) as MigrationConfig,
  );
const every = { migration: null, tables: null };
const alone = (migration: string) => ({ migration, database: null, tables: null });

describe('chooseMigration', () => {
  it('takes the only one without being told', () => {
    const only = { name: 'shop', parts: [alone('shop')], notAskedFor: [] };
    expect(chooseMigration(named('shop'), every)).toEqual(only);
  });

  it('takes the one that is named, and one database of several by its own name', () => {
    const configured = [...named('shop', 'crm'), ...several('hr', 'a', 'b')];
    for (const name of ['crm', 'hr.b'])
      expect(chooseMigration(configured, { ...every, migration: name })).toMatchObject({ name, parts: [alone(name)] });
  });

  it.each([
    [null, 'more than one migration is configured: name one with --migration; configured: shop, hr'],
    ['x', 'there is no migration "x": name one with --migration; configured: shop, hr, hr.a, hr.b'],
  ])('refuses %j and names those there are', (migration, message) => {
    const choose = () => chooseMigration([...named('shop'), ...several('hr', 'a', 'b')], { ...every, migration });
    expect(choose).toThrow(message);
  });

  it.each([null, 'shop'])('takes every database of a migration that has several (%j)', (migration) => {
    expect(chooseMigration(several('shop', 'a', 'b'), { ...every, migration })).toEqual({
      name: 'shop',
      parts: [
        { migration: 'shop.a', database: 'a', tables: null },
        { migration: 'shop.b', database: 'b', tables: null },
      ],
      notAskedFor: [],
    });
  });

  it.each([null, 'shop'])('takes a migration that lists one database as that one (%j)', (migration) => {
    expect(chooseMigration(several('shop', 'a'), { ...every, migration }).parts).toEqual([alone('shop.a')]);
  });

  it('takes tables by the database before them, the longest that fits', () => {
    const tables = ['a.b.public.t', 'b.public.u', 'b.public.v'];
    expect(chooseMigration(several('shop', 'a', 'a.b', 'b'), { migration: null, tables })).toEqual({
      name: 'shop',
      parts: [
        { migration: 'shop.a.b', database: 'a.b', tables: ['public.t'] },
        { migration: 'shop.b', database: 'b', tables: ['public.u', 'public.v'] },
      ],
      notAskedFor: ['a'],
    });
    expect(() => chooseMigration(several('shop', 'a', 'b'), { migration: null, tables: ['public.t'] })).toThrow(
      '--table public.t: write database.schema.table with one of these databases: a, b',
    );
  });
});
