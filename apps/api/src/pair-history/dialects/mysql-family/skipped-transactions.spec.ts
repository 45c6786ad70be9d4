import type { Facts } from '../../pair-look.js';
import { changedSettings, rememberSettings } from '../../changed-settings.js';
import { mysqlFamilyHistory } from './pair-history-dialect.js';
import { rememberCounted, skippedTransactions } from './skipped-transactions.js';

/** A MariaDB target that has applied 100 transactions of its source, and runs. */
const facts: Facts = {
  ...{ booted: '1000', starts: '1', stops: '0', applier: 'running', failure: '0', toSkip: '0' },
  ...{ passed: '100', reached: '100', noted: '100', groups: '100', logged: '100' },
  ...{ 'surplus of groups': '0', 'surplus of logged': '0' },
};
const happened = (change: Facts, before: Facts = facts, mayStopReplication = false): string | null =>
  skippedTransactions({ before, after: rememberCounted(before, { ...before, ...change }) }, mayStopReplication)
    ?.reason ?? null;

describe('on MariaDB', () => {
  const restarted = { starts: '2', stops: '1' };
  const applied = { passed: '110', reached: '110', noted: '110', groups: '110', logged: '110' };

  it('finds nothing while nobody started replication, whatever is under way', () => {
    expect(happened({ passed: '110', reached: '110', noted: '110', groups: '113' })).toBeNull();
    expect(happened({ passed: '113', reached: '113', noted: '113', groups: '113' })).toBeNull();
  });

  it('finds a transaction that was passed and not begun, where replication was started in between', () => {
    expect(happened({ ...restarted, ...applied })).toBeNull();
    const skipped = '1 transaction was passed';
    expect(happened({ ...restarted, ...applied, groups: '109' })).toContain(skipped);
    // One that was under way at the stop is begun twice, which would hide another that was skipped.
    expect(happened({ ...restarted, ...applied, logged: '109' })).toContain(skipped);
    expect(happened({ ...restarted, ...applied, logged: '109', 'set replicate_do_db': 'shop' })).toBeNull();
  });

  it('does not take transactions for skipped that were under way at the last look, and done at an earlier one', () => {
    const busy = rememberCounted(facts, { ...facts, groups: '104' });
    expect(busy['surplus of groups']).toBe('0');
    expect(happened({ ...restarted, ...applied }, busy)).toBeNull();
  });

  it('takes a server that begins to count anew for restarted, however soon after its last start that was', () =>
    expect(happened({ booted: '1002', starts: '0', groups: '0', logged: '0' })).toBeNull());

  it('finds a position that was moved, also while the applier is still stopped, and over a restart of the server', () => {
    const moved = { reached: '150', noted: '101', groups: '100' };
    expect(happened({ ...moved, applier: 'stopped' })).toContain('moved by hand');
    expect(happened({ ...moved, booted: '2000', groups: '0' })).toContain('moved by hand');
  });

  it('takes an unseen error for one where there are more starts than stops, unless a barrier of ours may be the cause', () => {
    const twice = { starts: '3', stops: '1', ...applied };
    // The transaction at which it ended was begun twice.
    const ended = { ...twice, groups: '111' };
    expect(happened(ended)).toContain('started 2 times and stopped 1 times');
    expect(happened(ended, facts, true)).toBeNull();
    expect(happened({ ...twice, groups: '110', 'set replicate_do_db': 'shop' })).toContain('started 2 times');
    expect(happened({ starts: '2' }, { ...facts, applier: 'stopped' })).toBeNull();
  });

  it('does not fear a START SLAVE that an applier was given which ran: all was begun once and logged once', () => {
    expect(happened({ starts: '3', stops: '1', ...applied })).toBeNull();
    expect(happened({ starts: '2', stops: '0' })).toBeNull();
  });

  it('finds what a start has left out with the next transaction, however many looks later that comes', () => {
    const started = rememberCounted(facts, { ...facts, starts: '2', stops: '1' });
    const quiet = rememberCounted(started, started);
    expect(happened({ reached: '150', noted: '101' }, quiet)).toContain('moved by hand');
    const goesOn = rememberCounted(quiet, { ...quiet, ...applied });
    expect(happened({ reached: '150', noted: '111' }, goesOn)).toBeNull();
  });

  it('does not guess after a restart of the target where replication began by itself, or all that was passed was begun', () => {
    const rebooted = { booted: '2000', passed: '110', reached: '110', noted: '110', groups: '3', stops: '0' };
    expect(happened({ ...rebooted, starts: '0' })).toBeNull();
    expect(happened({ ...rebooted, starts: '1', groups: '10' })).toBeNull();
    expect(happened({ ...rebooted, starts: '1' })).toContain('started by hand before Cutover saw it again');
  });
});

it('says on MySQL, which counts nothing, that a start may hide a skipped transaction', () => {
  const { groups: _, surplus: _s, noted: _n, reached: _r, ...mysql } = facts;
  expect(happened({ applied: 'x' }, mysql)).toBeNull();
  const { starts: _t, ...uncounted } = mysql;
  expect(happened({ applied: 'x' }, uncounted)).toBeNull();
  expect(happened({ starts: '2', stops: '1' }, mysql)).toContain('does not show whether a transaction was skipped');
  // A restart of the server is a start too.
  const rebooted = { booted: '2000', starts: '0', stops: '0' };
  expect(happened(rebooted, mysql)).toContain('the target was restarted, and this server');
});

it('compares filters with those that were seen last, also when they could not be read meanwhile', () => {
  const before: Facts = { 'set replicate_do_db': '' };
  const unread = rememberSettings(before, {});
  const after = rememberSettings(unread, { 'set replicate_do_db': 'shop' });
  expect(changedSettings({ before, after: unread })).toBeNull();
  expect(changedSettings({ before: unread, after })?.reason).toContain('replicate_do_db was "" and is "shop"');
});

it('sees that the source has begun to keep a database out of its binary log', () => {
  const before: Facts = { written: '0-1-1', booted: '1', 'set binlog_ignore_db': '' };
  const after: Facts = { written: '0-1-2', booted: '2', 'set binlog_ignore_db': 'shop' };
  expect(mysqlFamilyHistory.onSource({ before, after })?.reason).toContain('binlog_ignore_db was "" and is "shop"');
  expect(mysqlFamilyHistory.onSource({ before: { written: '0-1-1' }, after })).toBeNull();
});
