import type { FreezeLight, FreezeProof, WritesSince } from '@cutover/contracts';
import { aProof, lightsWith } from '../../test/support/a-freeze-proof.js';
import { concluded, outcomeOf } from './conclude-proof.js';

const statements = { freeze: 'FREEZE', thaw: 'THAW', startReplication: 'START', showSessions: 'SHOW' };
const conclude = (change: Partial<FreezeProof>) => concluded(aProof(change), statements);

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
    const passed = { state: 'passed', lights: lightsWith('green') } as const;
    expect(conclude(passed)).toMatchObject({ statement: 'THAW', conclusion: expect.stringContaining('All seven') });
    const freeze = { by: 'cutover', since: null, isHeld: true, released: null } as const;
    expect(conclude({ ...passed, freeze })).toMatchObject({ statement: 'FREEZE' });
  });

  it('says on which side its statement is run: the one that opens the target would undo the freeze of the source', () => {
    const passed = { state: 'passed', lights: lightsWith('green') } as const;
    expect(conclude(passed).nextStep).toMatch(/^Run this on the target/);
    const freeze = { by: 'cutover', since: null, isHeld: true, released: null } as const;
    expect(conclude({ ...passed, freeze }).nextStep).toContain('run this on the source');
  });

  it('is that of the first red light, or of the first unknown one', () => {
    const lights = lightsWith('green', { 'sentinel-seen': 'unknown', 'target-captured': 'red' });
    lights[6] = { ...lights[6]!, message: 'It was written.', action: 'Do not switch.' };
    expect(conclude({ state: 'failed', lights })).toMatchObject({
      ...{ conclusion: 'Do not switch. Light 7: It was written.', nextStep: 'Do not switch.' },
    });
    expect(conclude({ state: 'unproven', lights }).conclusion).toMatch(/^Cannot tell. Light 5:/);
  });

  it('is never to switch where the proof was left by its source, nor while nobody can see whether it was', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const wrote = (transactions: string | null, firstSeenAt: string | null): WritesSince => ({
      ...{ transactions, isLowerBound: false, logBytes: null, tables: [], isAllTables: false, sessions: null },
      ...{ firstSeenAt, reason: null },
    });
    const after = (isSourceFrozen: boolean | null, strayWrites: WritesSince) => ({
      ...{ isWatched: true, checkedAt: at, isSourceFrozen, strayWrites, rollbackLoss: wrote('0', null) },
    });
    const passed = { state: 'passed', lights: lightsWith('green') } as const;
    expect(conclude({ ...passed, after: after(null, wrote('0', null)) })).toMatchObject({
      ...{ statement: 'FREEZE', nextStep: expect.stringContaining('Do not switch yet') },
    });
    expect(conclude({ ...passed, after: after(true, wrote('0', null)) }).statement).toBe('THAW');
    expect(conclude({ ...passed, after: after(false, wrote('0', null)) }).conclusion).toContain(
      'is not frozen any more',
    );
    expect(conclude({ ...passed, after: after(true, wrote('2', at)) }).conclusion).toContain('took 2 transactions');
    expect(conclude({ ...passed, after: after(true, wrote(null, at)) }).conclusion).toContain('unknown number');
  });
});
