import { checksum, consistency } from '../../test/support/some-evidence.js';
import { afterCount } from './after-count.js';

const found = { ...consistency('shop.a', 'diverged'), checkedAt: '2026-01-01T01:00:00.000Z' };
const away = consistency('shop.a', 'unverified');
const proved = (startedAt?: string, sameServersSince: string | null = null) => ({
  verified: startedAt === undefined ? undefined : checksum('shop.a', 'matched', { startedAt }),
  sameServersSince,
});

it('keeps a proved difference when nothing could be counted since', () => {
  expect(afterCount(found, away, proved())).toBe(found);
  expect(afterCount(found, consistency('shop.a', 'lagging'), proved())).toBe(found);
  expect(afterCount(found, away, proved('2026-01-01T00:59:00.000Z'))).toBe(found);
});

it('lets go of it when the counts, or all rows compared later, are proved equal', () => {
  expect(afterCount(found, consistency('shop.a', 'matched'), proved()).verdict).toBe('matched');
  expect(afterCount(found, away, proved('2026-01-01T01:01:00.000Z'))).toBe(away);
});

it('lets go of it when it was found on other servers than those that stand behind the name now', () => {
  expect(afterCount(found, away, proved(undefined, '2026-01-01T01:00:01.000Z'))).toBe(away);
  expect(afterCount(found, away, proved(undefined, '2026-01-01T00:59:59.000Z'))).toBe(found);
});

it('takes what is newer in every other case', () => {
  const equal = consistency('shop.a', 'matched');
  expect(afterCount(equal, away, proved())).toBe(away);
  expect(afterCount(undefined, away, proved())).toBe(away);
});
