import type { Waiver } from '@cutover/contracts';
import { aWaiver } from '../../test/support/a-waiver.js';
import { coveringWaiver } from './covering-waiver.js';

const lag = { check: 'lag-threshold', subject: 'target' };
const covering = (outcome: Waiver['covers'], ...waivers: Waiver[]) =>
  coveringWaiver(waivers, { ...lag, outcome })?.id ?? null;

it('covers the outcome that it was given for, and a better one', () => {
  expect(covering('fail', aWaiver('a', { covers: 'fail' }))).toBe('a');
  expect(covering('unknown', aWaiver('a', { covers: 'fail' }))).toBe('a');
  expect(covering('unknown', aWaiver('a', { covers: 'unknown' }))).toBe('a');
});

it('does not cover a failure that is proved under a waiver for what was unknown', () =>
  expect(covering('fail', aWaiver('a', { covers: 'unknown' }))).toBeNull());

it('covers its subject only, or whatever the check finds', () => {
  expect(covering('fail', aWaiver('a', { subject: 'source' }))).toBeNull();
  expect(covering('fail', aWaiver('a', { subject: null }))).toBe('a');
  expect(covering('fail', aWaiver('a', { subject: null, check: 'drain-time' }))).toBeNull();
});

it('is the one that counts longest', () =>
  expect(covering('fail', aWaiver('a'), aWaiver('b', { until: '2026-01-03T00:00:00.000Z' }), aWaiver('c'))).toBe('b'));
