import { checksum } from '../../../test/support/some-evidence.js';
import { PairWatch } from './pair-watch.js';

function build() {
  let era: string | null = 'e1';
  const seen: string[] = [];
  const history = {
    measure: async () => void seen.push('look'),
    era: () => era,
    unseen: () => [{ role: 'target' as const, reason: 'it timed out' }],
    // Nothing is known of a pair that was not seen.
    breakSince: (_: string, since: string | undefined) =>
      era === null || since === era ? null : { reason: `not ${since}`, at: '' },
  };
  const { signal } = new AbortController();
  const watch = new PairWatch(history, { migration: 'shop', intervalMs: 60_000, nowIso: () => 'now', signal });
  return { watch, seen, setEra: (next: string | null) => (era = next) };
}

it('looks before the work and after it, even when it fails', async () => {
  const { watch, seen } = build();
  const first = ['look', 'look', 'look', 'look', 'look'];
  await watch.during(async () => seen.push('work'));
  expect(seen).toEqual([...first, 'work', 'look']);
  await expect(watch.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(seen).toEqual([...first, 'work', 'look', ...first, 'look']);
});

it('makes void what was begun before something happened, and nothing else', async () => {
  const { watch, setEra } = build();
  await watch.begin('shop.a');
  setEra('e2');
  await watch.begin('shop.b');
  expect(watch.judged(checksum('shop.a', 'matched'))).toMatchObject({
    verdict: 'unverified',
    reason: 'It was proved equal, but that is void: not e1. Run verify again',
    voided: { verdict: 'matched', reason: 'not e1', since: 'now' },
  });
  for (const proof of [checksum('shop.b', 'matched'), checksum('shop.a', 'unverified')])
    expect(watch.judged(proof)).toBe(proof);
});

it('looks once more when a table begins before the pair could be seen, and proves nothing of it without', async () => {
  const { watch, seen, setEra } = build();
  setEra(null);
  await watch.begin('shop.a');
  expect(seen).toEqual(['look']);
  const ofBlind = watch.judged(checksum('shop.a', 'matched'));
  expect(ofBlind).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('asked (it timed out)') });
  setEra('e1');
  expect(watch.judged(checksum('shop.a', 'matched'))).toMatchObject({ verdict: 'unverified' });
});
