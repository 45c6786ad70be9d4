import { tablesOf } from './binlog-tables.js';

const event = (Event_type: string, Info: string, Server_id = 1) => ({ Event_type, Info, Server_id });

it('names the tables whose rows were written, once, also names with dots and brackets', () =>
  expect(
    tablesOf(
      [
        event('Gtid', 'BEGIN GTID 0-1-5'),
        event('Table_map', 'table_id: 21 (shop.b)'),
        event('Table_map', 'table_id: 22 (shop.a (old))'),
        event('Table_map', 'table_id: 21 (shop.b)'),
        event('Query', 'COMMIT'),
      ],
      null,
    ),
  ).toEqual({ tables: ['shop.a (old)', 'shop.b'], isAll: true }));

it('leaves out what another server wrote', () =>
  expect(
    tablesOf([event('Table_map', 'table_id: 1 (shop.a)', 2), event('Table_map', 'table_id: 2 (shop.b)')], '1'),
  ).toEqual({
    ...{ tables: ['shop.b'], isAll: true },
  }));

it('does not say that these are all where a statement was logged as text', () =>
  expect(tablesOf([event('Query', 'use `shop`; DROP TABLE a')], '1')).toEqual({ tables: [], isAll: false }));
