import { aResult, anAlert, aSample, StoreStage } from '../../test/support/store-stage.js';

describe('StoreConnection', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  it('does not lose a plain write beside a transaction that is rolled back', async () => {
    const { connection, alerts } = await stage.open();
    const doomed = connection.write(async (manager) => {
      await manager.insert('alerts', anAlert('doomed'));
      await new Promise((done) => setImmediate(done));
      throw new Error('changed my mind');
    });
    const beside = alerts.save(anAlert('beside'));
    await expect(doomed).rejects.toThrow('changed my mind');
    await beside;
    expect((await alerts.loadOpen()).map((alert) => alert.id)).toEqual(['beside']);
  });

  it('carries out parallel writes and transactions, all of them', async () => {
    const { alerts, samples } = await stage.open();
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await alerts.save(anAlert(`a${index}`));
        await samples.append('shop', aSample(index));
      }),
    );
    expect(await alerts.loadOpen()).toHaveLength(50);
    expect(await samples.loadSince('shop', 0)).toHaveLength(50);
  });

  it('keeps samples and verdicts in memory while the disk is full, says so, and writes them afterwards', async () => {
    const { connection, health, samples, verdicts, alerts } = await stage.open();
    const pages = async () => {
      const [row] = await connection.read((manager) => manager.query<{ page_count: number }[]>('PRAGMA page_count'));
      return row?.page_count ?? 0;
    };
    // SQLite's own limit makes it a full disk: one below the present size means the present size.
    await connection.read((manager) => manager.query('PRAGMA max_page_count = 1'));
    let atMs = 0;
    while (health.snapshot().isWorking && atMs < 5000) await samples.append('shop', aSample((atMs += 1)));
    expect(health.snapshot()).toMatchObject({
      isWorking: false,
      lastFault: { code: 'STORE_FULL', message: expect.stringContaining('Free some space') },
      waitingWrites: 1,
      lostWrites: 0,
    });
    await verdicts.saveChecksum('shop', aResult('shop.a'));
    await expect(alerts.save(anAlert('a'.repeat(60), { message: 'x'.repeat(20_000) }))).rejects.toMatchObject({
      code: 'STORE_FULL',
    });
    expect(await pages()).toBeGreaterThan(0);

    await connection.read((manager) => manager.query('PRAGMA max_page_count = 1000000'));
    await samples.append('shop', aSample((atMs += 1)));
    expect(health.snapshot()).toMatchObject({ isWorking: true, waitingWrites: 0, lostWrites: 0 });
    expect(await samples.loadSince('shop', 0)).toHaveLength(atMs);
    expect(await verdicts.loadChecksums('shop')).toHaveLength(1);
  });

  it('writes what waits together in one transaction, and one by one when one of it cannot be written', async () => {
    const { connection, health, samples } = await stage.open();
    let transactions = 0;
    const { write } = connection;
    connection.write = (work) => {
      transactions += 1;
      return write.call(connection, work) as never;
    };
    await Promise.all(Array.from({ length: 40 }, (_, index) => samples.append('shop', aSample(index))));
    expect(await samples.loadSince('shop', 0)).toHaveLength(40);
    // The first went alone, before the others came; all others shared one transaction, which is not a `write`.
    expect(transactions).toBeLessThanOrEqual(1);

    const nonsense = connection.keep('nonsense', (manager) => manager.query('INSERT INTO nowhere VALUES (1)'));
    await Promise.all([nonsense, ...[100, 101].map((atMs) => samples.append('shop', aSample(atMs)))]);
    expect(await samples.loadSince('shop', 0)).toHaveLength(42);
    expect(health.snapshot()).toMatchObject({ waitingWrites: 0, lostWrites: 1 });
  });

  it('gives up a write that can never succeed instead of holding up the others', async () => {
    const { connection, health, samples } = await stage.open();
    await connection.keep('nonsense', (manager) => manager.query('INSERT INTO nowhere VALUES (1)'));
    expect(health.snapshot()).toMatchObject({ waitingWrites: 0, lostWrites: 1, lastFault: { code: 'STORE_FAILED' } });
    await samples.append('shop', aSample(1));
    expect(await samples.loadSince('shop', 0)).toHaveLength(1);
  });

  it('rejects everything once it is closed', async () => {
    const { connection, alerts } = await stage.open();
    await connection.close();
    await expect(alerts.loadOpen()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });
});
