import { setTimeout as pause } from 'node:timers/promises';
import { hotTables, type Lab, type Load } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { told } from '../support/scenario-found.js';
import { runSql } from '../support/scenario-stage.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const isLong = process.env['CUTOVER_LONG_TESTS'] === '1';
const passes = isLong ? 20 : 5;
const commitsPerSecond = 500;
/** Chunks small enough that every table has several, each in a pair of snapshots of its own age. */
const hooks = { sizing: { targetMs: 100, first: 2_000, smallest: 500, largest: 10_000 } };

let lab: Lab;
let verifier: Verifier;
let load: Load;
const writes = 'under_load_writes';

/** Beside the shop's own load: a table whose rows come, change and go all over its key. */
const churn = `
CREATE OR REPLACE TABLE shop.${writes} (id BIGINT AUTO_INCREMENT PRIMARY KEY, n INT NOT NULL, s VARCHAR(60) NOT NULL, KEY (n));
INSERT INTO shop.${writes} (n, s) SELECT seq % 500, MD5(seq) FROM seq_1_to_10000`;
const churnStep = [
  `INSERT INTO shop.${writes} (n, s) VALUES (FLOOR(RAND() * 500), MD5(RAND()))`,
  `UPDATE shop.${writes} SET s = MD5(RAND()) WHERE n = FLOOR(RAND() * 500) AND id > 1000 LIMIT 3`,
  `DELETE FROM shop.${writes} WHERE id > 1000 AND n = FLOOR(RAND() * 500) LIMIT 1`,
];

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  await runSql(lab, 'source', churn, { isReplicated: true });
  await lab.catchUp();
  verifier = await startVerifier(lab, configOf(lab));
  load = lab.startLoad({ rate: commitsPerSecond });
  await eventually('the load writes', () => load.commits() > 50);
});

afterAll(async () => {
  await load?.stop();
  await verifier?.close();
  await runSql(lab, 'source', `DROP TABLE IF EXISTS shop.${writes}`, { isReplicated: true });
  await lab.catchUp();
});

/** Writes the churning table, one transaction after another, while `work` goes on. Answers how many there were. */
async function whileChurning(work: () => Promise<void>): Promise<number> {
  const end = new AbortController();
  let rounds = 0;
  const churning = lab.withAdmin('source', async (root) => {
    while (!end.signal.aborted) {
      for (const statement of churnStep) await root.query(statement);
      rounds++;
      await pause(5);
    }
  });
  try {
    await work();
  } finally {
    end.abort();
    await churning;
  }
  return rounds;
}

describe(`under ${commitsPerSecond} commits a second of inserts, updates and deletes on the tables being verified`, () => {
  it(
    `calls nothing different in ${passes} passes`,
    async () => {
      const before = load.commits();
      const startMs = performance.now();
      const rounds = await whileChurning(async () => {
        for (let pass = 0; pass < passes; pass++)
          for (const table of [...hotTables, writes]) {
            const { finding, differences } = await verifier.verify(`shop.${table}`, hooks);
            const { verdict, reason, mode } = finding;
            expect({ pass, table, verdict, reason, mode, differences }).toEqual({
              ...{ pass, table, verdict: 'matched', reason: undefined, mode: 'snapshot', differences: [] },
            });
          }
      });
      const seconds = (performance.now() - startMs) / 1_000;
      expect(load.failures().count).toBe(0);
      // It was written meanwhile, at least a quarter as fast as was asked for: a machine that is busy otherwise is no fault.
      expect((load.commits() - before) / seconds).toBeGreaterThan(commitsPerSecond / 4);
      expect(rounds).toBeGreaterThan(passes);
    },
    isLong ? 400_000 : 120_000,
  );

  it('names exactly the 25 rows planted on the target: 10 changed, 8 missing, 7 extra', async () => {
    // Below 1,000 nothing is written by the churn; negative keys are never given out.
    const changed = Array.from({ length: 10 }, (_, index) => 3 + index * 97);
    const missing = Array.from({ length: 8 }, (_, index) => 50 + index * 101);
    const extra = Array.from({ length: 7 }, (_, index) => -1 - index * 1_000);
    const plant = [
      `UPDATE shop.${writes} SET s = 'planted' WHERE id IN (${changed.join()})`,
      `DELETE FROM shop.${writes} WHERE id IN (${missing.join()})`,
      `INSERT INTO shop.${writes} (id, n, s) VALUES ${extra.map((id) => `(${id}, 1000, 'planted')`).join()}`,
    ];
    await runSql(lab, 'target', plant.join('; '));
    const rounds = await whileChurning(async () => {
      for (let pass = 0; pass < (isLong ? 5 : 2); pass++) {
        const { finding, differences } = await verifier.verify(`shop.${writes}`, hooks);
        const counts = { missing: 8, extra: 7, changed: 10, complete: true };
        expect(finding).toMatchObject({ verdict: 'diverged', mode: 'snapshot', differences: counts });
        const planted = [
          ...changed.map((id) => `changed ${id}`),
          ...missing.map((id) => `missing ${id}`),
          ...extra.map((id) => `extra ${id}`),
        ];
        expect(differences.map(told).sort()).toEqual(planted.sort());
      }
    });
    expect(rounds).toBeGreaterThan(0);
  });
});
