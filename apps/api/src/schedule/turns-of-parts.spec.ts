import { SchedulerRegistry } from '@nestjs/schedule';
import { EMPTY } from 'rxjs';
import { configSchema } from '../config/config.schema.js';
import type { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { Measuring } from '../evidence/evidence-source.js';
import { Clock } from '../platform/clock.js';
import { ScheduleService } from './schedule.service.js';
import { intervalOfPart } from './turns-of-parts.js';

const side = (host: string) => ({ host, username: 'cutover', password: 'x' });

/** A schedule of so many databases of one migration, with one job; what it measures ends when it is told. */
function scheduled(databases: number, job: Omit<Measuring, 'measure'>) {
  const config = configSchema.parse({
    migrations: [
      {
        ...{ name: 'shop', engine: 'postgres', schemas: ['public'], source: side('a'), target: side('b') },
        databases: Array.from({ length: databases }, (_, n) => `d${n}`),
      },
    ],
  });
  const running = new Map<string, () => void>();
  const seen = new Set<string>();
  const measure = (migration: string): Promise<void> => {
    seen.add(migration);
    return new Promise((resolve) => running.set(migration, resolve));
  };
  const end = (migration: string): void => {
    running.get(migration)?.();
    running.delete(migration);
  };
  const registry = { changes: EMPTY, sources: () => [{ name: 'lag', measuring: { ...job, measure } }] };
  const service = new ScheduleService(
    config,
    new SchedulerRegistry(),
    registry as unknown as EvidenceRegistry,
    new Clock(),
  );
  service.onApplicationBootstrap();
  return { service, running, seen, end };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('reads a few of many databases at a time, and all of them in the end', async () => {
  const { running, seen, end } = scheduled(30, { needs: 'nothing', intervalMs: () => 5_000 });
  await jest.advanceTimersByTimeAsync(6_000);
  let most = 0;
  for (let n = 0; n < 30; n++) {
    most = Math.max(most, running.size);
    const [first] = running.keys();
    if (first !== undefined) end(first);
    await jest.advanceTimersByTimeAsync(0);
  }
  expect(most).toBe(8);
  expect(seen.size).toBe(30);
});

it('does not wait for ever for a round that never ends', async () => {
  const { seen } = scheduled(30, { needs: 'nothing', intervalMs: () => 5_000 });
  await jest.advanceTimersByTimeAsync(6_000);
  expect(seen.size).toBe(8);
  await jest.advanceTimersByTimeAsync(11 * 60_000);
  expect(seen.size).toBeGreaterThan(8);
});

const comparison = { isAsConfigured: true };

it.each([
  ['what is read rarely is read more rarely of many', {}, 30_000, 50, 150_000],
  ['as often as of one, of a few', {}, 30_000, 10, 30_000],
  ['never so rarely that it is too old', {}, 60_000, 500, 150_000],
  ['the cycle is not changed', {}, 5_000, 50, 5_000],
  ['nor are comparisons of rows', comparison, 60_000, 50, 60_000],
])('%s', (_, job, intervalMs, parts, expected) => expect(intervalOfPart(job, intervalMs, parts)).toBe(expected));

it('reads what is not rows as rarely, and not all databases at the same moment', async () => {
  const { running, end } = scheduled(50, { needs: 'comparable', intervalMs: () => 30_000 });
  let most = 0;
  let all = 0;
  for (let tenth = 0; tenth < 30; tenth++) {
    let rounds = 0;
    for (let second = 0; second < 10; second++) {
      await jest.advanceTimersByTimeAsync(1_000);
      for (; running.size > 0; rounds++) {
        end([...running.keys()][0]!);
        await jest.advanceTimersByTimeAsync(0);
      }
    }
    most = Math.max(most, rounds);
    all += rounds;
  }
  // Every two and a half minutes each, in five.
  expect(all).toBeGreaterThanOrEqual(50);
  expect(all).toBeLessThanOrEqual(125);
  expect(most).toBeLessThan(25);
});
