import { describeUnmatched, unmatchedEntries } from './unmatched-entries.js';

const found = [
  { db: 'shop', name: 'orders' },
  { db: 'shop', name: 'tmp_1' },
];

it('finds nothing in a configuration of which every entry is there', () => {
  const config = { databases: ['shop'], tables: ['shop.orders'], excludeTables: ['shop.tmp_*'] };
  expect(unmatchedEntries(config, found)).toEqual({ databases: [], tables: [], excludeTables: [] });
});

it('names each database, table and pattern that matches nothing', () => {
  const config = {
    databases: ['shop', 'biling', 'Shop'],
    tables: ['shop.order', 'crm.people'],
    excludeTables: ['shop.tmp_*', 'shop.temp_*'],
  };
  expect(unmatchedEntries(config, found)).toEqual({
    databases: ['biling', 'Shop'],
    tables: ['shop.order', 'crm.people'],
    excludeTables: ['shop.temp_*'],
  });
});

it('says each in the terms of the engine', () => {
  const unmatched = { databases: ['publik'], tables: [], excludeTables: ['public.x\n*'] };
  expect(describeUnmatched('postgres', unmatched).map(({ fault }) => fault)).toEqual([
    'schemas: publik has no table on either side',
    'excludeTables: public.x * matches no table',
  ]);
});
