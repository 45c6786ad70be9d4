import { at } from '../../../test/support/some-evidence.js';
import { aResult, aRun, StoreStage } from '../../../test/support/store-stage.js';

describe('VerdictStore', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  it('marks runs that the end of the process interrupted, and only those', async () => {
    const { verdicts } = await stage.open();
    await verdicts.saveRun(aRun('r1'));
    await verdicts.saveRun(aRun('r2', { state: 'finished' }));
    expect(await verdicts.markInterrupted('2026-01-02T00:00:00.000Z')).toBe(1);
    expect(await verdicts.findRun('shop', 'r1')).toMatchObject({
      state: 'interrupted',
      finishedAt: '2026-01-02T00:00:00.000Z',
      tables: { current: [] },
      results: [{ table: 'shop.a' }],
    });
    expect(await verdicts.findRun('shop', 'r2')).toMatchObject({ state: 'finished' });
    expect(await verdicts.markInterrupted(at)).toBe(0);
  });

  it('forgets tables that are no longer watched, of this migration only', async () => {
    const { verdicts } = await stage.open();
    for (const table of ['shop.a', 'shop.b']) await verdicts.saveChecksum('shop', aResult(table));
    await verdicts.saveChecksum('other', aResult('shop.b'));
    await verdicts.forgetTables('shop', ['shop.a']);
    expect((await verdicts.loadChecksums('shop')).map((result) => result.table)).toEqual(['shop.a']);
    expect(await verdicts.loadChecksums('other')).toHaveLength(1);
  });
});
