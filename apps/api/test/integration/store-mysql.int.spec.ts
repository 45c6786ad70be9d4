import type { Lab } from '@cutover/lab';
import type { Alert, ConsistencyResult } from '@cutover/contracts';
import { Clock } from '../../src/platform/clock.js';
import { AlertStore } from '../../src/alerts/store/alert.store.js';
import { AlertEntity } from '../../src/alerts/store/alert.entity.js';
import { BackupConfigurationStore } from '../../src/backups/store/backup-configuration.store.js';
import { BackupStore } from '../../src/backups/store/backup.store.js';
import { withStored } from '../../src/backups/guard/run-result.js';
import { openStore } from '../../src/store/open-store.js';
import { readNewestRow } from '../../src/store/read-newest-row.js';
import { SampleStore, type LagSample } from '../../src/lag/store/sample.store.js';
import { StoreConnection } from '../../src/store/store-connection.js';
import { StoreHealth } from '../../src/store/store-health.js';
import { ConsistencyStore } from '../../src/consistency/store/consistency.store.js';
import { keptRun } from '../support/a-stored-dump.js';
import { labPair } from '../support/lab-pair.js';
import { allParts } from '../support/store-stage.js';

const now = '2026-01-01T00:00:00.000Z';
const database = 'cutover_store_test';
const account = "'cutover_store'@'%'";
const password = 'p@ss/w:rd#1';

function anAlert(id: string, change: Partial<Alert> = {}): Alert {
  const nobody = { resolvedAt: null, acknowledgedAt: null, acknowledgedBy: null };
  const text = { message: 'behind 😀', action: 'wait', subject: 'shop.t`a.b 😀', migration: 'shop' };
  return {
    ...{ ...nobody, ...text, id, type: 'lag_threshold', severity: 'WARNING', state: 'firing', occurrences: 3 },
    ...{ activeAt: now, firedAt: now, ...change },
  };
}

function aSample(atMs: number, seconds: number | null): LagSample {
  const bytes = { notReceivedBytes: null, notAppliedBytes: 9_007_199_254_740_991 };
  return { atMs, seconds, atLeastSeconds: null, transactionsBehind: 4, ...bytes, state: 'applying' };
}

function aResult(table: string): ConsistencyResult {
  const sides = { source: null, target: null, position: null };
  return { ...sides, table, verdict: 'matched', differences: [], checkedAt: now, durationMs: 1 };
}

describe('the store on MariaDB, over TLS', () => {
  let lab: Lab;
  let url: string;
  let connection: StoreConnection;

  async function start() {
    connection = new StoreConnection(await openStore(url, now, allParts), new StoreHealth(), new Clock());
    return {
      alerts: new AlertStore(connection),
      samples: new SampleStore(connection),
      consistency: new ConsistencyStore(connection),
    };
  }

  beforeAll(async () => {
    lab = await labPair();
    const { host, port, tls } = lab.endpoints.source;
    url = `mysql://cutover_store:${encodeURIComponent(password)}@${host}:${port}/${database}?ca=${encodeURIComponent(tls.ca)}`;
    // The database replicates, so that writing to it does not break the pair; the account need not.
    await lab.withAdmin('source', (admin) => admin.query(`CREATE DATABASE ${database} CHARACTER SET latin1`));
    await lab.withoutBinaryLog('source', async (admin) => {
      await admin.query(`CREATE USER ${account} IDENTIFIED BY '${password}' REQUIRE SSL`);
      await admin.query(`GRANT ALL ON ${database}.* TO ${account}`);
    });
  });

  afterEach(() => connection.close());

  afterAll(async () => {
    await lab.withAdmin('source', (admin) => admin.query(`DROP DATABASE ${database}`));
    await lab.withoutBinaryLog('source', (admin) => admin.query(`DROP USER ${account}`));
  });

  it('keeps everything over a restart, with null as null and big figures exact', async () => {
    const first = await start();
    await first.alerts.save(anAlert('a1'));
    await first.alerts.save(anAlert('a1', { acknowledgedBy: 'ops', acknowledgedAt: now }));
    await first.samples.append('shop', aSample(1_767_225_600_123, 1.5));
    await first.samples.append('shop', aSample(1_767_225_600_124, null));
    await connection.close();

    const second = await start();
    expect(await second.alerts.loadOpen()).toEqual([anAlert('a1', { acknowledgedBy: 'ops', acknowledgedAt: now })]);
    expect(await second.samples.loadSince('shop', 1_767_225_600_123)).toEqual([
      aSample(1_767_225_600_123, 1.5),
      aSample(1_767_225_600_124, null),
    ]);
    expect(await second.samples.prune(1_767_225_600_124)).toBe(1);
  });

  it('has the schema of the same migrations as ever, in their order', async () => {
    await start();
    const ran = await connection.read((manager) => manager.query('SELECT name FROM migrations ORDER BY id'));
    expect(ran).toEqual([
      { name: 'CreateStore1763600000000' },
      { name: 'AddVerification1763650000000' },
      { name: 'AddRepairRemoval1764100000000' },
      { name: 'AddAtLeastSeconds1764150000000' },
      { name: 'CreatePairHistories1764200000000' },
      { name: 'CreateWaivers1764210000000' },
      { name: 'CreateVerdictEntries1764220000000' },
      { name: 'CreateFreezeProofs1764300000000' },
      { name: 'CreateReportKeys1764300200000' },
      { name: 'CreateNotifications1764300400000' },
      { name: 'AddWaiverItems1764300600000' },
      { name: 'CreateBackups1764331200000' },
      { name: 'CreateBackupRestoreTests1764335000000' },
      { name: 'CreateBackupConfigurations1764340000000' },
      { name: 'CreateBackupUsage1764350000000' },
      { name: 'AddRestoreTestAddress1764360000000' },
    ]);
  });

  it('tells tables apart whose names differ in case and emoji only', async () => {
    const { consistency } = await start();
    const names = ['shop.T', 'shop.t', 'shop.😀', 'shop.🎉', ...Array.from({ length: 600 }, (_, i) => `shop.n${i}`)];
    await consistency.saveConsistency('shop', names.map(aResult));
    await consistency.saveConsistency('shop', names.slice(0, 4).map(aResult));
    expect(await consistency.loadConsistency('shop')).toHaveLength(604);
    await consistency.forgetTables('shop', ['shop.t', 'shop.🎉']);
    expect((await consistency.loadConsistency('shop')).map(({ table }) => table).sort()).toEqual(['shop.t', 'shop.🎉']);
  });

  it('keeps one of two configurations of backups that two processes make of the same state', async () => {
    await start();
    const newest = { table: 'backup_configurations', columns: ['revision'], orderedBy: 'revision' };
    expect(await readNewestRow(url, { ...newest, table: 'none' })).toBeNull();
    const second = new StoreConnection(await openStore(url, now, allParts), new StoreHealth(), new Clock());
    try {
      const stores = [new BackupConfigurationStore(connection), new BackupConfigurationStore(second)];
      for (let revision = 1; revision <= 8; revision++) {
        const saved = await Promise.all(
          stores.map((store, index) =>
            store.save({
              ...{ revision, document: JSON.stringify({ by: index }), dueSince: '{}', seedDigest: 'a' },
              ...{ changedAt: now, changedBy: `process ${index}` },
            }),
          ),
        );
        expect([...saved].sort()).toEqual([false, true]);
        const kept = { revision, changedBy: `process ${saved.indexOf(true)}` };
        for (const store of stores) expect(await store.latest()).toMatchObject(kept);
        expect(await readNewestRow(url, newest)).toEqual({ revision });
      }
    } finally {
      await second.close();
    }
  });

  it('loses nothing of what two processes find out of the same run of backups, and ends it in one of them', async () => {
    await start();
    const second = new StoreConnection(await openStore(url, now, allParts), new StoreHealth(), new Clock());
    try {
      const stores = [new BackupStore(connection), new BackupStore(second)] as const;
      const storages = Array.from({ length: 20 }, (_, at) => ({ name: `s${at}`, failure: 'EIO' }));
      const run = await keptRun(stores[0], storages);
      await Promise.all(
        storages.map(({ name: storage }, at) => {
          const found = { backupId: run.databases[0]!.backupId!, storage, storedLaterAt: now };
          return stores[(at % 2) as 0 | 1].keepChanged(run.id, storage, (kept) => withStored(kept, found));
        }),
      );
      const { databases } = (await stores[0].find(run.id))!;
      expect(databases[0]!.storages.filter(({ storedLaterAt }) => storedLaterAt === null)).toEqual([]);

      for (let at = 0; at < 8; at++) {
        await stores[0].begin({ ...run, id: `lost ${at}`, state: 'running' }, now, null);
        const ended = await Promise.all(stores.map((store) => store.interrupt('2026-01-02T00:00:00.000Z')));
        expect(ended.flat().map(({ id }) => id)).toEqual([`lost ${at}`]);
      }
    } finally {
      await second.close();
    }
  });

  it('does not lose a plain write beside a transaction that is rolled back', async () => {
    const { alerts } = await start();
    const doomed = connection.write(async (manager) => {
      await manager.insert(AlertEntity, anAlert('doomed'));
      throw new Error('changed my mind');
    });
    const beside = alerts.save(anAlert('beside'));
    await expect(doomed).rejects.toThrow('changed my mind');
    await beside;
    expect(await alerts.find('beside')).toEqual(anAlert('beside'));
    expect(await alerts.find('doomed')).toBeNull();
  });

  it('pages newest first and prunes resolved alerts only', async () => {
    const { alerts } = await start();
    for (const second of [1, 2, 3])
      await alerts.save(anAlert(`p${second}`, { migration: 'paged', activeAt: `2026-01-01T00:00:0${second}.000Z` }));
    const query = { state: 'all', migration: 'paged', limit: 2 } as const;
    const first = await alerts.page(query);
    const second = await alerts.page({ ...query, cursor: first.nextCursor ?? '' });
    expect([...first.alerts, ...second.alerts].map(({ id }) => id)).toEqual(['p3', 'p2', 'p1']);
    await alerts.save(anAlert('p1', { migration: 'paged', state: 'resolved', resolvedAt: now }));
    expect(await alerts.prune('2026-01-02T00:00:00.000Z')).toBe(1);
    expect((await alerts.page(query)).total).toBe(2);
  });

  it('says what to do for a wrong password, a missing database and a dead server, without the password', async () => {
    await start();
    const { port } = lab.endpoints.source;
    const wrong = url.replace(encodeURIComponent(password), 'not-the-secret');
    for (const [bad, code] of [
      [wrong, 'STORE_ACCESS_DENIED'],
      [url.replace(`/${database}`, '/nowhere'), 'STORE_ACCESS_DENIED'],
      [url.replace(`:${port}/`, ':1/'), 'STORE_UNREACHABLE'],
    ] as const) {
      const failure: unknown = await openStore(bad, now, allParts).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code });
      expect(String(failure)).not.toMatch(/not-the-secret|p@ss|p%40ss/);
    }
  });
});
