import { checksum, consistency } from '../../test/support/some-evidence.js';
import { stillTrue, type KnownSince } from './contradicted.js';

const before = '2026-01-01T00:59:00.000Z';
const checkedAt = '2026-01-01T01:00:00.000Z';
const after = '2026-01-01T01:01:00.000Z';
const nothing: KnownSince = {
  ...{ verified: undefined, onBothSidesAt: null, broken: null, sameServersSince: null, oldest: before },
};
const equal = consistency('shop.a', 'matched', { checkedAt });
const missing = consistency('shop.a', 'diverged', {
  checkedAt,
  differences: ['presence'],
  target: null,
  action: 'copy',
});
const different = consistency('shop.a', 'diverged', { checkedAt, differences: ['rows'] });
const proved = (startedAt: string) => checksum('shop.a', 'matched', { startedAt });
const apart = (startedAt: string, targetRows: string) =>
  checksum('shop.a', 'diverged', { startedAt, sourceRows: '9', targetRows });

it.each([
  ['equal, and the pair was broken since', equal, { broken: { reason: 'skipped', at: after } }, /void: skipped/],
  [
    'equal, and other numbers of rows were found since',
    equal,
    { verified: apart(after, '8') },
    /other numbers of rows/,
  ],
  ['equal, and that is too old', equal, { oldest: after }, /too long ago/],
  ['different, and all rows were proved equal since', different, { verified: proved(after) }, /proved equal since/],
  ['different, on other servers', different, { sameServersSince: after }, /other servers/],
  ['on one side only, and both sides have it now', missing, { onBothSidesAt: after }, /both sides have it now/],
])('is unknown where it was counted %s', (_, result, since, reason) => {
  const told = stillTrue(result, { ...nothing, ...since });
  expect(told).toMatchObject({ verdict: 'unverified', differences: [], reason: expect.stringMatching(reason) });
  expect(told).not.toHaveProperty('action');
});

it.each([
  ['what happened before it', equal, { broken: { reason: 'skipped', at: before }, verified: apart(before, '8') }],
  ['rows that differ, as many as they are', equal, { verified: apart(after, '9') }],
  ['a proof from before it', different, { verified: proved(before), sameServersSince: before, onBothSidesAt: after }],
  ['a list of tables from before it', missing, { onBothSidesAt: before, broken: { reason: 'skipped', at: after } }],
])('stands against %s', (_, result, since) => {
  expect(stillTrue(result, { ...nothing, ...since })).toBe(result);
});
