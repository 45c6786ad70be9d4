import type { Waiver } from '@cutover/contracts';
import { aWaiver } from '../../test/support/a-waiver.js';
import { coveringWaiver, itemsOf } from './covering-waiver.js';

const lag = { check: 'lag-threshold', subject: 'target', items: ['target'] };
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

describe('of a subject that consists of several things', () => {
  const events = (...items: string[]) => ({ ...lag, outcome: 'fail' as const, items });
  const isCovered = (waiver: Waiver, ...items: string[]): boolean =>
    coveringWaiver([waiver], events(...items)) !== null;

  it('covers those that were there when it was given, or fewer of them', () => {
    const given = aWaiver('a', { items: ['shop.e1', 'shop.e2'] });
    expect(isCovered(given, 'shop.e1', 'shop.e2')).toBe(true);
    expect(isCovered(given, 'shop.e2')).toBe(true);
    expect(isCovered(given, 'shop.e1', 'shop.e2', 'shop.e3')).toBe(false);
    expect(isCovered(given, 'shop.e3')).toBe(false);
  });

  it('covers nothing that is said of the subject as a whole, such as that nobody can see what it consists of', () => {
    const unseen = { ...lag, outcome: 'unknown' as const, items: itemsOf({ subject: 'target', tables: [] }) };
    expect(coveringWaiver([aWaiver('a', { items: ['shop.e1'] })], unseen)).toBeNull();
    expect(coveringWaiver([aWaiver('a', { items: ['shop.e1', 'target'] })], unseen)?.id).toBe('a');
    expect(coveringWaiver([aWaiver('a', { items: [] })], unseen)?.id).toBe('a');
  });

  it('covers everything where it was given for whatever the check finds', () =>
    expect(isCovered(aWaiver('a', { subject: null, items: null }), 'shop.e3')).toBe(true));

  it('covers no more than its subject names where an earlier release did not keep them', () => {
    const old = aWaiver('a', { items: null });
    expect(isCovered(old, 'target')).toBe(true);
    expect(isCovered(old, 'shop.e1')).toBe(false);
  });
});

it('reads what a finding consists of: its items, else its tables, else its subject', () => {
  expect(itemsOf({ subject: 'target', items: ['e1'], tables: ['a'] })).toEqual(['e1']);
  expect(itemsOf({ subject: 'target', tables: ['a'] })).toEqual(['a']);
  expect(itemsOf({ subject: 'target', items: [] })).toEqual(['target']);
  expect(itemsOf({ subject: 'target' })).toEqual(['target']);
});
