// Rows are counted in pairs of snapshots. The source's need not show every row as it is at the position of the pair.
import type { ConsistencyResult } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { createPairedTables, restingKey, startPairLoad, type PairLoad } from '../support/postgres-pair-load.js';
import { grantPairs } from '../support/postgres-pairs.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const passes = 25;

let lab: PostgresLab;
let verifier: Verifier;
let load: PairLoad;
const undo: (() => Promise<void>)[] = [];

beforeAll(async () => {
  lab = await postgresPair();
  undo.unshift(await grantPairs(lab));
  undo.unshift(await createPairedTables(lab));
  verifier = await startVerifier(lab, configOf(lab, { schemas: ['pair'] }));
  load = startPairLoad(lab, { pauseMs: 15 });
});

afterAll(async () => {
  await load?.stop();
  await verifier?.close();
  for (const each of undo) await each();
});

const inPairs = (results: readonly ConsistencyResult[]): ConsistencyResult[] =>
  results.filter(({ mode }) => mode === 'snapshot');

it('counts the same on both sides while rows come and go', async () => {
  const seen: ConsistencyResult[] = [];
  const before = load.commits();
  for (let pass = 0; pass < passes; pass++) seen.push(...(await verifier.consistencyAll()).values());
  expect(seen.filter(({ verdict }) => verdict === 'diverged')).toEqual([]);
  expect(inPairs(seen).filter(({ verdict }) => verdict === 'matched').length).toBeGreaterThan(passes);
  expect(load.commits() - before).toBeGreaterThan(passes);
});

it('sees a row too few on the target all the same', async () => {
  const row = `SELECT * FROM pair.pair_rows WHERE id = ${restingKey + 1}`;
  const onTarget = (sql: string): Promise<unknown> => lab.withAdmin('target', (admin) => admin.query(sql));
  await onTarget(`CREATE TABLE pair.kept AS ${row}; DELETE FROM pair.pair_rows WHERE id = ${restingKey + 1}`);
  try {
    const found = (await verifier.consistencyAll()).get('pair.pair_rows');
    expect(found).toMatchObject({ verdict: 'diverged', differences: expect.arrayContaining(['rows']) as string[] });
    expect(Number(found?.source?.rows) - Number(found?.target?.rows)).toBe(1);
  } finally {
    await onTarget('INSERT INTO pair.pair_rows TABLE pair.kept; DROP TABLE pair.kept');
  }
});
