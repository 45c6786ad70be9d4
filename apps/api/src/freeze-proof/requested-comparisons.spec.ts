import type { ChecksumRun } from '@cutover/contracts';
import { Subject } from 'rxjs';
import type { ChecksumService } from '../checksum/checksum.service.js';
import type { CutoverConfig } from '../config/config.schema.js';
import type { TablesService } from '../tables/tables.service.js';
import { RequestedComparisons } from './requested-comparisons.js';

const parts = ['a', 'b', 'c', 'd', 'e'].map((database) => `shop.${database}`);

/** Runs that end when the test says so. `began`: migrations whose run was started, in that order. */
function stage(workers = 1) {
  const progress = new Subject<ChecksumRun>();
  const began: string[] = [];
  const runOf = (migration: string, state: string): ChecksumRun => ({ id: migration, state }) as ChecksumRun;
  const checksums = {
    progress,
    start: async (migration: string) => {
      began.push(migration);
      return runOf(migration, 'running');
    },
    run: async (migration: string) => runOf(migration, 'running'),
    cancel: async (migration: string) => progress.next(runOf(migration, 'cancelled')),
  } as unknown as ChecksumService;
  const config = {
    verification: { workers },
    migrations: [
      ...parts.map((name) => ({ name, group: { name: 'shop', database: name, count: parts.length } })),
      ...['one', 'two', 'three', 'four'].map((name) => ({ name, group: null })),
    ],
  } as unknown as CutoverConfig;
  const comparisons = new RequestedComparisons(config, checksums, {} as TablesService);
  const end = new AbortController();
  const compare = (migration: string, timeoutMs = 60_000): Promise<unknown> =>
    comparisons.compare(migration, ['public.t'], { timeoutMs, signal: end.signal }).catch((error: unknown) => error);
  const finish = (migration: string): void => progress.next(runOf(migration, 'finished'));
  return { began, compare, finish, end };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());
const settle = (): Promise<void> => jest.advanceTimersByTimeAsync(0);

it('compares three databases of one migration at a time, and each in the end', async () => {
  const { began, compare, finish } = stage();
  const all = parts.map((part) => compare(part));
  await settle();
  expect(began).toEqual(parts.slice(0, 3));
  finish('shop.b');
  await settle();
  expect(began).toEqual(parts.slice(0, 4));
  for (const part of parts) {
    finish(part);
    await settle();
  }
  expect(await Promise.all(all)).toMatchObject(parts.map((id) => ({ id, state: 'finished' })));
});

it('one after the other where each takes the connections of several', async () => {
  const { began, compare } = stage(4);
  void parts.map((part) => compare(part));
  await settle();
  expect(began).toEqual(['shop.a']);
});

it('migrations of one database wait for nobody', async () => {
  const { began, compare } = stage();
  void ['one', 'two', 'three', 'four'].map((name) => compare(name));
  await settle();
  expect(began).toHaveLength(4);
});

it('says what to raise where the turn does not come within the freeze budget, and takes none later', async () => {
  const { began, compare, finish } = stage();
  void parts.slice(0, 3).map((part) => compare(part));
  const late = compare('shop.d', 5_000);
  await jest.advanceTimersByTimeAsync(5_001);
  expect(await late).toMatchObject({ code: 'PROOF_LATE', message: expect.stringMatching(/freezeBudgetSeconds/) });
  finish('shop.a');
  await settle();
  const next = compare('shop.e');
  await settle();
  expect(began).toEqual([...parts.slice(0, 3), 'shop.e']);
  finish('shop.e');
  expect(await next).toMatchObject({ state: 'finished' });
});

it('begins nothing for a proof that was cancelled while it waited', async () => {
  const { began, compare, end } = stage();
  const all = parts.map((part) => compare(part));
  await settle();
  end.abort(new Error('Cancelled on request'));
  await Promise.all(all);
  expect(began).toHaveLength(3);
});
