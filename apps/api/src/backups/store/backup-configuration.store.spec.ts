import { at } from '../../../test/support/some-evidence.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import { BackupConfigurationEntity } from './backup-configuration.entity.js';
import type { BackupConfigurationStore, StoredConfiguration } from './backup-configuration.store.js';

const aRevision = (revision: number, document: string | null = '{}'): StoredConfiguration => ({
  ...{ revision, document, dueSince: '{}', seedDigest: 'a', changedAt: at, changedBy: 'ops' },
});

describe('the store of the configuration of backups', () => {
  let stage: StoreStage;
  let opened: Awaited<ReturnType<StoreStage['open']>>;
  let store: BackupConfigurationStore;
  beforeEach(async () => {
    stage = new StoreStage();
    opened = await stage.open();
    store = opened.configurations;
  });
  afterEach(() => stage.end());

  it('has none at first, and then the newest', async () => {
    expect(await store.latest()).toBeNull();
    expect(await store.save(aRevision(1, '{"compression":"gzip"}'))).toBe(true);
    expect(await store.save(aRevision(2, null))).toBe(true);
    expect(await store.latest()).toEqual(aRevision(2, null));
  });

  it('keeps one of two that follow the same state, and none that follows another', async () => {
    expect(await store.save(aRevision(2))).toBe(false);
    const both = await Promise.all([store.save(aRevision(1, '{"a":1}')), store.save(aRevision(1, '{"b":1}'))]);
    expect(both.sort()).toEqual([false, true]);
    expect(await store.save(aRevision(1))).toBe(false);
    expect((await store.latest())?.revision).toBe(1);
  });

  it('keeps the last twenty', async () => {
    for (let revision = 1; revision <= 23; revision++) expect(await store.save(aRevision(revision))).toBe(true);
    const count = await opened.connection.read((manager) => manager.count(BackupConfigurationEntity));
    expect(count).toBe(20);
    expect((await store.latest())?.revision).toBe(23);
  });
});
