import { spawnSync } from 'node:child_process';
import type { BackupHealth, BackupRun, RetentionOutcome } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { fixedSettings } from '../../../test/support/fixed-settings.js';
import { at } from '../../../test/support/some-evidence.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import type { StorageView } from '../../backups/catalogue/watched-storage.js';
import { BackupMetricsService } from '../../backups/metrics/backup-metrics.service.js';
import { LocalStorage } from '../../backups/storages/local-storage.js';
import type { BackupStore } from '../../backups/store/backup.store.js';
import { configSchema } from '../../config/config.schema.js';
import { buildRegistry } from './metrics-registry.js';

const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
  backups: {
    servers: [
      { name: 'shop-db', ...endpoint, databases: ['shop'] },
      { name: 'crm-db', ...endpoint, engine: 'postgres', databases: ['crm'] },
    ],
    storages: [{ name: 'disk', folder: '/nowhere' }],
    schedules: [{ name: 'daily', cron: '30 2 * * *' }],
  },
});
const storage = new LocalStorage('disk', '/nowhere');
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

const database = (name: string, change: object = {}): BackupRun['databases'][number] => ({
  ...{ database: name, backupId: 'b', bytes: '5', dumpBytes: '10', position: null, failure: null, durationMs: 90_000 },
  storages: [{ name: 'disk', failure: null, readBack: null, storedLaterAt: null }],
  skipped: null,
  ...change,
});
const twice = [
  { name: 'disk', failure: null },
  { name: 's3', failure: 'full' },
];
const aRun = (id: string, change: Partial<BackupRun> = {}): BackupRun => ({
  progress: null,
  ...{ id, server: 'shop-db', type: 'daily', slotAt: at, state: 'complete', startedAt: at, endedAt: at, failure: null },
  databases: [database('shop')],
  ...change,
});

describe('the metrics of backups', () => {
  let stage: StoreStage;
  let store: BackupStore;
  let views: StorageView[];
  let health: BackupHealth | null;
  let guard: { passedOver: Subject<object>; underWay: () => BackupRun[] };
  let readBack: { done: Subject<BackupRun> };
  let retention: { outcomes: Subject<RetentionOutcome> };

  beforeEach(async () => {
    stage = new StoreStage();
    store = (await stage.open()).backups;
    views = [{ storage, readAt: at, failure: null, entries: [] }];
    health = null;
    guard = { passedOver: new Subject(), underWay: () => [] };
    readBack = { done: new Subject() };
    retention = { outcomes: new Subject() };
  });
  afterEach(() => stage.end());

  /** They as a process has them that begins now. */
  async function begun(): Promise<() => Promise<string>> {
    const service = new BackupMetricsService(
      fixedSettings(config),
      guard as never,
      readBack as never,
      retention as never,
      store,
      { known: () => views } as never,
      { latest: () => health } as never,
      { nowMs: () => Date.parse(at) } as never,
    );
    service.onApplicationBootstrap();
    // Reading the runs of before takes a few turns of the store's queue.
    await store.list(null);
    await new Promise((resolve) => setImmediate(resolve));
    const registry = buildRegistry(service.gauges, service.counted);
    return () => registry.metrics();
  }
  const kept = async (run: BackupRun): Promise<void> => {
    await store.begin({ ...run, state: 'running' }, at, null);
    await store.keepSaved(run);
  };

  it('count on over a restart, each run once', async () => {
    await kept(aRun('a'));
    await kept(aRun('b', { state: 'failed', databases: [database('shop', { backupId: null, failure: 'no' })] }));
    const scrape = await begun();
    readBack.done.next(aRun('a'));
    readBack.done.next(aRun('c', { databases: [database('shop', { storages: [...twice] })] }));
    readBack.done.next(aRun('d', { state: 'interrupted', databases: [] }));
    readBack.done.next(aRun('e', { server: 'crm-db', databases: [database('crm')] }));
    readBack.done.next(aRun('f', { server: 'gone-db' }));
    const text = await scrape();
    const shop = 'server="shop-db",type="daily",database="shop"';
    for (const line of [
      `mysql_backup_total{${shop},status="success"} 1`,
      `mysql_backup_total{${shop},status="failed"} 1`,
      `mysql_backup_total{${shop},status="partial"} 1`,
      'mysql_backup_total{server="shop-db",type="daily",database="",status="interrupted"} 1',
      `mysql_backup_duration_seconds_bucket{le="60",${shop}} 0`,
      `mysql_backup_duration_seconds_bucket{le="300",${shop}} 2`,
      `mysql_backup_duration_seconds_bucket{le="86400",${shop}} 2`,
      `mysql_backup_last_success_timestamp{${shop}} ${Date.parse(at) / 1000}`,
      'postgres_backup_total{server="crm-db",type="daily",database="crm",status="success"} 1',
      'mysql_backup_in_progress{server="shop-db"} 0',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toContain('gone-db');
    expect(text).toMatch(/mysql_backup_next_run_timestamp\{server="shop-db",type="daily"\} \d+/);
  });

  it('call failed what was found to be no good in every storage, and no success', async () => {
    await kept(aRun('a', { databases: [database('shop', { storages: [{ name: 'disk', failure: 'damaged' }] })] }));
    const text = await (await begun())();
    const labels = 'server="shop-db",type="daily",database="shop"';
    expect(text.split('\n')).toContain(`mysql_backup_total{${labels},status="failed"} 1`);
    expect(text).not.toContain('last_success_timestamp{');
  });

  it('leave out what is not known, and never say 0 for it', async () => {
    views = [{ storage, readAt: null, failure: null, entries: [] }];
    const unread = await (await begun())();
    expect(unread).not.toContain('storage="disk"');
    expect(unread).not.toContain('last_success_timestamp{');
    expect(unread).not.toContain('cutover_backup_check_state{');
    views = [{ storage, readAt: at, failure: 'Storage disk: EIO.', entries: [] }];
    const failing = await (await begun())();
    expect(failing).toContain('cutover_backup_storage_up{storage="disk"} 0');
    expect(failing).not.toContain('cutover_backup_orphan_objects{storage="disk"}');
  });

  it('tell deletions, slots that were passed over, and what the checks say', async () => {
    const scrape = await begun();
    const deleted = [{ storage: 'disk', folder: 'shop-db/shop/1', bytes: '5' }];
    retention.outcomes.next({ deleted, kept: 1, left: 0, failures: [] });
    guard.passedOver.next({ schedule: 'daily', server: 'shop-db', slots: 3 });
    const found = { check: 'backup-late', severity: 'CRITICAL', message: '', action: '' } as const;
    health = {
      findings: [
        { ...found, id: '1', subject: 'daily/shop-db', outcome: 'fail' },
        { ...found, id: '2', subject: 'daily/crm-db', outcome: 'unknown' },
      ],
      judgedAt: at,
    };
    const text = await scrape();
    expect(text).toContain('mysql_backup_deletions_total{server="shop-db",storage="disk"} 1');
    expect(text).toContain('mysql_backup_overlap_skipped_total{server="shop-db",type="daily"} 3');
    expect(text).toContain('cutover_backup_check_state{check="backup-late",subject="daily/shop-db"} 0');
    expect(text).not.toContain('subject="daily/crm-db"');
  });

  (hasPromtool ? it : it.skip)('pass promtool check metrics', async () => {
    await kept(aRun('a'));
    const scrape = await begun();
    readBack.done.next(aRun('e', { server: 'crm-db', databases: [database('crm')] }));
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(), encoding: 'utf8' });
    expect(`${checked.stdout}${checked.stderr}`).toBe('');
    expect(checked.status).toBe(0);
  });
});
