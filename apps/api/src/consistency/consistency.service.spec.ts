import { skippedTables, type ChecksumResult, type ConsistencyResult } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { checksum } from '../../test/support/some-evidence.js';
import { configSchema } from '../config/config.schema.js';
import type { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { Clock } from '../platform/clock.js';
import type { PairHistoryService } from '../pair-history/pair-history.service.js';
import { LoadGate } from '../proof/load-gate.js';
import { Patience } from '../proof/patience.js';
import type { ProofBounds, ProofService } from '../proof/proof.service.js';
import type { TablesService, WatchedTable } from '../tables/tables.service.js';
import { ConsistencyService, type ConsistencyReading } from './consistency.service.js';
import type { FactsComparison } from './facts-comparison.js';
import type { ConsistencyStore } from './store/consistency.store.js';

const endpoint = { host: 'db', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});
const result = (table: string, checkedAt: string): ConsistencyResult => ({
  ...{
    table,
    verdict: 'matched',
    differences: [],
    source: null,
    target: null,
    position: null,
    checkedAt,
    durationMs: 1,
  },
});
const skipped = skippedTables({ excluded: ['shop.log'] });
const table = (id: string): WatchedTable => ({ id, database: 'shop', name: id.slice(5), source: null, target: null });

function build() {
  const catalog = { migration: 'shop', tables: [table('shop.a'), table('shop.b')], unseen: [], discoveredAt: '' };
  const tables = {
    discover: jest.fn(async () => catalog),
    snapshot: jest.fn((): typeof catalog | null => null),
    skipped: () => skipped,
    discoveries: new Subject<string>(),
  };
  const store = {
    saveConsistency: jest.fn(async () => undefined),
    loadConsistency: jest.fn(async (): Promise<ConsistencyResult[]> => []),
    forgetTables: jest.fn(async () => undefined),
  };
  const verification = { isOn: false };
  const changes = new Subject<{ source: string; migration: string; changedTables?: string[] }>();
  const broken = new Subject<{ migration: string }>();
  const known = {
    results: [] as ChecksumResult[],
    parity: {},
    lastBreak: null as { reason: string; at: string } | null,
  };
  const sameServersSince: { value: string | null } = { value: null };
  const gate = new LoadGate();
  let minute = 0;
  const time = { monotonicMs: 0 };
  const comparison = {
    compare: jest.fn(async (_: string, { id }: WatchedTable, { signal }: ProofBounds) => {
      signal.throwIfAborted();
      return result(id, `2026-11-20T03:0${minute++}:00.000Z`);
    }),
  };
  const service = new ConsistencyService(
    config,
    tables as unknown as TablesService,
    comparison as unknown as FactsComparison,
    { patience: () => new Patience(1) } as ProofService,
    store as unknown as ConsistencyStore,
    {
      changes,
      part: (name: string) =>
        name === 'parity'
          ? known.parity
          : { isComparing: verification.isOn, results: known.results, proofMaxAgeMs: 3_600_000 },
    } as unknown as EvidenceRegistry,
    {
      ...{ nowIso: () => 'now', nowMs: () => Date.parse('2026-11-20T03:30:00.000Z') },
      monotonicMs: () => time.monotonicMs,
    } as Clock,
    gate,
    {
      changes: broken,
      lastBreak: () => known.lastBreak,
      sameServersSince: () => sameServersSince.value,
    } as unknown as PairHistoryService,
  );
  const readings: ConsistencyReading[] = [];
  service.readings.subscribe((reading) => readings.push(reading));
  return {
    service,
    gate,
    tables,
    store,
    comparison,
    readings,
    verification,
    sameServersSince,
    known,
    changes,
    broken,
    time,
  };
}

const never = new AbortController().signal;

describe('ConsistencyService', () => {
  it('rests between two tables while rows are verified, and ends its rest when it is stopped', async () => {
    const { service, comparison, verification, readings } = build();
    verification.isOn = true;
    comparison.compare.mockImplementation(async (_, { id }) => ({ ...result(id, 'then'), durationMs: 60_000 }));
    const end = new AbortController();
    const pass = service.measure('shop', end.signal);
    await new Promise((done) => setImmediate(done));
    expect(comparison.compare).toHaveBeenCalledTimes(1);
    end.abort();
    await pass;
    expect([comparison.compare.mock.calls.length, readings.length]).toEqual([1, 1]);
  });

  it('counts nothing while there is a reason to leave the servers alone, and ends its wait when it is stopped', async () => {
    const { service, gate, comparison, readings } = build();
    gate.add({ reason: async () => 'busy', note: () => undefined });
    const end = new AbortController();
    const pass = service.measure('shop', end.signal);
    await new Promise((done) => setImmediate(done));
    end.abort();
    await pass;
    expect([comparison.compare.mock.calls.length, readings]).toEqual([0, []]);
  });

  it('asks before each table', async () => {
    const { service, gate, comparison } = build();
    const asked: number[] = [];
    gate.add({
      reason: async () => (asked.push(comparison.compare.mock.calls.length), null),
      note: () => undefined,
    });
    await service.measure('shop', never);
    expect(asked).toEqual([0, 1]);
  });

  it('publishes and keeps each table as soon as it is counted, and says when the last one was', async () => {
    const { service, store, readings } = build();
    await service.measure('shop', never);
    expect(readings.map(({ results }) => results.map((r) => r.table))).toEqual([['shop.a'], ['shop.b']]);
    expect(store.saveConsistency).toHaveBeenCalledWith('shop', readings[0]?.results);
    expect(service.list('shop')).toMatchObject({ migration: 'shop', checkedAt: '2026-11-20T03:01:00.000Z' });
  });

  it('tells of tables that are no longer watched', async () => {
    const { service, tables, readings } = build();
    await service.measure('shop', never);
    tables.discover.mockResolvedValue({ migration: 'shop', tables: [table('shop.b')], unseen: [], discoveredAt: '' });
    await service.measure('shop', never);
    expect(readings.flatMap(({ removed }) => removed)).toEqual(['shop.a']);
    expect(service.snapshot('shop').map((each) => each.table)).toEqual(['shop.b']);
  });

  /** A pass went through, and the share of the time is used up since; the catalog is known. */
  const counted = async () => {
    const built = build();
    await built.service.measure('shop', never);
    const catalog = { migration: 'shop', tables: [table('shop.a'), table('shop.b')], unseen: [], discoveredAt: '' };
    built.tables.snapshot.mockReturnValue(catalog);
    built.gate.add({ reason: async (_, isUrgent) => (isUrgent ? null : 'share used up'), note: () => undefined });
    built.comparison.compare.mockClear();
    const isCounted = async (): Promise<string[]> => {
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
      return built.comparison.compare.mock.calls.map(([, { id }]) => id);
    };
    return { ...built, isCounted };
  };

  it('calls unknown at once what a newer proof contradicts, and counts it before its turn', async () => {
    const { service, known, changes, readings, isCounted } = await counted();
    known.results = [checksum('shop.b', 'diverged', { startedAt: '2026-11-20T03:20:00.000Z', sourceRows: '9' })];
    changes.next({ source: 'checksums', migration: 'shop', changedTables: ['shop.b'] });
    expect(service.snapshot('shop').map(({ verdict }) => verdict)).toEqual(['matched', 'unverified']);
    expect(await isCounted()).toEqual(['shop.b']);
    expect(readings.at(-1)).toMatchObject({ results: [{ table: 'shop.b', verdict: 'matched' }] });
  });

  it('calls everything unknown when proofs are void, and counts it again', async () => {
    const { service, known, broken, isCounted } = await counted();
    known.lastBreak = { reason: 'skipped', at: '2026-11-20T03:20:00.000Z' };
    broken.next({ migration: 'shop' });
    expect(service.snapshot('shop').map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified']);
    expect(await isCounted()).toEqual(['shop.a', 'shop.b']);
  });

  it('counts a table again that parity sees otherwise', async () => {
    const { known, changes, isCounted } = await counted();
    const state = { measuredAt: '2026-11-20T03:20:00.000Z', failure: null };
    known.parity = { schema: { state, differences: [{ kind: 'table', object: 'shop.a' }] } };
    changes.next({ source: 'parity', migration: 'shop' });
    expect(await isCounted()).toEqual(['shop.a']);
  });

  it('rests for longer each time where parity still sees otherwise, and begins anew once both agree', async () => {
    const { known, changes, time, isCounted } = await counted();
    const counts: [minute: number, counts: number][] = [];
    const seenByParity = async (minute: number, ...oneSided: string[]): Promise<void> => {
      time.monotonicMs = minute * 60_000;
      // Every reading of parity is newer than any count.
      const state = {
        measuredAt: new Date(Date.parse('2026-11-20T04:00:00.000Z') + time.monotonicMs).toISOString(),
        failure: null,
      };
      known.parity = { schema: { state, differences: oneSided.map((object) => ({ kind: 'table', object })) } };
      changes.next({ source: 'parity', migration: 'shop' });
      const total = (await isCounted()).length;
      if (total !== (counts.at(-1)?.[1] ?? 0)) counts.push([minute, total]);
    };
    for (let minute = 0; minute < 50; minute += 0.5) await seenByParity(minute, 'shop.a');
    expect(counts.map(([minute]) => minute)).toEqual([0, 1, 3, 7, 15, 31]);
    await seenByParity(50);
    await seenByParity(51, 'shop.a');
    expect(counts.at(-1)).toEqual([51, 7]);
  });

  it('leaves a busy server alone, whatever is contradicted', async () => {
    const { gate, known, broken, isCounted } = await counted();
    gate.add({ reason: async () => 'busy', note: () => undefined });
    known.lastBreak = { reason: 'skipped', at: '2026-11-20T03:20:00.000Z' };
    broken.next({ migration: 'shop' });
    expect(await isCounted()).toEqual([]);
  });

  it('does not run beside itself', async () => {
    const { service, comparison } = build();
    await Promise.all([service.measure('shop', never), service.measure('shop', never)]);
    expect(comparison.compare).toHaveBeenCalledTimes(2);
  });

  it('leaves the earlier results of tables that an aborted pass did not come to', async () => {
    const { service, comparison, readings } = build();
    await service.measure('shop', never);
    const before = service.snapshot('shop');
    const stop = new AbortController();
    comparison.compare.mockImplementationOnce(async () => {
      stop.abort();
      throw new Error('ended on the server');
    });
    await service.measure('shop', stop.signal);
    expect(service.snapshot('shop')).toEqual(before);
    expect(readings).toHaveLength(2);
  });

  it('ends its pass when the process stops, and begins no other', async () => {
    const { service, comparison } = build();
    await service.onModuleDestroy();
    await service.measure('shop', never);
    expect(comparison.compare).not.toHaveBeenCalled();
  });

  it('keeps a difference that could not be counted again, but not one of other servers', async () => {
    const { service, comparison, sameServersSince } = build();
    comparison.compare.mockImplementation(async (_, { id }) => ({ ...result(id, 'a moment'), verdict: 'diverged' }));
    await service.measure('shop', never);
    comparison.compare.mockImplementation(async (_, { id }) => ({ ...result(id, 'later'), verdict: 'lagging' }));
    const verdicts = async (): Promise<string[]> => {
      await service.measure('shop', never);
      return service.snapshot('shop').map(({ verdict }) => verdict);
    };
    expect(await verdicts()).toEqual(['diverged', 'diverged']);
    sameServersSince.value = 'b moment';
    expect(await verdicts()).toEqual(['lagging', 'lagging']);
  });

  it('passes a defect on and can run again', async () => {
    const { service, comparison } = build();
    comparison.compare.mockRejectedValueOnce(new Error('a defect'));
    await expect(service.measure('shop', never)).rejects.toThrow('a defect');
    await service.measure('shop', never);
    expect(service.snapshot('shop')).toHaveLength(2);
  });

  it('compares the last known tables when they cannot be listed', async () => {
    const { service, tables, comparison } = build();
    tables.discover.mockRejectedValue(new Error('target down'));
    tables.snapshot.mockReturnValue({ migration: 'shop', tables: [table('shop.b')], unseen: [], discoveredAt: '' });
    await service.measure('shop', never);
    expect(comparison.compare.mock.calls.map(([, { id }]) => id)).toEqual(['shop.b']);
  });

  it('turns results of an earlier process into unverified when not even the tables can be listed', async () => {
    const { service, tables, store } = build();
    store.loadConsistency.mockResolvedValue([result('shop.a', 'then')]);
    await service.onApplicationBootstrap();
    expect(service.snapshot('shop')[0]?.verdict).toBe('matched');
    tables.discover.mockRejectedValue(new Error('both down'));
    await service.measure('shop', never);
    expect(service.snapshot('shop')[0]).toMatchObject({
      verdict: 'unverified',
      reason: expect.stringContaining('both down'),
    });
  });

  it('starts without its history when the store cannot be read, and knows its migrations', async () => {
    const { service, store } = build();
    store.loadConsistency.mockRejectedValue(new Error('corrupt'));
    await service.onApplicationBootstrap();
    expect(service.list('shop')).toEqual({ migration: 'shop', results: [], skipped, checkedAt: null });
    expect(() => service.list('nope')).toThrow(expect.objectContaining({ code: 'MIGRATION_UNKNOWN' }));
  });
});
