import { expect, it } from 'vitest';
import { basisText } from './basis-text.js';

const nowMs = Date.parse('2026-11-20T03:00:58.000Z');

it('says what the answer rests on', () =>
  expect(
    basisText({ tablesWatched: 18, tablesEqual: 18, oldestProofAt: '2026-11-20T03:00:00.000Z', lagSeconds: 0 }, nowMs),
  ).toBe('18 of 18 tables equal, oldest proof 58 s ago, lag 0 s'));

it('never says 0 for what is unknown', () => {
  expect(basisText({ tablesWatched: 2, tablesEqual: 0, oldestProofAt: null, lagSeconds: null }, nowMs)).toBe(
    '0 of 2 tables equal, lag unknown',
  );
  expect(basisText({ tablesWatched: null, tablesEqual: 0, oldestProofAt: null, lagSeconds: null }, nowMs)).toBeNull();
});
