import { at } from '../../../test/support/some-evidence.js';
import { anAlert, StoreStage } from '../../../test/support/store-stage.js';

describe('AlertStore', () => {
  let stage: StoreStage;
  beforeEach(() => (stage = new StoreStage()));
  afterEach(() => stage.end());

  it('pages newest first, and stays stable while alerts come and change between pages', async () => {
    const { alerts } = await stage.open();
    for (let index = 0; index < 5; index += 1)
      await alerts.save(anAlert(`a${index}`, { activeAt: `2026-01-01T00:00:0${index === 2 ? 1 : index}.000Z` }));
    const query = { state: 'all', limit: 2 } as const;
    const first = await alerts.page(query);
    expect(first.alerts.map((alert) => alert.id)).toEqual(['a4', 'a3']);
    expect(first.total).toBe(5);
    await alerts.save(anAlert('late', { activeAt: '2026-01-01T00:01:00.000Z' }));
    await alerts.save(anAlert('a2', { activeAt: '2026-01-01T00:00:01.000Z', state: 'resolved', resolvedAt: at }));
    const second = await alerts.page({ ...query, cursor: first.nextCursor ?? '' });
    expect(second.alerts.map((alert) => alert.id)).toEqual(['a2', 'a1']);
    const third = await alerts.page({ ...query, cursor: second.nextCursor ?? '' });
    expect(third.alerts.map((alert) => alert.id)).toEqual(['a0']);
    expect(third.nextCursor).toBeNull();
    expect((await alerts.page({ state: 'resolved', limit: 9 })).alerts.map((alert) => alert.id)).toEqual(['a2']);
    expect((await alerts.page({ state: 'all', limit: 9, migration: 'nobody' })).total).toBe(0);
    await expect(alerts.page({ ...query, cursor: 'garbage' })).rejects.toMatchObject({ status: 400 });
  });
});
