// Ranges of an integer key are read in pieces (piece-statements.ts): each change alone is found, wherever it stands in them.
import { roles, type PostgresLab } from '@cutover/lab';
import type { KeyRange } from '../../src/checksum/comparison/chunks/key-range.js';
import { rangeDigestStatement } from '../../src/checksum/dialects/postgres/chunks/chunk-statements.js';
import type { DigestPlan } from '../../src/checksum/dialects/postgres/digest/digest-plan.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { runIn } from '../support/postgres-scenario-stage.js';
import { told } from '../support/scenario-found.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const schema = 'pieces';
const table = `${schema}.numbers`;
const largest = 2n ** 63n - 1n;
/** Ranges of several pieces, so that most rows stand in the middle of one. */
const hooks = { sizing: { targetMs: 500, first: 5_000, smallest: 5_000, largest: 5_000 } };

let lab: PostgresLab;
let verifier: Verifier;

const keyColumn = { name: 'id', ordered: 'r."id"', literal: (value: string) => `${value}::int8`, isInteger: true };
/** As the dialect plans it. */
const plan: DigestPlan = {
  ...{ database: schema, table: 'numbers', columns: [], uniqueColumns: [], isSequence: false, rowsOfSource: null },
  ...{ key: { index: 'pk', columns: ['id'] }, row: 'record_send(ROW("id", "n", "note"))', keyColumns: [keyColumn] },
};
const ranges: readonly KeyRange[] = [null, ['5000'], ['10000'], ['15000']].map((after, index) => ({
  ...{ after, upTo: index === 3 ? null : [String(5_000 * (index + 1))] },
}));

beforeAll(async () => {
  lab = await postgresPair();
  await lab.catchUp();
  for (const role of roles) {
    await lab.withAdmin(role, (admin) =>
      admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema};
        GRANT USAGE ON SCHEMA ${schema} TO cutover;
        ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT ON TABLES TO cutover`),
    );
    // Keys 3001 to 3100 are free; the rows stand in the table in another order than in its index; every hundredth is long.
    await runIn(
      lab,
      role,
      schema,
      `CREATE TABLE numbers (id int8 PRIMARY KEY, n int4, note text);
       INSERT INTO numbers SELECT i, i % 7, CASE i % 100 WHEN 0 THEN repeat(md5(i::text), 100) ELSE md5(i::text) END
       FROM generate_series(1, 20000) i WHERE i NOT BETWEEN 3001 AND 3100 ORDER BY md5(i::text);
       ANALYZE numbers`,
    );
  }
  verifier = await startVerifier(lab, configOf(lab, { schemas: [schema] }));
});

afterAll(async () => {
  await verifier?.close();
  for (const role of roles)
    await lab.withAdmin(role, (admin) => admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`));
});

/** The statement that changes one thing, and how a comparison names it. */
type Plant = readonly [sql: string, ...names: string[]];

const change = (id: number, set: string): Plant => [`UPDATE numbers SET ${set} WHERE id = ${id}`, `changed ${id}`];
const remove = (id: number): Plant => [`DELETE FROM numbers WHERE id = ${id}`, `missing ${id}`];
const add = (id: bigint | number): Plant => [`INSERT INTO numbers VALUES (${id}, 0, 'extra')`, `extra ${id}`];
const swap = (one: number, other: number): Plant => [
  `UPDATE numbers SET n = ${one % 7} + ${other % 7} - n WHERE id IN (${one}, ${other})`,
  `changed ${one}`,
  `changed ${other}`,
];

const plants: Readonly<Record<string, Plant>> = {
  'the first row of a range': change(5_001, 'n = -1'),
  'the last row of a range': change(10_000, 'n = -1'),
  'the last row of a piece': change(5_000 + 1_024, 'n = -1'),
  'the first row of the next piece': change(5_000 + 1_025, 'n = -1'),
  'the last character of a long row': change(7_700, `note = left(note, -1) || '!'`),
  'a row that was deleted': remove(12_345),
  'a row in a gap of the keys': add(3_050),
  'a row right behind all others': add(20_001),
  'two rows of a piece that swap their values': swap(13_000, 13_001),
  'two rows of two pieces that swap their values': swap(11_000, 14_004),
};

/** Between these and the others are so many keys that it takes long to name them. */
const farAway: Readonly<Record<string, Plant>> = {
  'a row before all others': add(-(2n ** 63n)),
  'a row far behind all others': add(20_000n + 16_384n * 1_024n + 5_000n),
  'a row at the end of 64 bits': add(largest),
};

it.each(Object.entries({ ...plants, ...farAway }))('sees %s, and nothing else', async (_, [sql]) => {
  await lab.withAdmin('target', async (admin) => {
    const digests = async (): Promise<string[]> => {
      const read: string[] = [];
      for (const range of ranges) {
        const { rows } = await admin.query<{ n: string; digest: string }>(rangeDigestStatement(plan, range));
        read.push(`${rows[0]!.n} ${rows[0]!.digest}`);
      }
      return read;
    };
    await admin.query(`BEGIN; SET LOCAL search_path = ${schema}`);
    const before = await digests();
    await admin.query(sql);
    const after = await digests();
    await admin.query('ROLLBACK');
    expect(after.filter((digest, index) => digest !== before[index])).toHaveLength(1);
  });
});

it('names what differs, and nothing else', async () => {
  const { finding: untouched } = await verifier.verify(table, hooks);
  expect(untouched).toMatchObject({ verdict: 'matched', sourceRows: '19900', targetRows: '19900' });
  const planted = [remove(12_345), change(7_700, `note = left(note, -1) || '!'`), swap(11_000, 14_004)];
  await runIn(lab, 'target', schema, planted.map(([sql]) => sql).join(';'));
  const { finding, differences } = await verifier.verify(table, hooks);
  expect(finding.verdict).toBe('diverged');
  expect(differences.map(told).sort()).toEqual(planted.flatMap(([, ...names]) => names).sort());
});
