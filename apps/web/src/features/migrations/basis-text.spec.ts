import { expect, it } from 'vitest';
import { skippedTables } from '@cutover/contracts';
import { verdictBasis } from '../../../test/fixtures.js';
import { basisText, leftOutText } from './basis-text.js';

const nowMs = Date.parse('2026-11-20T03:00:58.000Z');

const lag = (lagSeconds: number | null, isLagLowerBound = false) => ({ lagSeconds, isLagLowerBound });

it('says what the answer rests on', () =>
  expect(
    basisText({ tablesWatched: 18, tablesEqual: 18, oldestProofAt: '2026-11-20T03:00:00.000Z', ...lag(0) }, nowMs),
  ).toBe('18 of 18 tables proved equal, oldest proof 58 s ago, lag 0 s'));

it('never says 0 for what is unknown', () => {
  expect(basisText({ tablesWatched: 2, tablesEqual: 0, oldestProofAt: null, ...lag(null) }, nowMs)).toBe(
    '0 of 2 tables proved equal, lag unknown',
  );
  expect(basisText({ tablesWatched: null, tablesEqual: 0, oldestProofAt: null, ...lag(null) }, nowMs)).toBeNull();
});

it('says that the lag is at least what positions prove', () =>
  expect(basisText({ tablesWatched: 2, tablesEqual: 0, oldestProofAt: null, ...lag(40, true) }, nowMs)).toBe(
    '0 of 2 tables proved equal, lag at least 40 s',
  ));

it('says what the answer does not speak of', () => {
  const skipped = skippedTables({ excluded: ['shop.log'], view: ['shop.v'] });
  expect(leftOutText({ ...verdictBasis, skipped, notLookedAt: ['triggers', 'foreign keys'] })).toBe(
    'Not compared: 1 left out by excludeTables (shop.log); 1 without rows of their own, as views are (shop.v). Not looked at: triggers, foreign keys.',
  );
  expect(leftOutText({ ...verdictBasis, skipped: [], notLookedAt: [] })).toBeNull();
});
