import type { FreezeAftermath, FreezeLight, FreezeProof, SwitchVerdict, WritesSince } from '@cutover/contracts';
import { aProof, lightsWith } from '../../test/support/a-freeze-proof.js';
import { newAftermath } from './aftermath/watch-aftermath.js';
import { concluded, outcomeOf } from './conclude-proof.js';

const statements = {
  freeze: 'FREEZE',
  thaw: 'THAW',
  closeTarget: 'CLOSE',
  openTarget: 'OPEN',
  startReplication: 'START',
  showSessions: 'SHOW',
};
const at = '2026-01-01T00:00:00.000Z';
const moment = { nowMs: Date.parse(at) + 9_000, freshMs: 10_000 };
const conclude = (change: Partial<FreezeProof>) => concluded(aProof(change), statements, moment);

const wrote: WritesSince = {
  ...{ transactions: '0', isLowerBound: false, logBytes: null, tables: [], isAllTables: true, sessions: null },
  ...{ firstSeenAt: null, lastKnown: null, reason: null },
};
const seen = (change: Partial<FreezeAftermath> = {}, strayWrites: Partial<WritesSince> = {}): FreezeAftermath => ({
  ...{ isWatched: true, checkedAt: at, isSourceFrozen: true, frozenSeenAt: at },
  ...{ thawedAt: null, otherServer: null, rollbackLoss: wrote },
  ...change,
  strayWrites: { ...wrote, ...strayWrites },
});
const differs: SwitchVerdict = { answer: 'not-safe', against: ['Table shop.a differs'], againstCount: 3 };
/** Frozen by Cutover; `released` null: it holds the lock. */
const lock = (released: string | null, since: string | null = at): FreezeProof['freeze'] => ({
  ...{ by: 'cutover', since, isHeld: released === null, released },
});

describe('the outcome', () => {
  it.each<[string, FreezeLight[], string]>([
    ['all are green', lightsWith('green'), 'passed'],
    ['one is red, whatever else', lightsWith('green', { 'source-still': 'red', 'sentinel-seen': 'unknown' }), 'failed'],
    ['one is unknown', lightsWith('green', { 'sentinel-seen': 'unknown' }), 'unproven'],
    ['one was not looked at', lightsWith('green', { 'target-captured': 'waiting' }), 'unproven'],
  ])('where %s', (_, lights, outcome) => expect(outcomeOf(lights)).toBe(outcome));
});

describe('the next step', () => {
  it('is the statement for the sentinel before the freeze, and the freeze before the wait', () => {
    const lights = lightsWith('waiting', { 'sentinel-written': 'unknown', 'source-frozen': 'running' });
    lights[0] = { ...lights[0]!, action: 'Write it.', statement: 'REPLACE' };
    lights[1] = { ...lights[1]!, action: 'Freeze it.', statement: 'FREEZE' };
    expect(conclude({ lights })).toMatchObject({ nextStep: 'Write it.', statement: 'REPLACE' });
    const freeze = { by: 'operator', since: '2026-01-01T00:00:00.000Z', isHeld: false, released: null } as const;
    expect(conclude({ lights, freeze })).toMatchObject({ nextStep: 'Freeze it.', statement: 'FREEZE' });
  });

  it('is to switch when it passed, and under our lock to freeze first', () => {
    const passed = { state: 'passed', lights: lightsWith('green'), after: seen() } as const;
    expect(conclude(passed)).toMatchObject({ statement: 'OPEN', conclusion: expect.stringContaining('All seven') });
    const freeze = { by: 'cutover', since: null, isHeld: true, released: null } as const;
    expect(conclude({ ...passed, freeze })).toMatchObject({ statement: 'FREEZE' });
  });

  it('says on which side its statement is run: the one that opens the target would undo the freeze of the source', () => {
    const passed = { state: 'passed', lights: lightsWith('green'), after: seen() } as const;
    expect(conclude(passed).nextStep).toMatch(/^Run this on the target/);
    const freeze = { by: 'cutover', since: null, isHeld: true, released: null } as const;
    expect(conclude({ ...passed, freeze }).nextStep).toContain('run this on the source');
  });

  it('says how the application may write again, where the operator froze the source and the proof failed', () => {
    const lights = lightsWith('green', { 'target-reached': 'red' });
    lights[3] = { ...lights[3]!, message: 'It did not.', action: 'Wait, and start again' };
    const freeze = { by: 'operator', since: at, isHeld: false, released: null } as const;
    const nextStep = 'Wait, and start again. Until then the application may write again: run this on the source.';
    expect(conclude({ state: 'failed', lights, freeze })).toMatchObject({ nextStep, statement: 'THAW' });
    expect(conclude({ state: 'failed', lights, freeze: lock('over') }).statement).toBeNull();
  });

  it('is that of the first red light, or of the first unknown one', () => {
    const lights = lightsWith('green', { 'sentinel-seen': 'unknown', 'target-captured': 'red' });
    lights[6] = { ...lights[6]!, message: 'It was written.', action: 'Do not switch.' };
    expect(conclude({ state: 'failed', lights })).toMatchObject({
      ...{ conclusion: 'Do not switch. Light 7: It was written.', nextStep: 'Do not switch.' },
    });
    expect(conclude({ state: 'unproven', lights }).conclusion).toMatch(/^Cannot tell. Light 5:/);
  });

  it.each<[string, Partial<FreezeProof>, FreezeProof['standing'], RegExp]>([
    ['nothing was seen yet but the end of the proof', { after: newAftermath(at) }, 'holds', /^Run this on the target/],
    ['nothing was seen at all', {}, 'unknown', /^Do not switch yet/],
    [
      'it was seen frozen too long ago',
      { after: seen({ frozenSeenAt: '2025-12-31T23:59:58.000Z' }) },
      'unknown',
      /^Do not switch yet/,
    ],
    [
      'our clock was set back since',
      { after: seen({ frozenSeenAt: '2026-01-01T00:00:20.000Z' }) },
      'unknown',
      /^Do not switch yet/,
    ],
    [
      'the answer is not safe',
      { after: seen(), verdict: differs },
      'withheld',
      /^Do not switch: the answer is Not safe, because table shop.a differs \(and 2 more\)\.$/,
    ],
    [
      'the answer is unknown',
      { after: seen(), verdict: { ...differs, answer: 'cannot-tell', againstCount: 1 } },
      'withheld',
      /^Do not switch: the answer is Cannot tell, because table shop.a differs\.$/,
    ],
    ['nothing was judged yet', { after: seen(), verdict: null }, 'withheld', /^Do not switch yet/],
    [
      'Cutover holds the lock, and the answer is not safe',
      { freeze: lock(null), after: seen(), verdict: differs },
      'withheld',
      /^Do not switch/,
    ],
    ['the source stands still', { after: seen() }, 'holds', /^Run this on the target/],
    ['Cutover holds the lock', { freeze: lock(null), after: seen() }, 'holds', /before our lock ends/],
    [
      'the lock has ended, and nobody has looked since',
      { freeze: lock('over'), after: seen({ isSourceFrozen: null }) },
      'unknown',
      /^Do not switch yet/,
    ],
    [
      'the lock has ended before the first look',
      { freeze: lock('over'), after: seen({ checkedAt: null, isSourceFrozen: null }) },
      'unknown',
      /^Do not switch yet/,
    ],
    [
      'the lock has ended, and the operator had frozen it',
      { freeze: lock('over'), after: seen() },
      'holds',
      /^Run this on the target/,
    ],
    [
      'the source does not say what it took',
      { after: seen({}, { transactions: null, reason: 'it is down' }) },
      'unknown',
      /^Do not switch yet/,
    ],
    [
      'the source is frozen, and has never said since what it took: another server answers by its name, say',
      { after: seen({ checkedAt: null }, { transactions: null, reason: 'it does not hold 0-1-7 any more' }) },
      'unknown',
      /^Do not switch yet/,
    ],
    [
      'what the target took could not be read, which says nothing of the source',
      { after: seen({ checkedAt: null, rollbackLoss: { ...wrote, transactions: null, reason: 'no log' } }) },
      'holds',
      /^Run this on the target/,
    ],
    [
      'the source was thawed',
      { after: seen({ isSourceFrozen: false }) },
      'thawed',
      /^If you are switching, run this on the source/,
    ],
    [
      'the source was written',
      { after: seen({ isSourceFrozen: false }, { transactions: '2', firstSeenAt: at }) },
      'broken',
      /^Stop whoever/,
    ],
    [
      'another server answers as the target',
      { after: seen({ otherServer: 'another server answers as the target' }) },
      'other-server',
      /^Do not switch on this proof/,
    ],
    [
      'another server answers that has moved as the application would',
      {
        after: seen({ otherServer: 'another server', rollbackLoss: { ...wrote, transactions: '3', firstSeenAt: at } }),
      },
      'other-server',
      /^Do not switch on this proof/,
    ],
    ['nobody looks any more', { after: seen({ isWatched: false }) }, 'unwatched', /^Start the proof again/],
  ])('after it passed, where %s', (_, change, standing, nextStep) => {
    const proof = conclude({ state: 'passed', lights: lightsWith('green'), ...change });
    expect(proof.standing).toBe(standing);
    expect(proof.nextStep).toMatch(nextStep);
    // Whoever is told to switch is told so by a proof that holds, and by no other.
    expect(proof.conclusion.includes('nothing is lost if you switch now')).toBe(standing === 'holds');
    expect(proof.nextStep.includes('switch the application')).toBe(standing === 'holds');
  });

  it('with the watch stopped says how to lift a freeze that the operator made, unless the application has moved', () => {
    const stopped = (change: Partial<FreezeAftermath>) =>
      conclude({ state: 'passed', lights: lightsWith('green'), after: seen({ isWatched: false, ...change }) });
    expect(stopped({})).toMatchObject({ statement: 'THAW', nextStep: expect.stringContaining('rehearsal') });
    expect(stopped({ isSourceFrozen: false, frozenSeenAt: null }).statement).toBeNull();
    const moved = stopped({ rollbackLoss: { ...wrote, transactions: '1', firstSeenAt: at } });
    expect(moved).toMatchObject({ statement: null, nextStep: expect.stringContaining('leave the source frozen') });
  });

  it('asks nobody to freeze what is frozen, where only the writes are not known', () => {
    const reason = 'not visible; run this on the target: GRANT IT;';
    const proof = conclude({
      ...{ state: 'passed', lights: lightsWith('green'), after: seen({}, { transactions: null, reason }) },
    });
    expect(proof).toMatchObject({ standing: 'unknown', statement: null });
    expect(proof.conclusion).toContain('GRANT IT;');
    expect(proof.nextStep).toMatch(/leave the source frozen\. Remove the reason/);
  });

  it.each([null, 'R'])(
    'of one database of several tells nobody to switch by it alone, begun together or not (%s)',
    (run) => {
      const group = { name: 'shop', database: 'billing', count: 3 };
      const proof = conclude({ state: 'passed', lights: lightsWith('green'), after: seen(), group, run });
      expect(proof).toMatchObject({ standing: 'holds', statement: 'OPEN' });
      expect(proof.conclusion).toContain('for the database billing alone, one of 3 of shop');
      expect(`${proof.conclusion} ${proof.nextStep}`).not.toMatch(/switch now|switch the application/);
      expect(proof.nextStep).toMatch(
        run === null ? /^Before you switch all of shop, start/ : /^Go by the freeze proof of all 3/,
      );
    },
  );

  it('over the budget says so, and leaves it to the operator', () => {
    const over = { seconds: 60, elapsedMs: 60_001, isRunning: true };
    const told = (budget: FreezeProof['budget']) => conclude({ state: 'passed', after: seen(), budget });
    expect(told(over)).toMatchObject({
      standing: 'holds',
      conclusion: expect.stringContaining('budget of 60 s is over'),
    });
    expect(told({ ...over, elapsedMs: 60_000 }).conclusion).not.toContain('over');
  });

  it('once the application has moved is not to switch, whatever readiness says of the pair', () => {
    const after = seen({ rollbackLoss: { ...wrote, transactions: '3', firstSeenAt: at } });
    const proof = conclude({ state: 'passed', after, verdict: differs });
    expect(proof).toMatchObject({ standing: 'holds', statement: null });
    expect(proof.conclusion).toContain('the target has taken writes of its own');
  });

  it('counts what was written since, or says that it cannot', () => {
    const broken = (transactions: string | null) =>
      conclude({ state: 'passed', after: seen({}, { transactions, firstSeenAt: at }) }).conclusion;
    expect(broken('1')).toContain('took 1 transaction after');
    expect(broken('2')).toContain('took 2 transactions after');
    expect(broken(null)).toContain('unknown number');
  });

  it.each<[FreezeProof['state'], FreezeProof['freeze'], string | null, RegExp]>([
    ['cancelled', lock(null, null), null, /when you are ready/],
    ['cancelled', lock('cancelled'), null, /^Start the proof again\. Our lock is gone/],
    ['cancelled', { ...lock(null), by: 'operator', isHeld: false }, 'THAW', /let the application write/],
    ['interrupted', lock('it ended'), null, /^Start the proof again\. Our lock is gone/],
    ['interrupted', { ...lock(null, null), by: 'operator', isHeld: false }, null, /when you are ready/],
  ])('after it was %s says who is frozen', (state, freeze, statement, nextStep) =>
    expect(conclude({ state, freeze })).toMatchObject({
      statement,
      nextStep: expect.stringMatching(nextStep),
      standing: null,
    }),
  );
});
