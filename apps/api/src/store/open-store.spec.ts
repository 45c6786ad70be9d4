import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at } from '../../test/support/some-evidence.js';
import { aResult, anAlert, aRun, aSample, StoreStage } from '../../test/support/store-stage.js';

describe('openStore', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  it('keeps everything over a restart', async () => {
    const first = await stage.open();
    await first.alerts.save(anAlert('a1'));
    await first.alerts.save(anAlert('a1', { acknowledgedBy: 'ops', acknowledgedAt: at }));
    await first.samples.append('shop', aSample(1000));
    await first.samples.append('shop', aSample(2000, { seconds: null, state: 'unknown' }));
    await first.samples.append('other', aSample(1500));
    await first.verdicts.saveRun(aRun('r1'));
    await first.verdicts.saveChecksum('shop', aResult('shop.a'));
    await first.verdicts.saveChecksum('shop', { ...aResult('shop.a'), verdict: 'diverged' });
    await first.connection.close();

    const second = await stage.open();
    expect(await second.alerts.loadOpen()).toEqual([anAlert('a1', { acknowledgedBy: 'ops', acknowledgedAt: at })]);
    expect(await second.samples.loadSince('shop', 1000)).toEqual([
      aSample(1000),
      aSample(2000, { seconds: null, state: 'unknown' }),
    ]);
    expect(await second.samples.loadSince('shop', 1001)).toHaveLength(1);
    expect(await second.verdicts.findRun('shop', 'r1')).toEqual(aRun('r1'));
    expect(await second.verdicts.findRun('other', 'r1')).toBeNull();
    expect(await second.verdicts.loadChecksums('shop')).toEqual([{ ...aResult('shop.a'), verdict: 'diverged' }]);
  });

  it('moves a damaged file aside unchanged, says so, and starts a new one', async () => {
    const first = await stage.open();
    await first.alerts.save(anAlert('a1'));
    await first.connection.close();
    const damaged = readFileSync(stage.file);
    damaged.fill(7, 4096, 12_288);
    writeFileSync(stage.file, damaged);

    const second = await stage.open();
    expect(await second.alerts.loadOpen()).toEqual([]);
    const { storeNotice } = second.health.snapshot();
    const kept = `${stage.file}.corrupt-2026-01-01T00-00-00-000Z`;
    expect(storeNotice).toContain(kept);
    expect(readFileSync(kept).equals(damaged)).toBe(true);
  });

  it('moves a file that is no database aside', async () => {
    mkdirSync(stage.directory, { recursive: true });
    writeFileSync(stage.file, 'this is a text, '.repeat(1000));
    const { health, samples } = await stage.open();
    await samples.append('shop', aSample(1));
    expect(health.snapshot().storeNotice).toContain('corrupt-');
    expect(readdirSync(stage.directory).some((name) => /sqlite\.corrupt-/.test(name))).toBe(true);
  });

  it('takes an empty file for a new store', async () => {
    mkdirSync(stage.directory, { recursive: true });
    writeFileSync(stage.file, '');
    const { health } = await stage.open();
    expect(health.snapshot().storeNotice).toBeNull();
  });

  it('refuses a file that another process uses, and takes it when that one has ended', async () => {
    const first = await stage.open();
    await expect(stage.open()).rejects.toMatchObject({ code: 'STORE_IN_USE' });
    await first.connection.close();
    await expect(stage.open()).resolves.toBeDefined();
  });

  it('says what to do when the path is a directory', async () => {
    mkdirSync(stage.file, { recursive: true });
    await expect(stage.open()).rejects.toMatchObject({
      code: 'STORE_UNOPENABLE',
      message: expect.stringContaining(stage.file),
    });
    expect(existsSync(stage.file)).toBe(true);
  });

  it('says what to do when the parent is a file', async () => {
    writeFileSync(dirname(stage.directory), '');
    await expect(stage.open()).rejects.toMatchObject({ code: 'STORE_UNOPENABLE' });
  });

  it('refuses a store that a newer version has written', async () => {
    const first = await stage.open();
    await first.connection.write((manager) =>
      manager.query("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Future9999999999999')"),
    );
    await first.connection.close();
    await expect(stage.open()).rejects.toMatchObject({ code: 'STORE_NEWER' });
  });

  it('refuses a store that may not be written, with what to do', async () => {
    const { connection } = await stage.open();
    await connection.close();
    for (const name of readdirSync(stage.directory)) chmodSync(join(stage.directory, name), 0o444);
    const folders = [stage.directory, dirname(stage.directory), stage.root];
    for (const folder of folders) chmodSync(folder, 0o555);
    // Permissions do not bind root, so root looks as somebody else.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      await expect(stage.open()).rejects.toMatchObject({
        code: 'STORE_READ_ONLY',
        message: expect.stringContaining('write permission'),
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
      for (const folder of folders) chmodSync(folder, 0o755);
    }
  });
});
