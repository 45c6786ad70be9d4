// Rows in flight of tables that inherit from each other, and of values of a type with fields, in pairs of snapshots.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { addSchema, type AddedSchema, type PostgresLab } from '@cutover/lab';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { grantPairs } from '../support/postgres-pairs.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const verifications = 12;
const keys = 20;

let lab: PostgresLab;
let takeBack: () => Promise<void>;
let family: AddedSchema;
let verifier: Verifier;

const definitions = [
  // Both hold the same keys, with other values.
  'CREATE TABLE family.parent (id int PRIMARY KEY, n int NOT NULL, big text)',
  'CREATE TABLE family.child (PRIMARY KEY (id)) INHERITS (family.parent)',
  'ALTER TABLE family.parent ALTER big SET STORAGE EXTERNAL',
  'ALTER TABLE family.child ALTER big SET STORAGE EXTERNAL',
  'CREATE TYPE family.fields AS (a int, b text)',
  'CREATE TABLE family.composite (id int PRIMARY KEY, n int NOT NULL, v family.fields)',
  'ALTER TABLE family.composite ALTER v SET STORAGE EXTERNAL',
];
const rows = [
  `INSERT INTO family.parent SELECT i, 0, repeat('parent ', 1000) FROM generate_series(1, ${keys}) i`,
  `INSERT INTO family.child SELECT i, 0, repeat('child ', 1000) FROM generate_series(1, ${keys}) i`,
  `INSERT INTO family.composite SELECT i, 0, ROW (NULL, repeat('b', 5000))::family.fields FROM generate_series(1, ${keys}) i`,
];
const published = 'FOR TABLE ONLY family.parent, ONLY family.child, family.composite';

beforeAll(async () => {
  lab = await postgresPair();
  await lab.catchUp();
  takeBack = await grantPairs(lab);
  family = await addSchema(lab, { schema: 'family', definitions, rows, published });
  verifier = await startVerifier(lab, configOf(lab, { schemas: ['family'] }));
});

afterAll(async () => {
  await verifier?.close();
  await takeBack?.();
  await family?.drop();
});

/** Verifies this table again and again while transactions of this kind are written. */
async function verifyWhile(table: string, statementOf: (id: number) => string): Promise<string[]> {
  let isOver = false;
  const write = async (): Promise<void> => {
    const client = new Client(lab.admin('source'));
    await client.connect();
    try {
      while (!isOver) {
        await client.query(statementOf(1 + randomInt(keys)));
        await pause(randomInt(3));
      }
    } finally {
      await client.end();
    }
  };
  const writers = [write(), write()];
  const seen: string[] = [];
  try {
    for (let nth = 0; nth < verifications; nth++) {
      const { finding, differences } = await verifier.verify(table);
      seen.push(`${finding.mode} ${finding.verdict}${finding.reason === undefined ? '' : `: ${finding.reason}`}`);
      expect({ table, nth, ...finding, differences }).not.toMatchObject({ verdict: 'diverged' });
    }
  } finally {
    isOver = true;
    await Promise.all(writers);
  }
  process.stdout.write(`${table}: ${seen.join(', ')}\n`);
  return seen;
}

const proved = (seen: readonly string[]): number => seen.filter((each) => each === 'snapshot matched').length;

it('takes no change of a table that inherits for one of the table above it', async () => {
  const seen = await verifyWhile('family.parent', (id) =>
    id % 3 === 0
      ? `WITH gone AS (DELETE FROM family.child WHERE id = ${id} RETURNING *) INSERT INTO family.child SELECT -id, n, big FROM gone`
      : `UPDATE family.child SET n = n + 1 WHERE id = ${id}`,
  );
  expect(proved(seen)).toBe(verifications);
});

it('takes no change of a table for one of a table that inherits from it', async () => {
  const seen = await verifyWhile('family.child', (id) => `UPDATE ONLY family.parent SET n = n + 1 WHERE id = ${id}`);
  expect(proved(seen)).toBe(verifications);
});

it('reads a large value that stays from the table itself, and not from one that inherits', async () => {
  const seen = await verifyWhile('family.parent', (id) => `UPDATE ONLY family.parent SET n = n + 1 WHERE id = ${id}`);
  expect(proved(seen)).toBe(verifications);
});

it('counts a table without the rows of those that inherit from it, as it is verified, while they are written', async () => {
  let isOver = false;
  const writes = lab.withAdmin('source', async (admin) => {
    for (let id = 100; !isOver; id++) await admin.query(`INSERT INTO family.child VALUES (${id}, 0, '')`);
  });
  try {
    for (let nth = 0; nth < 4; nth++) {
      const counted = (await verifier.consistencyAll()).get('family.parent');
      const its = { rows: String(keys), smallestKey: '1', largestKey: String(keys) };
      expect(counted).toMatchObject({ verdict: 'matched', source: its, target: its });
      process.stdout.write(`counted ${counted?.source?.rows}: ${counted?.verdict}, ${counted?.mode}\n`);
    }
  } finally {
    isOver = true;
    await writes;
  }
});

it('reads a large value with fields that stays, though one of them is NULL', async () => {
  const seen = await verifyWhile('family.composite', (id) => `UPDATE family.composite SET n = n + 1 WHERE id = ${id}`);
  expect(proved(seen)).toBe(verifications);
});
