// A bucket that is down during a run of the built product, and gets the backup later from the folder that has it. The server is a real one of
// Ceph, behind a proxy that answers for it while it is down.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupHealth, BackupManifest, BackupRun } from '@cutover/contracts';
import { text } from 'node:stream/consumers';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct } from '../support/product.js';
import { startS3Proxy } from '../support/s3-proxy.js';
import { startS3Stage } from '../support/s3-stage.js';

it('stores in a bucket that was down during the run what the folder has, once it is back', async () => {
  const lab = await labPair();
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  const stage = await startS3Stage();
  const proxy = await startS3Proxy(stage.server.endpoint);
  const { bucket, user } = stage.server;
  const backups = {
    servers: [{ name: 'shop-db', host, port, username, password, tls, databases: ['shop'] }],
    storages: [
      { name: 'disk', folder },
      { name: 'offsite', kind: 's3', bucket, prefix: 'cutover/eu', endpoint: proxy.endpoint, partMiB: 5, ...user },
    ],
    compression: 'none',
  };
  // Several parts: one that is refused while the dump goes on is given up sooner than one at its end.
  await lab.withAdmin('source', async (root) => {
    await root.query('SET SESSION sql_log_bin = 0');
    await root.query('CREATE TABLE shop.padding (id INT PRIMARY KEY, text LONGTEXT)');
    await root.query('INSERT INTO shop.padding SELECT seq, REPEAT(MD5(seq), 65536) FROM seq_1_to_8');
  });
  const product = await startProduct(lab, { sections: { backups, migrations: [] } });
  try {
    proxy.decide(() => 'refuse');
    const begun = await product.send('POST', '/api/backups/runs', { server: 'shop-db' });
    const { id } = (await begun.json()) as BackupRun;
    const run = () => product.get<BackupRun>(`/api/backups/runs/${id}`);
    const partial = await eventually(
      'the run has ended',
      async () => {
        const now = await run();
        return now.state === 'running' ? null : now;
      },
      170_000,
    );
    expect(partial.state).toBe('partial');
    expect(partial.databases[0]!.storages).toMatchObject([
      { name: 'disk', failure: null },
      { name: 'offsite', failure: expect.stringContaining('SlowDown'), storedLaterAt: null },
    ]);
    expect((await stage.left()).objects).toEqual([]);

    proxy.decide(() => 'pass');
    const whole = await eventually(
      'it is copied there',
      async () => {
        const now = await run();
        return now.state === 'complete' ? now : null;
      },
      300_000,
    );
    expect(whole.databases[0]!.storages).toMatchObject([
      { storedLaterAt: null },
      { name: 'offsite', failure: null, storedLaterAt: expect.any(String) },
    ]);
    const place = `shop-db/shop/${whole.databases[0]!.backupId}`;
    const inBucket = stage.storage({ prefix: 'cutover/eu' });
    const manifest = JSON.parse(readFileSync(join(folder, place, 'manifest.json'), 'utf8')) as BackupManifest;
    expect(JSON.parse(await text(await inBucket.read(`${place}/manifest.json`)))).toEqual(manifest);
    const { object } = manifest;
    expect(await inBucket.find(`${place}/${object.name}`)).toMatchObject({ bytes: Number(object.bytes) });
    expect((await stage.left()).uploads).toEqual([]);
    const { findings } = await product.get<BackupHealth>('/api/backups/health');
    expect(findings.filter(({ check, outcome }) => check === 'backup-copy' && outcome !== 'pass')).toEqual([]);
  } finally {
    await product.end();
    await lab.withAdmin('source', async (root) => {
      await root.query('SET SESSION sql_log_bin = 0');
      await root.query('DROP TABLE shop.padding');
    });
    await proxy.end();
    await stage.end();
    rmSync(folder, { recursive: true });
  }
});
