import type { ChecksumResult, ConnectionStatus, ReplicaLag } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { aLag, at, checksum, server } from '../../test/support/migration-snapshot.js';
import type { ChecksumService } from '../checksum/checksum.service.js';
import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import type { ConsistencyService } from '../consistency/consistency.service.js';
import type { LagService } from '../lag/lag.service.js';
import { Clock } from '../platform/clock.js';
import type { TablesService } from '../tables/tables.service.js';
import { VerdictService } from './verdict.service.js';

class HeldClock extends Clock {
  wallMs = Date.parse(at);
  override nowMs(): number {
    return this.wallMs;
  }
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
});

/** Watchers whose last word the test sets; `say` is a watcher's news. */
function stage() {
  const clock = new HeldClock();
  const news = new Subject<{ migration: string }>();
  const known = {
    connection: { source: server(), target: server(), sameServer: false } as ConnectionStatus,
    lag: aLag() as ReplicaLag | null,
    checksums: [checksum('shop.orders', 'matched')] as ChecksumResult[],
  };
  const silent = new Subject<never>();
  const verdicts = new VerdictService(
    config,
    clock,
    { snapshot: () => known.connection, changes: silent } as unknown as ConnectionsService,
    { snapshot: () => ({ tables: [{ id: 'shop.orders' }], emptyDatabases: [] }) } as unknown as TablesService,
    { snapshot: () => known.lag, readings: news } as unknown as LagService,
    { snapshot: () => known.checksums, activeRun: () => null, progress: silent } as unknown as ChecksumService,
    { snapshot: () => [], readings: silent } as unknown as ConsistencyService,
  );
  const pass = (ms: number): void => {
    clock.wallMs += ms;
    jest.advanceTimersByTime(ms);
  };
  return { verdicts, known, pass, say: () => news.next({ migration: 'shop' }) };
}

it('stands since the answer changed, however often somebody asks', () => {
  const { verdicts, known, pass, say } = stage();
  expect(verdicts.current('shop')).toMatchObject({ answer: 'safe', since: at });
  pass(30_000);
  expect(verdicts.current('shop').since).toBe(at);
  known.checksums = [checksum('shop.orders', 'diverged')];
  say();
  pass(30_000);
  const changedAt = new Date(Date.parse(at) + 30_000).toISOString();
  expect([verdicts.current('shop'), verdicts.current('shop')]).toMatchObject([
    { answer: 'not-safe', since: changedAt },
    { answer: 'not-safe', since: changedAt },
  ]);
});

it('begins anew when an answer comes back, even if nobody asked in between', () => {
  const { verdicts, known, pass, say } = stage();
  known.lag = null;
  pass(1_000);
  say();
  known.lag = aLag();
  pass(1_000);
  say();
  pass(60_000);
  expect(verdicts.current('shop')).toMatchObject({
    answer: 'safe',
    since: new Date(Date.parse(at) + 2_000).toISOString(),
  });
});

it('changes by age alone at the next reading of the lag', () => {
  const { verdicts, pass, say } = stage();
  pass(27 * 60 * 60_000);
  say();
  pass(5_000);
  expect(verdicts.current('shop')).toMatchObject({
    answer: 'cannot-tell',
    reasons: [{ message: expect.stringContaining('too long ago') }],
    since: new Date(Date.parse(at) + 27 * 60 * 60_000).toISOString(),
  });
});
