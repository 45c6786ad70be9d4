import { StoreStage } from '../../../test/support/store-stage.js';
import { UsageStore } from './usage.store.js';

let stage: StoreStage;
let store: UsageStore;
beforeEach(async () => {
  stage = new StoreStage();
  store = new UsageStore((await stage.open()).connection);
});
afterEach(() => stage.end());

it('keeps of each day and storage what was seen last, and forgets what is old', async () => {
  await store.record('2026-03-29', 'disk', new Map([['shop-db', 2n ** 60n]]));
  await store.record(
    '2026-03-30',
    'disk',
    new Map([
      ['shop-db', 5n],
      ['gone-db', 1n],
    ]),
  );
  await store.record('2026-03-30', 'disk', new Map([['shop-db', 9n]]));
  await store.record('2026-03-30', 's3', new Map());
  const told = async () =>
    (await store.since('2026-03-29')).map(({ storage, server, bytes }) => [storage, server, bytes]);
  expect((await told()).sort()).toEqual([
    ['disk', 'shop-db', String(2n ** 60n)],
    ['disk', 'shop-db', '9'],
    ['s3', '', '0'],
  ]);
  expect(await store.prune('2026-03-30')).toBe(1);
  expect(await told()).toHaveLength(2);
});
