import type { BackupRun, BackupsUpdate } from '@cutover/contracts';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useBackupsStore } from './backups.store.js';

const aRun = (id: string, change: Partial<BackupRun> = {}): BackupRun => ({
  ...{ id, server: 'shop-db', type: 'daily', slotAt: null, state: 'running', endedAt: null, databases: [] },
  ...{ startedAt: '2026-11-20T03:00:00.000Z', progress: null, failure: null },
  ...change,
});
const health = (message: string) => ({ findings: [], judgedAt: message });
const update = (change: Partial<BackupsUpdate> = {}): BackupsUpdate => ({
  ...{ isComplete: false, runs: [], restoreTests: [], health: null, catalogueRevision: 1 },
  ...change,
});

let asked: string[];
let runs: BackupRun[];
beforeEach(() => {
  setActivePinia(createPinia());
  [asked, runs] = [[], [aRun('a')]];
  const answers: Record<string, () => object> = {
    '/api/backups': () => ({ storages: [], backups: [], total: asked.length }),
    '/api/backups/runs': () => ({ runs }),
    '/api/backups/restore-tests': () => ({ tests: [] }),
    '/api/backups/schedules': () => ({ servers: [], schedules: [] }),
    '/api/backups/health': () => health('asked'),
  };
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    return Promise.resolve(new Response(JSON.stringify(answers[path]!()), { status: 200 }));
  });
});
afterEach(() => void vi.unstubAllGlobals());

it('asks for everything when all is told anew: what ended while nobody listened is not in it', async () => {
  const backups = useBackupsStore();
  backups.receive(update({ isComplete: true }));
  await vi.waitFor(() => expect(backups.known?.runs).toHaveLength(1));
  expect(asked).toHaveLength(5);
});

it('takes what changed without asking, and asks for the list alone where something else lies in a storage', async () => {
  const backups = useBackupsStore();
  backups.receive(update({ isComplete: true }));
  await vi.waitFor(() => expect(backups.known).not.toBeNull());
  asked = [];
  const going = aRun('a', { progress: { database: 'shop', dumpBytes: '9' } });
  backups.receive(update({ runs: [going, aRun('b', { startedAt: '2026-11-20T04:00:00.000Z' })] }));
  expect(backups.known?.runs.map(({ id, progress }) => [id, progress?.dumpBytes])).toEqual([
    ['b', undefined],
    ['a', '9'],
  ]);
  backups.receive(update({ health: health('told') }));
  expect(backups.known?.health.judgedAt).toBe('told');
  expect(asked).toEqual([]);
  backups.receive(update({ catalogueRevision: 2 }));
  await vi.waitFor(() => expect(backups.known?.list.total).toBe(1));
  expect(asked).toEqual(['/api/backups']);
});

it('is not set back by an answer that was asked for before, nor by a late word of a run that has ended', async () => {
  const backups = useBackupsStore();
  await backups.load();
  const loading = backups.load();
  const ended = aRun('a', { state: 'complete', endedAt: '2026-11-20T03:01:00.000Z' });
  backups.receive(update({ runs: [ended] }));
  await loading;
  expect(backups.known?.runs).toEqual([ended]);
  backups.note({ runs: [aRun('a')] });
  expect(backups.known?.runs).toEqual([ended]);
});
