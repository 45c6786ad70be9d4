// What is wrong with backups, and their figures for Prometheus, of the product as a process.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupHealthSchema, type BackupFinding } from '@cutover/contracts';
import { findFreePort, type Lab } from '@cutover/lab';
import { newAgeKey, type AgeKey } from '../support/age-key.js';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: Lab;
let folder: string;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
});
afterAll(async () => {
  await product?.end();
  rmSync(folder, { recursive: true });
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

async function findings(): Promise<Map<string, BackupFinding>> {
  const { findings: found } = backupHealthSchema.parse(await product.get('/api/backups/health'));
  return new Map(found.map((each) => [each.id, each]));
}
const scrape = async (): Promise<string> => (await product.send('GET', '/metrics')).text();
const valueOf = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')[1],
  );

it('are found and counted: what is made, what fails, and a storage that is gone', async () => {
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const reached = { host, port, username, password, tls };
  const disk = join(folder, 'disk');
  const [own, recovery] = ['own', 'recovery'].map((name) => newAgeKey(join(folder, name))) as [AgeKey, AgeKey];
  const backups = {
    servers: [
      { name: 'shop-db', ...reached, databases: ['shop'] },
      { name: 'away-db', ...reached, port: await findFreePort(), databases: ['crm'] },
    ],
    storages: [{ name: 'disk', folder: disk }],
    schedules: [{ name: 'often', cron: '* * * * * *', retention: { last: 2 } }],
    ageRecipients: [own.recipient, recovery.recipient],
    restoreTest: { ageIdentityFiles: [own.file] },
  };
  product = await startProduct(lab, { sections: { backups } });
  const found = await eventually('both were tried', async () => {
    const now = await findings();
    return now.has('backup-failed/often/shop-db') && now.has('backup-failed/often/away-db') && now;
  });
  expect(found.get('backup-failed/often/shop-db')).toMatchObject({ outcome: 'pass' });
  expect(found.get('backup-late/often/shop-db/shop')).toMatchObject({ outcome: 'pass' });
  expect(found.get(`backup-key/${own.recipient}`)).toMatchObject({ outcome: 'pass' });
  expect(found.get(`backup-key/${recovery.recipient}`)).toMatchObject({ outcome: 'unknown', severity: 'INFO' });
  expect(found.get('backup-failed/often/away-db')).toMatchObject({ outcome: 'fail', severity: 'WARNING' });
  expect(found.get('backup-late/often/away-db/crm')?.outcome).not.toBe('pass');
  expect(found.get('backup-client/mariadb')).toMatchObject({ outcome: 'pass' });
  expect(found.get('backup-storage/disk')).toMatchObject({ outcome: 'pass' });
  expect(found.get('backup-storage-room/disk')?.message).toMatch(/^[\d.]+ [kMGT]?B of [\d.]+ [kMGT]?B are free/);

  const success = 'mysql_backup_total{server="shop-db",type="often",database="shop",status="success"}';
  const deletions = 'mysql_backup_deletions_total{server="shop-db",storage="disk"}';
  const text = await eventually('some are made, and older ones deleted', async () => {
    const now = await scrape();
    return valueOf(now, success) >= 3 && valueOf(now, deletions) >= 1 && now;
  });
  expect(
    valueOf(text, 'mysql_backup_total{server="away-db",type="often",database="",status="failed"}'),
  ).toBeGreaterThan(0);
  const newest = 'server="shop-db",type="often",database="shop"';
  expect(valueOf(text, `mysql_backup_last_success_timestamp{${newest}}`)).toBeGreaterThan(Date.now() / 1000 - 600);
  expect(valueOf(text, `mysql_backup_size_bytes{${newest},storage="disk"}`)).toBeGreaterThan(0);
  expect(valueOf(text, 'cutover_backup_orphan_objects{storage="disk"}')).toBe(0);
  if (hasPromtool) {
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(`${checked.stdout}${checked.stderr}`).toBe('');
  }

  await product.stop();
  renameSync(disk, join(folder, 'away'));
  writeFileSync(disk, 'no folder');
  product = await product.restart();
  const before = valueOf(text, success);
  await eventually('what was counted before is counted', async () => valueOf(await scrape(), success) >= before);
  expect((await findings()).get('backup-storage/disk')).toMatchObject({ outcome: 'fail', severity: 'CRITICAL' });
  expect((await findings()).get('backup-late/often/shop-db/shop')?.outcome).not.toBe('pass');
  const gone = await scrape();
  expect(valueOf(gone, 'cutover_backup_storage_up{storage="disk"}')).toBe(0);
  expect(gone).not.toContain('cutover_backup_orphan_objects{');
});
