import { checksum, consistency } from '../../test/support/some-evidence.js';
import { afterCount } from './after-count.js';

const found = { ...consistency('shop.a', 'diverged'), checkedAt: '2026-01-01T01:00:00.000Z' };
const away = consistency('shop.a', 'unverified');
const verifiedAt = (startedAt: string) => checksum('shop.a', 'matched', { startedAt });

it('keeps a proved difference when nothing could be counted since', () => {
  expect(afterCount(found, away, undefined)).toBe(found);
  expect(afterCount(found, consistency('shop.a', 'lagging'), undefined)).toBe(found);
  expect(afterCount(found, away, verifiedAt('2026-01-01T00:59:00.000Z'))).toBe(found);
});

it('lets go of it when the counts, or all rows compared later, are proved equal', () => {
  expect(afterCount(found, consistency('shop.a', 'matched'), undefined).verdict).toBe('matched');
  expect(afterCount(found, away, verifiedAt('2026-01-01T01:01:00.000Z'))).toBe(away);
});

it('takes what is newer in every other case', () => {
  const equal = consistency('shop.a', 'matched');
  expect(afterCount(equal, away, undefined)).toBe(away);
  expect(afterCount(undefined, away, undefined)).toBe(away);
});
