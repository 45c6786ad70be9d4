import { checksum } from '../../../test/support/some-evidence.js';
import { PairWatch } from './pair-watch.js';

function build() {
  let era: string | null = 'e1';
  const seen: string[] = [];
  let enough = (): void => undefined;
  const twentyLooks = new Promise<void>((resolve) => (enough = resolve));
  const history = {
    measure: async () => {
      seen.push('look');
      if (seen.length === 20) enough();
    },
    era: () => era,
    blindness: () => ({ role: 'target' as const, reason: 'it timed out' }),
    // Nothing is known of a pair that was not seen.
    breakSince: (_: string, since: string | undefined) =>
      era === null || since === era ? null : { reason: `not ${since}`, at: '' },
  };
  const { signal } = new AbortController();
  const watch = new PairWatch(history, { migration: 'shop', intervalMs: 60_000, nowIso: () => 'now', signal }, 0);
  return { watch, seen, twentyLooks, setEra: (next: string | null) => (era = next) };
}

it('looks before the work and after it, once', async () => {
  const { watch, seen } = build();
  await watch.start();
  seen.push('work');
  await watch.stop();
  await watch.stop();
  expect(seen).toEqual(['look', 'work', 'look']);
});

it('looks twenty times one right after the other, and then only now and then', async () => {
  const { watch, seen, twentyLooks } = build();
  await watch.start();
  await twentyLooks;
  await watch.stop();
  expect(seen).toHaveLength(21);
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
