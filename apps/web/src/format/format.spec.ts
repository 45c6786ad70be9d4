import { describe, expect, it } from 'vitest';
import { formatDuration, formatSeconds } from './duration.js';
import { formatBytes, formatCount, formatInteger } from './figures.js';
import { formatAge, formatElapsed } from './instant.js';

const at = '2026-11-20T03:00:00.000Z';
const later = (seconds: number): number => Date.parse(at) + seconds * 1000;

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [1.42, '1.4 ms'],
    [850, '850 ms'],
    [4200, '4.2 s'],
    [9000, '9 s'],
    [61_000, '1 min 1 s'],
  ])('shows %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [120, '2 min'],
    [3660, '1 h 1 min'],
    [90_000, '1 d 1 h'],
  ])('shows %d seconds as %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
});

describe('ages', () => {
  it('says how long ago something was', () => expect(formatAge(at, later(40))).toBe('40 s ago'));
  it('does not tell a future when the clocks differ a little', () => expect(formatAge(at, later(-3))).toBe('just now'));
  it.each([
    [42, '00:42'],
    [2520, '42:00'],
    [3909, '1:05:09'],
    [183_600, '2 d 3 h'],
  ])('counts %d s as %s', (seconds, text) => expect(formatElapsed(at, later(seconds))).toBe(text));
});

describe('figures', () => {
  it('keeps every digit of an integer beyond 2^53', () =>
    expect(formatInteger('9007199254740993')).toBe('9,007,199,254,740,993'));
  it('leaves a key that is no integer as it is', () => expect(formatInteger('ABC-1')).toBe('ABC-1'));
  it('never turns unknown into 0', () => {
    expect(formatInteger(null)).toBeNull();
    expect(formatBytes(null)).toBeNull();
  });
  it('shows zero as zero', () => {
    expect(formatInteger('0')).toBe('0');
    expect(formatBytes(0)).toBe('0 B');
  });
  it.each([
    [999, '999 B'],
    [1000, '1.0 kB'],
    [18_350_000, '18.4 MB'],
    [999_950, '1.0 MB'],
    [123_456_789, '123 MB'],
  ])('shows %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
  it('counts one and many', () =>
    expect([formatCount(1, 'alert'), formatCount(2, 'alert')]).toEqual(['1 alert', '2 alerts']));
});
