import { writeFileSync } from 'node:fs';
import { at } from '../../test/support/some-evidence.js';
import { StoreStage } from '../../test/support/store-stage.js';
import { readNewestRow } from './read-newest-row.js';

const asked = { table: 'backup_configurations', columns: ['revision', 'document'], orderedBy: 'revision' };
let stage: StoreStage;

beforeEach(() => void (stage = new StoreStage()));
afterEach(() => stage.end());

it('reads the newest row of a store that another one has open', async () => {
  const { configurations } = await stage.open();
  const read = () => readNewestRow(`sqlite:${stage.file}`, asked);
  expect(await read()).toBeNull();
  for (const revision of [1, 2])
    await configurations.save({
      ...{ revision, document: `{"is":${revision}}`, dueSince: '{}' },
      ...{ seedDigest: 'a', changedAt: at, changedBy: 'ops' },
    });
  expect(await read()).toEqual({ revision: 2, document: '{"is":2}' });
  expect(await readNewestRow(`sqlite:${stage.file}`, { ...asked, table: 'of_a_later_version' })).toBeNull();
});

it('finds none where there is no store, and makes none', async () => {
  const read = () => readNewestRow(`sqlite:${stage.root}/none.sqlite`, asked);
  expect([await read(), await read()]).toEqual([null, null]);
});

it('says what is wrong with a store that it cannot read', async () => {
  const file = `${stage.root}/broken.sqlite`;
  writeFileSync(file, 'no database '.repeat(100));
  await expect(readNewestRow(`sqlite:${file}`, asked)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
});
