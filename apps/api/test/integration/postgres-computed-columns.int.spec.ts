// A generated column of the source that is an ordinary one on the target: compared where it is published, told of where it is not.
import type { PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { openLeftBehind, type LeftBehindFinding, type LeftBehindStage } from '../support/left-behind-stage.js';
import type { OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { itNeeds } from '../support/server-line.js';

let lab: PostgresLab;
let stage: LeftBehindStage;
let other: OtherDatabase;

beforeAll(async () => {
  lab = await postgresPair();
});

beforeEach(async () => {
  stage = await openLeftBehind(lab);
  ({ other } = stage);
});

afterEach(() => stage.close());

const found = (): Promise<LeftBehindFinding[]> => stage.found();
const onlyFinding = (): Promise<LeftBehindFinding> => stage.onlyFinding();

it('a computed column that is an ordinary one on the target stays empty there, and is found', async () => {
  await other.run(
    'source',
    'CREATE TABLE prices (id integer PRIMARY KEY, net integer, gross integer GENERATED ALWAYS AS (net * 2) STORED)',
  );
  await other.run('target', 'CREATE TABLE prices (id integer PRIMARY KEY, net integer, gross integer)');
  await other.replicate('prices');
  await other.run('source', 'INSERT INTO prices VALUES (1, 10)');
  await eventually('its row to come', async () => (await other.run('target', 'SELECT FROM prices')).length === 1);
  expect(await other.run('target', 'SELECT gross FROM prices')).toEqual([{ gross: null }]);
  expect(await onlyFinding()).toMatchObject({
    check: 'generated-columns',
    severity: 'CRITICAL',
    items: ['public.prices.gross'],
  });
  await other.run(
    'target',
    'ALTER TABLE prices DROP gross',
    'ALTER TABLE prices ADD gross integer GENERATED ALWAYS AS (net * 2) STORED',
  );
  expect(await found()).toEqual([]);
  expect(await other.run('target', 'SELECT gross FROM prices')).toEqual([{ gross: 20 }]);
});

itNeeds(
  'PostgreSQL 18',
  'both',
  'a publication may send a computed column, by its setting or by a list of columns',
  async () => {
    const prices = 'CREATE TABLE prices (id integer PRIMARY KEY, net integer, gross integer';
    await other.run('source', `${prices} GENERATED ALWAYS AS (net * 2) STORED)`);
    await other.run('target', `${prices})`);
    await other.replicate('prices');
    const values = async (): Promise<unknown[]> => {
      await eventually('all rows to be there', async () => {
        const [source, target] = [await other.run('source', all), await other.run('target', all)];
        return source.length === target.length;
      });
      return (await other.run('target', all)).map(({ gross }) => gross);
    };
    const all = 'SELECT gross FROM prices ORDER BY id';
    await other.run('source', 'INSERT INTO prices (id, net) VALUES (1, 10)');
    expect(await values()).toEqual([null]);
    const lost = await onlyFinding();
    expect(lost).toMatchObject({ check: 'generated-columns', items: ['public.prices.gross'] });
    expect(lost.statements).toEqual([
      { on: 'source', sql: 'ALTER PUBLICATION "other_publication" SET (publish_generated_columns = stored);' },
    ]);
    // Another publication that sends computed columns, and not those of this table.
    await other.run('source', 'CREATE PUBLICATION sends FOR TABLE notes WITH (publish_generated_columns = stored)');
    await other.run('target', 'ALTER SUBSCRIPTION other_subscription ADD PUBLICATION sends');
    expect(await onlyFinding()).toMatchObject({ items: ['public.prices.gross'] });
    await other.run('target', 'ALTER SUBSCRIPTION other_subscription DROP PUBLICATION sends');
    for (const { on, sql } of lost.statements ?? []) await other.run(on, sql);
    expect(await found()).toEqual([]);
    await other.run('source', 'INSERT INTO prices (id, net) VALUES (2, 20)');
    expect(await values()).toEqual([null, 40]);
    // A list of columns counts in place of the setting.
    await other.run('source', 'ALTER PUBLICATION other_publication SET TABLE notes, prices (id, net)');
    const listed = await onlyFinding();
    expect([listed.items, listed.statements]).toEqual([['public.prices.gross'], undefined]);
    await other.run(
      'source',
      'ALTER PUBLICATION other_publication SET (publish_generated_columns = none)',
      'ALTER PUBLICATION other_publication SET TABLE notes, prices (id, net, gross)',
    );
    expect(await found()).toEqual([]);
    await other.run('source', 'INSERT INTO prices (id, net) VALUES (3, 30)');
    expect(await values()).toEqual([null, 40, 60]);
  },
);
