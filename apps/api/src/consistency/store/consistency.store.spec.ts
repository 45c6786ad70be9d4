import { consistency } from '../../../test/support/some-evidence.js';
import { StoreStage } from '../../../test/support/store-stage.js';

describe('ConsistencyStore', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  it('forgets tables that are no longer watched, of this migration only', async () => {
    const { consistency: store } = await stage.open();
    await store.saveConsistency(
      'shop',
      ['shop.a', 'shop.b'].map((table) => consistency(table, 'matched')),
    );
    await store.saveConsistency('other', [consistency('shop.b', 'matched')]);
    await store.forgetTables('shop', ['shop.a']);
    expect((await store.loadConsistency('shop')).map(({ table }) => table)).toEqual(['shop.a']);
    expect(await store.loadConsistency('other')).toHaveLength(1);
  });

  it('keeps the last consistency result of 1,200 tables whose names differ in case and emoji only', async () => {
    const { consistency: store } = await stage.open();
    const names = Array.from({ length: 1198 }, (_, index) => `shop.t${index}`);
    const results = [...names, 'shop.T0', 'shop.😀'].map((table) => consistency(table, 'matched'));
    await store.saveConsistency('shop', results);
    expect(await store.loadConsistency('shop')).toHaveLength(1200);
  });
});
