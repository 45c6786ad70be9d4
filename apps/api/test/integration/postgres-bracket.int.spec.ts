// Rows are compared where the target gives nothing but SELECT: rows in flight are undecided, and compared again.
import { setTimeout as pause } from 'node:timers/promises';
import type { TableName } from '@cutover/databases';
import type { PostgresLab } from '@cutover/lab';
import { postgresSnapshots } from '../../src/proof/dialects/postgres/snapshot/snapshot-dialect.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { createPairedTables, pairedTables, restingKey, startPairLoad } from '../support/postgres-pair-load.js';
import { told } from '../support/scenario-found.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const verifications = 24;

let lab: PostgresLab;
let verifier: Verifier;
let drop: () => Promise<void>;
let undecided: { rows: number };

const onSource = (sql: string): Promise<unknown> => lab.withAdmin('source', (admin) => admin.query(sql));
/** On the target, as replication writes it. */
const plant = (sql: string): Promise<unknown> =>
  lab.withAdmin('target', (admin) => admin.query(`SET session_replication_role = replica; ${sql}`));

beforeAll(async () => {
  undecided = countUndecided();
  lab = await postgresPair();
  await lab.catchUp();
  await onSource('ALTER ROLE cutover REPLICATION');
  drop = await createPairedTables(lab);
  verifier = await startVerifier(lab, configOf(lab, { schemas: ['pair'] }));
});

afterAll(async () => {
  jest.restoreAllMocks();
  await verifier?.close();
  await onSource('ALTER ROLE cutover NOREPLICATION');
  await drop?.();
});

/** Counts the rows that pairs leave undecided. */
function countUndecided(): { rows: number } {
  const seen = { rows: 0 };
  const open = postgresSnapshots.openBracket!.bind(postgresSnapshots);
  jest.spyOn(postgresSnapshots, 'openBracket').mockImplementation(async (source, target) => {
    const sessions = await open(source, target);
    const complete = sessions.complete!.bind(sessions);
    sessions.complete = async (table?: TableName) => {
      const { position, apart, between } = await complete(table);
      return {
        ...{ position, between },
        apart: (of) => {
          const rows = apart(of);
          seen.rows += rows.filter(({ isUndecided }) => isUndecided).length;
          return rows;
        },
      };
    };
    return sessions;
  });
  return seen;
}

it('is the mode of an account that may not see how far the target has applied, and says which right is missing', async () => {
  for (const { name } of pairedTables) {
    const { finding } = await verifier.verify(`pair.${name}`);
    expect(finding).toMatchObject({
      ...{ verdict: 'matched', mode: 'bracket' },
      modeReason: expect.stringContaining('pg_show_replication_origin_status() TO "cutover"'),
    });
  }
});

const id = restingKey + 7;
const restored = `INSERT INTO pair.pair_rows VALUES (${id}, 0, 'rests', repeat(md5('${id}'), 100), false, 'x')`;
/** How the target is made to differ, what must be told, and what undoes it. */
const plantings: readonly [string, string, string][] = [
  [
    `UPDATE pair.pair_rows SET note = 'planted' WHERE id = ${id}`,
    `changed ${id}`,
    `UPDATE pair.pair_rows SET note = 'rests' WHERE id = ${id}`,
  ],
  [`DELETE FROM pair.pair_rows WHERE id = ${id}`, `missing ${id}`, restored],
  [
    `INSERT INTO pair.pair_rows (id, n) VALUES (${id + 1000}, 1)`,
    `extra ${id + 1000}`,
    `DELETE FROM pair.pair_rows WHERE id = ${id + 1000}`,
  ],
  [
    `UPDATE pair.pair_rows SET big = big || '!' WHERE id = ${id}`,
    `changed ${id}`,
    `DELETE FROM pair.pair_rows WHERE id = ${id}; ${restored}`,
  ],
];

it('shows no false difference under load, and every planted one', async () => {
  undecided.rows = 0;
  const load = startPairLoad(lab, { pauseMs: 15 });
  const verdicts: string[] = [];
  try {
    for (let nth = 0; nth < verifications; nth++) {
      // What is applied and not flushed, a source tells pg_monitor alone.
      if (nth === verifications / 2) await onSource('REVOKE pg_monitor FROM cutover');
      const { name } = pairedTables[nth % pairedTables.length]!;
      const { finding, differences } = await verifier.verify(`pair.${name}`);
      verdicts.push(finding.verdict + (finding.mode === 'bracket' ? '' : ` (${finding.mode})`));
      expect({ name, ...finding, differences }).not.toMatchObject({ verdict: 'diverged' });
      expect(differences).toEqual([]);
      if (nth % 3 > 0) continue;
      const [sql, expected, undo] = plantings[(nth / 3) % plantings.length]!;
      await plant(sql);
      const found = await verifier.verify('pair.pair_rows');
      await plant(undo);
      expect({ sql, verdict: found.finding.verdict, rows: found.differences.map(told) }).toEqual({
        ...{ sql, verdict: 'diverged', rows: [expected] },
      });
    }
  } finally {
    await load.stop();
    await onSource('GRANT pg_monitor TO cutover');
  }
  process.stdout.write(`${load.commits()} commits, ${undecided.rows} rows undecided, ${verdicts.join(', ')}\n`);
  expect(undecided.rows).toBeGreaterThan(0);
  expect(verdicts.filter((verdict) => verdict === 'matched').length).toBeGreaterThan(verifications / 2);
});

it('never calls a row different that is written without a pause', async () => {
  let isOver = false;
  const writes = lab.withAdmin('source', async (admin) => {
    while (!isOver) await admin.query('UPDATE pair.pair_rows SET n = n + 1 WHERE id IN (1000000, 1000001)');
  });
  try {
    const { finding, differences } = await verifier.verify('pair.pair_rows');
    expect(differences).toEqual([]);
    expect(['matched', 'unverified']).toContain(finding.verdict);
    process.stdout.write(`written without a pause: ${finding.verdict}, ${finding.reason ?? finding.mode ?? ''}\n`);
  } finally {
    isOver = true;
    await writes;
  }
});

it('finds a value that differs in a row that is being written', async () => {
  // An update of another column leaves the value on the target as it is, because it is stored apart and not sent.
  await plant(`UPDATE pair.pair_rows SET big = big || '!' WHERE id = ${id}`);
  let isOver = false;
  const writes = lab.withAdmin('source', async (admin) => {
    while (!isOver) {
      await admin.query(`UPDATE pair.pair_rows SET n = n + 1 WHERE id = ${id}`);
      await pause(5);
    }
  });
  undecided.rows = 0;
  let found = 0;
  try {
    for (let nth = 0; nth < 20; nth++) {
      const { finding, differences } = await verifier.verify('pair.pair_rows');
      if (finding.mode !== 'bracket') continue;
      // Unverified where no pair showed it at rest.
      expect(finding.verdict).not.toBe('matched');
      expect(differences.map((row) => `${told(row)} ${String(row.columns)}`)).toEqual(
        finding.verdict === 'diverged' ? [`changed ${id} big`] : [],
      );
      if (finding.verdict === 'diverged') found++;
    }
    expect(found).toBeGreaterThan(0);
  } finally {
    isOver = true;
    await writes;
    await plant(`UPDATE pair.pair_rows SET big = repeat(md5('${id}'), 100) WHERE id = ${id}`);
  }
  process.stdout.write(`found ${found} times in 20, undecided ${undecided.rows} times\n`);
});

it('is the mode that the configuration asks for, and gives way where the source gives no stream', async () => {
  const config = configOf(lab, { schemas: ['pair'] });
  const { verification } = config;
  const asked = await startVerifier(lab, { ...config, verification: { ...verification, mode: 'bracket' } });
  try {
    expect((await asked.verify('pair.pair_text')).finding).toMatchObject({
      ...{ verdict: 'matched', mode: 'bracket', modeReason: 'verification.mode is bracket' },
    });
    await onSource('ALTER ROLE cutover NOREPLICATION');
    const without = await startVerifier(lab, { ...config, verification: { ...verification, mode: 'bracket' } });
    try {
      expect((await without.verify('pair.pair_text')).finding).toMatchObject({
        ...{ verdict: 'matched', mode: 'sandwich' },
        modeReason: expect.stringMatching(/[^;]; no bracket: .*ALTER ROLE "cutover" REPLICATION/),
      });
    } finally {
      await without.close();
    }
  } finally {
    await onSource('ALTER ROLE cutover REPLICATION');
    await asked.close();
  }
});
