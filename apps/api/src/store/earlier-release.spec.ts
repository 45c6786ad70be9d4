import { mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'libsql';
import { at, consistency } from '../../test/support/some-evidence.js';
import { aResult, anAlert, aRun, aSample, StoreStage } from '../../test/support/store-stage.js';

const written = readFileSync(resolve(__dirname, '../../test/support/store-of-0.1.sql'), 'utf8');

/** Every object of a store by name, with the statement that made it; and its migrations, in the order in which they ran. */
function schemaOf(file: string) {
  const database = new Database(file);
  try {
    const read = (statement: string): unknown[] => database.prepare(statement).all();
    return {
      objects: read("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name"),
      migrations: read('SELECT id, timestamp, name FROM migrations ORDER BY id'),
    };
  } finally {
    database.close();
  }
}

const namesOf = ({ objects }: ReturnType<typeof schemaOf>): string[] =>
  (objects as { name: string }[]).map(({ name }) => name);

/** Whether DEFAULT, keys and the like are equal was not compared: it is not known. */
const { definitionDifferences: _, ...ofThatTime } = aResult('shop.a');

describe('a store that release 0.1 has written', () => {
  let stage: StoreStage;
  let earlier: ReturnType<typeof schemaOf>;

  beforeEach(() => {
    stage = new StoreStage();
    mkdirSync(stage.directory, { recursive: true });
    const database = new Database(stage.file);
    database.exec(written);
    database.close();
    earlier = schemaOf(stage.file);
  });
  afterEach(() => stage.end());

  it('opens without loss, and has all that it had', async () => {
    const {
      connection,
      health,
      alerts,
      samples,
      verdicts,
      verifications,
      consistency: consistencies,
    } = await stage.open();
    expect(health.snapshot().storeNotice).toBeNull();
    expect(await alerts.loadOpen()).toEqual([anAlert('a1')]);
    expect(await samples.loadSince('shop', 0)).toEqual([aSample(1000)]);
    expect(await verdicts.findRunning()).toEqual([{ ...aRun('r1'), results: [ofThatTime] }]);
    expect(await verdicts.loadChecksums('shop')).toEqual([ofThatTime]);
    expect(await consistencies.loadConsistency('shop')).toEqual([consistency('shop.b', 'matched')]);
    expect(await verifications.findPlan('r1')).toEqual(['shop.a', 'shop.b']);
    expect(await verifications.findDone('shop', 'shop.a')).toMatchObject({ id: 'c1', runId: 'r1', startedAt: at });
    expect(await verifications.loadChunks('c1')).toEqual([{ verdict: 'matched' }]);
    expect(await verifications.loadDifferences('c1', -1, 9)).toMatchObject([
      { difference: { key: { id: '1' } }, repair: { removal: '-- removal', sql: '-- repair' } },
    ]);
    await connection.close();
    const now = schemaOf(stage.file);
    expect(now.migrations).toEqual(expect.arrayContaining(earlier.migrations));
    expect(namesOf(now)).toEqual(expect.arrayContaining(namesOf(earlier)));
  });

  it('has the schema that a new store gets, from the same migrations in the same order', async () => {
    const { connection: upgraded } = await stage.open();
    await upgraded.close();
    const other = new StoreStage();
    try {
      const { connection } = await other.open();
      await connection.close();
      expect(schemaOf(other.file)).toEqual(schemaOf(stage.file));
    } finally {
      await other.end();
    }
  });
});
