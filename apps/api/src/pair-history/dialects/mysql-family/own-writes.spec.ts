import type { Facts } from '../../pair-look.js';
import { ownWrites, rememberOwnWrites } from './own-writes.js';

/** A target of MariaDB, server 2, which has applied all of its source, server 1. */
const target: Facts = { self: '2', applied: '0-1-100', log: '0-1-100' };
const source: Facts = { written: '0-1-100' };
const happened = (change: Facts, known: Facts | null = source, before: Facts = target): string | null => {
  const first = rememberOwnWrites(null, before, source);
  return ownWrites({ before: first, after: rememberOwnWrites(first, { ...first, ...change }, known) })?.reason ?? null;
};

it('finds what the target has written and its source does not know', () => {
  expect(happened({ log: '0-1-100,0-2-101' })).toContain('that its source never had: 0-2-101');
  expect(happened({ log: '0-1-100,0-2-101' }, { written: '0-1-100,0-2-101' })).toBeNull();
  expect(happened({ log: '0-1-100,0-999-101' })).toContain('0-999-101');
  expect(happened({ log: '0-1-100,7-999-1' })).toContain('7-999-1');
  // A domain that the target gets from another source.
  expect(happened({ applied: '0-1-100,7-9-5', log: '0-1-100,7-9-5' })).toBeNull();
});

it('finds nothing in what it has known since it looked first, and waits for the source where that did not answer', () => {
  const before = { ...target, log: '0-1-100,0-2-50,0-3-40' };
  expect(happened({ applied: '0-1-110', log: '0-1-110,0-2-50,0-3-40' }, { written: '0-1-110' }, before)).toBeNull();
  expect(happened({ log: '0-1-100,0-2-51,0-3-40' }, source, before)).toContain('0-2-51');
  expect(happened({ log: '0-1-110' }, null)).toBeNull();
});

it('finds what was written since the first look, while the source has not answered', () => {
  const log = '0-1-100,0-3-40';
  const first = rememberOwnWrites(null, { ...target, log }, null);
  const written = { ...target, log: `${log},0-999-101` };
  const laterOf = (facts: Facts): Facts => rememberOwnWrites(rememberOwnWrites(first, facts, null), facts, source);
  expect(ownWrites({ before: first, after: laterOf(written) })?.reason).toContain('never had: 0-3-40,0-999-101');
  expect(ownWrites({ before: first, after: laterOf({ ...target, log }) })).toBeNull();
  // Another process looked twice before the source answered.
  const second = rememberOwnWrites(first, written, null);
  const third = rememberOwnWrites(second, written, source);
  expect(ownWrites({ before: second, after: third })?.reason).toContain('never had: 0-3-40,0-999-101');
});

it('says nothing of a look of an earlier release', () => {
  const now = rememberOwnWrites(target, { ...target, log: '0-2-101' }, source);
  expect(ownWrites({ before: { applied: '0-1-100' }, after: now })).toBeNull();
});
