import { checksum } from '../../../test/support/some-evidence.js';
import { configSchema } from '../../config/config.schema.js';
import { Clock } from '../../platform/clock.js';
import type { VerdictStore } from '../store/verdict.store.js';
import type { VerificationStore } from '../store/verification.store.js';
import { LastResults } from './last-results.js';
import { RedatedResults, unknownAgeReason } from './redated-results.js';

const hourMs = 3_600_000;
const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
});

class HandClock extends Clock {
  wall = Date.parse('2026-01-01T12:00:00.000Z');
  override monotonicMs(): number {
    return 0;
  }
  protected override machineMs(): number {
    return this.wall;
  }
}

function stage() {
  const clock = new HandClock();
  const saved = { startedAt: [] as string[], prunedBefore: [] as string[] };
  const verdicts = { saveChecksum: async () => undefined } as unknown as VerdictStore;
  const open = { id: 'c', startedAt: '2026-01-01T11:30:00.000Z' };
  const store = {
    findOpen: async () => [open],
    saveComparison: async ({ startedAt }: typeof open) => void saved.startedAt.push(startedAt),
    pruneOpen: async (before: string) => void saved.prunedBefore.push(before),
  } as unknown as VerificationStore;
  const results = new LastResults(config, verdicts);
  const redated = new RedatedResults(config, results, store, clock);
  clock.nowMs();
  return { clock, results, redated, saved };
}

it('takes from every instant what the clock was set back by, at once', async () => {
  const { clock, results, saved } = stage();
  const instants = { startedAt: '2026-01-01T11:00:00.000Z', finishedAt: '2026-01-01T11:05:00.000Z' };
  await results.put('shop', checksum('shop.a', 'matched', instants));
  clock.wall -= 2 * hourMs;
  clock.nowMs();
  expect(results.find('shop', 'shop.a')).toMatchObject({
    ...{ startedAt: '2026-01-01T09:00:00.000Z', finishedAt: '2026-01-01T09:05:00.000Z', verdict: 'matched' },
  });
  await new Promise(setImmediate);
  expect(saved.startedAt).toEqual(['2026-01-01T09:30:00.000Z']);
});

it('takes it from a failed attempt, and from the moment at which a proof became void, too', async () => {
  const { clock, results } = stage();
  const voided = { verdict: 'matched' as const, reason: 'DDL', since: '2026-01-01T11:10:00.000Z' };
  await results.put('shop', checksum('shop.a', 'unverified', { voided }));
  await results.put('shop', checksum('shop.a', 'lagging', { finishedAt: '2026-01-01T11:20:00.000Z' }));
  clock.wall -= 2 * hourMs;
  clock.nowMs();
  expect(results.find('shop', 'shop.a')).toMatchObject({
    voided: { since: '2026-01-01T09:10:00.000Z' },
    lastAttempt: { finishedAt: '2026-01-01T09:20:00.000Z' },
  });
});

it('keeps what was proved different, and no proof of equality, where nothing can be dated', async () => {
  const { results, redated, saved } = stage();
  await results.put('shop', checksum('shop.a', 'matched'));
  await results.put('shop', checksum('shop.b', 'diverged'));
  await redated.forgetAges();
  expect(results.of('shop')).toMatchObject([
    { table: 'shop.a', verdict: 'unverified', voided: { verdict: 'matched', reason: unknownAgeReason } },
    { table: 'shop.b', verdict: 'diverged' },
  ]);
  expect(saved.prunedBefore).toHaveLength(1);
});

it('hears nothing any more when it has ended', async () => {
  const { clock, results, redated } = stage();
  await results.put('shop', checksum('shop.a', 'matched'));
  const before = results.find('shop', 'shop.a');
  redated.onModuleDestroy();
  clock.wall -= hourMs;
  clock.nowMs();
  expect(results.find('shop', 'shop.a')).toBe(before);
});
