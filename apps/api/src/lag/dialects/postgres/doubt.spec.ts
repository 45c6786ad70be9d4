import { lagOf, slot, sourceOf, subscription, type Told } from '../../../../test/support/told-subscription.js';

/** What is doubted after each of these measurements, one after the other. */
function doubts(...told: Told[]): (string | null)[] {
  let memory: Told['memory'];
  return told.map((each) => {
    const measured = lagOf({ ...each, ...(memory && { memory }) });
    ({ memory } = measured);
    return measured.lag.channels[0]?.subscription?.doubt ?? null;
  });
}

const tells = (text: RegExp): unknown => expect.stringMatching(text);
const of = (changes: Parameters<typeof slot>[0]): Told => ({ source: sourceOf([slot(changes)]) });
const log = (end: string | null): Told => ({ subscriptions: [subscription({ target_log: end })] });

it('a source that was behind its target stays in doubt when it has written past it', () => {
  const behind = of({ confirmed: '0/3000', behind_bytes: '-4096' });
  const doubt = tells(/had confirmed more \(0\/3000\) than the source had written \(0\/2000\)/);
  expect(doubts(behind, {})).toEqual([doubt, doubt]);
});

describe('a target whose log ends further back than before', () => {
  const doubt = tells(/log of the target ended at 0\/900000 before, and at 0\/100000 after: the target was restored/);

  it('was restored', () => {
    expect(doubts(log('0/900000'), log('0/100000'), log('0/A00000'))).toEqual([null, doubt, doubt]);
    // It was away while that was done.
    expect(doubts(log('0/900000'), { subscriptions: null }, log('0/100000'))).toEqual([null, null, doubt]);
  });

  it('has lost its last record in a crash, when it is no more than that', () =>
    expect(doubts(log('0/900000'), log('0/8F0000'))).toEqual([null, null]));

  it('is not known of a standby', () =>
    expect(doubts(log(null), log('0/100000'), log(null))).toEqual([null, null, null]));
});

describe('a slot that has decoded less than before', () => {
  it('was made anew', () => {
    const doubt = tells(/slot "sub" was made anew/);
    expect(doubts(of({ transactions: '70' }), of({ transactions: '0' }), of({ transactions: '90' }))).toEqual([
      ...[null, doubt, doubt],
    ]);
    expect(doubts({}, { source: null }, of({ transactions: '0' }))).toEqual([null, null, doubt]);
  });

  it('is the same one after its counters were reset, or the source crashed', () =>
    expect(doubts({}, of({ transactions: '0', counted_since: 'later' }))).toEqual([null, null]));
});

it('doubts what was written while a publication was missing, where the source goes on without it', () => {
  const gone = (passesOverMissing: boolean): Told => ({
    source: sourceOf([slot()], { passesOverMissing, publications: new Set() }),
  });
  const doubt = tells(/had no publication "pub"/);
  expect(doubts({}, gone(true), {})).toEqual([null, doubt, doubt]);
  expect(doubts({}, gone(false), {})).toEqual([null, null, null]);
  const empty = [subscription({ initialSync: { tables: 0, ready: 0, pending: [] } })];
  expect(doubts({ ...gone(true), subscriptions: empty })).toEqual([null]);
});

it('doubts what it was told to skip', () => {
  const skipping = { subscriptions: [subscription({ skipped: '0/1850' })] };
  const doubt = tells(/told to skip the transaction that ends at 0\/1850/);
  expect(doubts({}, skipping, {})).toEqual([null, doubt, doubt]);
});

it('doubts what something else has read from its slot while it was disabled', () => {
  const disabled = (is_running: boolean, changes: Parameters<typeof slot>[0]): Told => ({
    ...of(changes),
    subscriptions: [subscription({ is_enabled: false, is_running })],
  });
  const free = disabled(false, { is_active: false });
  const doubt = tells(/was moved from 0\/1800 to 0\/1900 while the subscription did not read from it/);
  expect(doubts(free, disabled(false, { is_active: true, confirmed: '0/1900' }))).toEqual([null, doubt]);
  // Its own worker has only just begun.
  expect(doubts(free, disabled(true, { is_active: true, confirmed: '0/1900' }))).toEqual([null, null]);
});
