import { batchMs, type ChecksumRun, type MigrationUpdate } from '@cutover/contracts';
import { of, Subject } from 'rxjs';
import { checksum } from '../../test/support/some-evidence.js';
import { newRun, withResult } from '../checksum/runs/progress/run-progress.js';
import type { SourceChange } from '../evidence/evidence.registry.js';
import type { ChangedTables } from '../readiness/changed-tables.js';
import { LiveEvents, type LiveEvent } from './live-events.service.js';

/** Of one engine a source has an event of its own, and of the other it is not there. */
const engineOf = (migration: string): string => (migration === 'shop' ? 'mariadb' : 'postgres');

function build(hasListeners: (migration: string | null) => boolean = () => true) {
  const liveEvent = (migration: string) => ({ type: 'encryption_update', data: { migration } });
  const evidence = {
    changes: new Subject<SourceChange>(),
    sources: (engine: string) => (engine === 'mariadb' ? [{ name: 'lag' }, { name: 'encryption', liveEvent }] : []),
  };
  const connections = { changes: new Subject() };
  const checksums = { progress: new Subject() };
  const alerts = { changes: new Subject(), firing: () => [] };
  const built: string[] = [];
  const migrations = {
    names: () => ['shop', 'crm'],
    completeUpdate: (name: string) =>
      ({
        name,
        migration: name,
        engine: engineOf(name),
        isComplete: true,
        activeRun: null,
      }) as unknown as MigrationUpdate,
    changeUpdate: (name: string, changed: ChangedTables) => {
      built.push(name);
      const { tables, removed } = changed;
      return {
        name,
        migration: name,
        engine: engineOf(name),
        isComplete: false,
        tables: [...(tables.get('checksums') ?? [])],
        counted: [...(tables.get('consistency') ?? [])],
        removed: [...removed],
      };
    },
  };
  const clock = { nowIso: () => '2026-11-20T03:00:00.000Z' };
  const readiness = { current: (migration: string) => ({ migration }) };
  const news = new Subject();
  const backups = { snapshot: () => ({ isComplete: true }), stream: () => of({ isComplete: false }) };
  const readinessNews = { stream: () => news };
  const parts = [
    evidence,
    connections,
    checksums,
    alerts,
    migrations,
    readiness,
    readinessNews,
    backups,
    clock,
  ] as const;
  const live = new LiveEvents(...(parts as unknown as ConstructorParameters<typeof LiveEvents>));
  const events: LiveEvent[] = [];
  const subscription = live.stream(hasListeners).subscribe((event) => events.push(event));
  const updates = () => events.filter(({ type }) => type === 'metrics_update').map(({ data }) => data as unknown);
  return { live, evidence, connections, checksums, events, updates, built, subscription };
}

const migrationOf = (data: LiveEvent['data']): unknown => 'migration' in data && data.migration;
const run = (): ChecksumRun =>
  newRun({ ...{ id: 'r', migration: 'shop', trigger: 'request', mode: 'snapshot', tables: 9 }, now: 'then' });
const changeOf = (table: string): SourceChange => ({ migration: 'shop', source: 'checksums', changedTables: [table] });
const sample: SourceChange = { migration: 'shop', source: 'lag', isHeartbeat: true };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('LiveEvents', () => {
  it('puts what is told of backups into its envelope', () => {
    const { live } = build();
    const timestamp = '2026-11-20T03:00:00.000Z';
    expect(live.backupsSnapshot()).toEqual({ type: 'backups_update', timestamp, data: { isComplete: true } });
    const seen: LiveEvent[] = [];
    live.backupsStream(() => true).subscribe((event) => seen.push(event));
    expect(seen).toEqual([{ type: 'backups_update', timestamp, data: { isComplete: false } }]);
  });

  it('sends a batch once, with each table that changed, however often it did', () => {
    const { evidence, updates } = build();
    for (const table of ['shop.a', 'shop.b', 'shop.a']) evidence.changes.next(changeOf(table));
    jest.advanceTimersByTime(batchMs - 1);
    expect(updates()).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(updates()).toEqual([expect.objectContaining({ isComplete: false, tables: ['shop.a', 'shop.b'] })]);
    jest.advanceTimersByTime(10 * batchMs);
    expect(updates()).toHaveLength(1);
  });

  it('sends a lag sample at once, with the tables that wait of its migration, and those only once', () => {
    const { evidence, updates } = build();
    evidence.changes.next(changeOf('shop.a'));
    evidence.changes.next({
      ...{ migration: 'crm', source: 'consistency', changedTables: ['crm.x'], removedTables: ['crm.y'] },
    });
    evidence.changes.next(sample);
    expect(updates()).toEqual([expect.objectContaining({ name: 'shop', tables: ['shop.a'] })]);
    jest.advanceTimersByTime(batchMs);
    expect(updates().slice(1)).toEqual([
      expect.objectContaining({ name: 'crm', counted: ['crm.x'], removed: ['crm.y'] }),
    ]);
  });

  it('tells of a run as it is at the end of the batch, before the update, and without its results', () => {
    const { checksums, events } = build();
    checksums.progress.next(run());
    checksums.progress.next(withResult(run(), checksum('shop.a', 'diverged')));
    jest.advanceTimersByTime(batchMs);
    expect(events.map(({ type }) => type)).toEqual(['checksum_progress', 'metrics_update']);
    expect(events[0]?.data).toMatchObject({ id: 'r', verdicts: { diverged: 1 }, tables: { done: 1 } });
    expect(events[0]?.data).not.toHaveProperty('results');
  });

  it('puts nothing together that nobody listens to, and keeps nothing of it', () => {
    let isHeard = false;
    const { evidence, connections, events, built } = build(() => isHeard);
    evidence.changes.next(changeOf('shop.a'));
    connections.changes.next({ migration: 'shop', status: {} });
    evidence.changes.next(sample);
    jest.advanceTimersByTime(batchMs);
    expect([events, built]).toEqual([[], []]);
    isHeard = true;
    jest.advanceTimersByTime(10 * batchMs);
    expect(events).toEqual([]);
  });

  it('gives all migrations, or the one that was asked for, complete', () => {
    const { live } = build();
    const namesOf = (events: LiveEvent[]) => events.map(({ type, data }) => `${type} ${migrationOf(data)}`);
    const shop = ['metrics_update shop', 'encryption_update shop', 'readiness_update shop'];
    const crm = ['metrics_update crm', 'readiness_update crm'];
    expect(namesOf(live.snapshot(null)).sort()).toEqual([...shop, ...crm].sort());
    expect(namesOf(live.snapshot('shop'))).toEqual(shop);
    expect(namesOf(live.snapshot('crm'))).toEqual(crm);
  });

  it('sends the event of a source only when that source has changed', () => {
    const { evidence, events } = build();
    evidence.changes.next(changeOf('shop.a'));
    jest.advanceTimersByTime(batchMs);
    expect(events.map(({ type }) => type)).toEqual(['metrics_update']);
    evidence.changes.next({ migration: 'shop', source: 'encryption' });
    evidence.changes.next({ migration: 'crm', source: 'encryption' });
    jest.advanceTimersByTime(batchMs);
    expect(events.slice(1).map(({ type, data }) => `${type} ${migrationOf(data)}`)).toEqual([
      ...['encryption_update shop', 'metrics_update shop', 'metrics_update crm'],
    ]);
  });

  it('sends nothing more once nobody wants the stream', () => {
    const { evidence, events, subscription } = build();
    evidence.changes.next(changeOf('shop.a'));
    subscription.unsubscribe();
    jest.advanceTimersByTime(batchMs);
    expect(events).toEqual([]);
  });
});
