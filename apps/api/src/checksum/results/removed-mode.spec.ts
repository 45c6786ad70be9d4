import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { aResult, aRun } from '../../../test/support/store-stage.js';
import { countsToday, readRun } from './removed-mode.js';

const ofModeTable = (table: string): ChecksumResult =>
  ({ ...aResult(table), mode: 'table' }) as unknown as ChecksumResult;

describe('what a release with mode table has stored', () => {
  it('counts as never compared', () => {
    expect(countsToday(ofModeTable('shop.a'))).toBe(false);
    for (const mode of ['snapshot', 'barrier', 'bracket', 'sandwich'] as const)
      expect(countsToday({ mode })).toBe(true);
  });

  it('is left out of its run, which says no more than the rest of it does', () => {
    const matched = { matched: 2, lagging: 0, diverged: 0, unverified: 0 };
    const run = aRun('r', { results: [ofModeTable('shop.a'), ofModeTable('shop.b')], verdicts: matched });
    expect(readRun({ ...run, verdict: 'matched' })).toMatchObject({
      ...{ results: [], verdict: null, verdicts: { ...matched, matched: 0 } },
    });
  });

  it('leaves other runs as they are, and counts the verdicts of one that was kept without', () => {
    const run = aRun('r');
    expect(readRun(run)).toEqual(run);
    const { verdicts, ...old } = run;
    expect(readRun(old as ChecksumRun)).toMatchObject({ verdicts });
  });
});
