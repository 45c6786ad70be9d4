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

it.each([
  ['what is read rarely is read more rarely of many', 'nothing', 30_000, 50, 150_000],
  ['as often as of one, of a few', 'nothing', 30_000, 10, 30_000],
  ['never so rarely that it is too old', 'nothing', 60_000, 500, 150_000],
  ['the cycle is not changed', 'nothing', 5_000, 50, 5_000],
  ['nor are comparisons', 'comparable', 60_000, 50, 60_000],
] as const)('%s', (_, needs, intervalMs, parts, expected) =>
  expect(intervalOfPart({ needs }, intervalMs, parts)).toBe(expected),
);
