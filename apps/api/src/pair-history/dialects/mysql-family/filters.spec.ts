import type { Facts, PairLook, SideLook } from '../../pair-look.js';
import { filtersOf } from './filters.js';

const side = (facts: Facts): SideLook => ({ at: '', identity: 'a', title: 'a', facts });
const pair = (target: Facts, source: Facts = {}): PairLook => ({ source: side(source), target: side(target) });
/** The settings by which a table is left out. */
const leavingOut = (look: PairLook, id = 'shop.log'): string[] => {
  const [database = '', name = ''] = id.split('.');
  return filtersOf(look).flatMap(({ setting, leavesOut }) => (leavesOut({ database, name }) ? [setting] : []));
};

it.each<[Facts, string, boolean]>([
  [{ 'set replicate_do_db': 'shop,crm' }, 'shop.log', false],
  [{ 'set replicate_do_db': 'crm' }, 'shop.log', true],
  [{ 'set replicate_ignore_db': 'mysql, shop' }, 'shop.log', true],
  [{ 'set replicate_ignore_db': 'mysql' }, 'shop.log', false],
  [{ 'set replicate_do_table': 'shop.log' }, 'shop.log', false],
  [{ 'set replicate_do_table': 'shop.log' }, 'shop.orders', true],
  [{ 'set replicate_ignore_table': 'shop.log' }, 'shop.log', true],
  [{ 'set replicate_ignore_table': 'shop.log' }, 'shop.orders', false],
  [{ 'set replicate_wild_do_table': 'shop.%' }, 'shop.log', false],
  [{ 'set replicate_wild_do_table': 'sh_p.lo_' }, 'shop.log', false],
  [{ 'set replicate_wild_do_table': 'shop.%' }, 'crm.log', true],
  [{ 'set replicate_wild_ignore_table': 'shop.l%' }, 'shop.log', true],
  [{ 'set replicate_wild_ignore_table': 'my\\_app.%' }, 'myxapp.log', false],
  [{ 'set replicate_wild_ignore_table': 'my\\_app.%' }, 'my_app.log', true],
  [{ 'set replicate_wild_do_table': 'shop.%', 'set replicate_wild_ignore_table': 'shop.log' }, 'shop.log', false],
  [{ 'set replicate_do_table': 'shop.log', 'set replicate_ignore_table': 'shop.log' }, 'shop.log', false],
  [{ 'set replicate_rewrite_db': 'shop->store' }, 'shop.log', true],
  [{ 'set replicate_rewrite_db': 'shop->store' }, 'store.log', false],
  [{ 'set replicate_do_db': '', 'set replicate_ignore_table': '' }, 'shop.log', false],
])('with %j the table %s is left out: %s', (target, id, isLeftOut) => {
  expect(leavingOut(pair(target), id).length > 0).toBe(isLeftOut);
});

it('says the settings as the server does', () => {
  expect(leavingOut(pair({ 'set replicate_do_db': 'crm', 'set replicate_ignore_db': '' }))).toEqual([
    'replicate_do_db = crm',
  ]);
});

it('sees what the source keeps out of its log, and a target that ignores the source', () => {
  expect(leavingOut(pair({}, { 'set binlog_do_db': '', 'set binlog_ignore_db': 'shop' }))).toEqual([
    'binlog_ignore_db = shop',
  ]);
  expect(leavingOut(pair({}, { 'set binlog_do_db': 'crm', 'set binlog_ignore_db': '' }))).toHaveLength(1);
  const ignoring = { 'set replicate_ignore_server_ids': '7, 8' };
  expect(leavingOut(pair(ignoring, { self: '8' }))).toHaveLength(1);
  expect(leavingOut(pair(ignoring, { self: '9' }))).toEqual([]);
});

it('takes the filters of a channel for those of that channel: with several sources each leaves out what the others bring', () => {
  const one = { 'set replicate_do_db of crm': 'crm' };
  expect(leavingOut(pair(one))).toHaveLength(1);
  expect(leavingOut(pair({ ...one, 'set replicate_do_db': 'shop' }))).toEqual([]);
  expect(filtersOf({ source: null, target: null })).toEqual([]);
});
