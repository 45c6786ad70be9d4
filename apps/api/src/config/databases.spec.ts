import { ConfigError } from './config-error.js';
import { parseConfig } from './reading/load-config.js';

const side = (host: string) => ({ host, username: 'cutover', password: 'secret' });

function parsed(keys: object, more: object = {}) {
  const migration = { name: 'shop', engine: 'postgres', source: side('one.example'), target: side('two.example') };
  const text = JSON.stringify({ migrations: [{ ...migration, ...keys }], ...more });
  return parseConfig(text, 'cutover.json', {});
}

function faultsOf(keys: object, more: object = {}): string[] {
  try {
    parsed(keys, more);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.faults];
    throw error;
  }
}

it('makes a part of each database of PostgreSQL, with what of it is watched', () => {
  const { migrations } = parsed({
    databases: ['shop', 'billing'],
    schemas: ['public', 'billing.audit'],
    tables: ['shop.reports.daily'],
    excludeTables: ['billing.public.log_*', 'shop.public.tmp.*'],
  });
  expect(
    migrations.map(({ name, group, source, target, databases, schemas, tables, excludeTables }) => ({
      ...{ name, group, databases, schemas, tables, excludeTables },
      sides: [source.database, target.database],
    })),
  ).toEqual([
    {
      name: 'shop.shop',
      group: { name: 'shop', database: 'shop' },
      sides: ['shop', 'shop'],
      databases: undefined,
      schemas: ['public'],
      tables: ['reports.daily'],
      excludeTables: ['public.tmp.*'],
    },
    {
      name: 'shop.billing',
      group: { name: 'shop', database: 'billing' },
      sides: ['billing', 'billing'],
      databases: undefined,
      schemas: ['public', 'audit'],
      tables: [],
      excludeTables: ['public.log_*'],
    },
  ]);
});

it('leaves a migration of one database, and the databases of other engines, as they are', () => {
  const pair = { source: { ...side('one'), database: 'shop' }, target: { ...side('two'), database: 'shop' } };
  expect(parsed({ ...pair, schemas: ['public'] }).migrations).toMatchObject([{ name: 'shop', group: null }]);
  expect(parsed({ engine: 'mariadb', databases: ['a', 'b'] }).migrations).toMatchObject([
    { name: 'shop', group: null, databases: ['a', 'b'] },
  ]);
});

it('lets a channel name the migration, or one of its databases', () => {
  const channel = (migrations: string[]) => ({
    alerts: { channels: [{ name: 'chat', type: 'slack', url: 'https://chat.example/1', migrations }] },
  });
  const keys = { databases: ['shop'], schemas: ['public'] };
  expect(faultsOf(keys, channel(['shop']))).toEqual([]);
  expect(faultsOf(keys, channel(['shop.shop']))).toEqual([]);
  expect(faultsOf(keys, channel(['other']))).toEqual([
    expect.stringMatching(/no such migration; configured: shop, shop\.shop/),
  ]);
});

it.each([
  ['no schema at all', { databases: ['shop'] }, [/schemas: name at least one schema/, /databases\[0\]: nothing of it/]],
  [
    'a database of which nothing is watched',
    { databases: ['shop', 'billing'], schemas: ['shop.public'] },
    [/databases\[1\]: nothing of it is watched: name its schemas \(schemas: \[billing\.public\]\)/],
  ],
  [
    'a database of a side beside them',
    { databases: ['shop'], schemas: ['public'], source: { ...side('one'), database: 'shop' } },
    [/source\.database: is no key beside databases/],
  ],
  ['a database twice', { databases: ['shop', 'shop'], schemas: ['public'] }, [/databases\[1\]: is named twice/]],
  ['a dot in a database', { databases: ['a.b'], schemas: ['public'] }, [/databases\[0\]: has a dot/]],
  [
    'a name that is too long for the store',
    { databases: ['x'.repeat(60)], schemas: ['public'] },
    [/databases\[0\]: is longer than 63 characters with the name of the migration/],
  ],
  [
    'a schema of a database that is not named',
    { databases: ['shop'], schemas: ['public', 'biling.audit'] },
    [/schemas\[1\]: biling is none of the databases/],
  ],
  [
    'tables without their database',
    { databases: ['shop'], schemas: ['public'], tables: ['public.a'], excludeTables: ['public.b', 'crm.public.c'] },
    [/tables\[0\]: must be database\.schema\.table/, /excludeTables\[0\]: must be/, /excludeTables\[1\]: crm is none/],
  ],
  [
    'a system schema of one of them',
    { databases: ['shop'], schemas: ['shop.pg_catalog', 'public'], tables: ['shop.pg_toast.x'] },
    [/schemas\[0\]: pg_catalog is a system schema/, /tables\[0\]: pg_toast is a system schema/],
  ],
] satisfies [string, object, RegExp[]][])('refuses %s', (_, keys, lines) => {
  expect(faultsOf(keys)).toEqual(lines.map((line) => expect.stringMatching(line)));
});
