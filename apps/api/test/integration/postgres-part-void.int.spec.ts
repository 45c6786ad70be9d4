// A proof of a table is void once it is published in another way, or was for a while: its rows may not have come.
import { addSchema, type AddedSchema, type PostgresLab } from '@cutover/lab';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { grantPairs } from '../support/postgres-pairs.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

let lab: PostgresLab;
let takeBack: () => Promise<void>;
let part: AddedSchema;
let verifier: Verifier;

beforeAll(async () => {
  lab = await postgresPair();
  await lab.catchUp();
  takeBack = await grantPairs(lab);
  part = await addSchema(lab, {
    schema: 'void',
    definitions: [
      'CREATE TABLE void.k (id int PRIMARY KEY)',
      'CREATE TABLE void.v (id int PRIMARY KEY, v int UNIQUE, own text)',
      'CREATE TABLE void.whole (id int PRIMARY KEY, v int)',
    ],
    rows: [
      "INSERT INTO void.v SELECT i, i, 'source' FROM generate_series(1, 20) i",
      'INSERT INTO void.whole SELECT i, i FROM generate_series(1, 20) i',
    ],
    published: 'FOR TABLE void.k, void.v (id, v), void.whole',
  });
  verifier = await startVerifier(lab, configOf(lab, { schemas: ['void'] }));
});

afterAll(async () => {
  await verifier?.close();
  await takeBack?.();
  await part?.drop();
});

/** On the target, as replication writes it. */
const plant = (sql: string) => part.run('target', `SET session_replication_role = replica; ${sql}`);
const verdictOf = (name: string) => () => verifier.checksums.snapshot('shop').find(({ table }) => table === name);

it('makes a proof void once another part is replicated', async () => {
  const verdict = verdictOf('void.v');
  await verifier.checksumAll();
  expect(verdict()).toMatchObject({ verdict: 'matched' });
  const columns = (list: string): Promise<unknown> =>
    part.run(
      'source',
      'ALTER PUBLICATION void_publication DROP TABLE void.v',
      `ALTER PUBLICATION void_publication ADD TABLE void.v${list}`,
    );
  try {
    await columns('');
    // Reads the tables anew.
    await verifier.verify('void.k');
    expect(verdict()).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('another part of it') });
    await columns(' (id, v)');
    await verifier.checksumAll();
    expect(verdict()).toMatchObject({ verdict: 'matched' });
  } finally {
    await columns(' (id, v)');
  }
});

const alsoBy: [string, string[]][] = [
  ['carries the whole table', ['CREATE PUBLICATION void_more FOR TABLE void.v']],
  ['carries its schema', ['CREATE PUBLICATION void_more FOR TABLES IN SCHEMA void']],
  ['carries all tables', ['CREATE PUBLICATION void_more FOR ALL TABLES']],
];

it.each(alsoBy)('makes a proof of a part void once another publication %s', async (_, statements) => {
  const verdict = verdictOf('void.v');
  await verifier.checksumAll();
  expect(verdict()).toMatchObject({ verdict: 'matched' });
  try {
    await part.run('source', ...statements);
    // Reads the tables anew.
    await verifier.verify('void.k');
    expect(verdict()).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('another part of it') });
  } finally {
    await part.run('source', 'DROP PUBLICATION IF EXISTS void_more');
  }
});

const wasNotPublished: [string, string, string][] = [
  ['was', 'DROP TABLE void.whole', 'ADD TABLE void.whole'],
  ['its updates were', "SET (publish = 'insert')", "SET (publish = 'insert, update, delete, truncate')"],
];

it.each(wasNotPublished)('makes a proof void of a table that %s not published for a while', async (_, stop, goOn) => {
  const verdict = verdictOf('void.whole');
  await verifier.checksumAll();
  expect(verdict()).toMatchObject({ verdict: 'matched' });
  try {
    await part.run('source', `ALTER PUBLICATION void_publication ${stop}`, 'UPDATE void.whole SET v = -1 WHERE id = 7');
  } finally {
    await part.run('source', `ALTER PUBLICATION void_publication ${goOn}`);
  }
  // Reads the tables anew.
  await verifier.verify('void.k');
  expect(verdict()).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('another part of it') });
  await plant('UPDATE void.whole SET v = -1 WHERE id = 7');
});

it('leaves a proof as it is where another table is published, and where the target publishes the table for the way back', async () => {
  const verdict = verdictOf('void.whole');
  await verifier.checksumAll();
  expect(verdict()).toMatchObject({ verdict: 'matched' });
  try {
    await part.run('source', 'CREATE TABLE void.later ()', 'ALTER PUBLICATION void_publication ADD TABLE void.later');
    await part.run('target', 'CREATE PUBLICATION shop_back FOR TABLE void.whole');
    await verifier.verify('void.k');
    expect(verdict()).toMatchObject({ verdict: 'matched' });
  } finally {
    await part.run('source', 'DROP TABLE void.later');
    await part.run('target', 'DROP PUBLICATION IF EXISTS shop_back');
  }
});

it('makes a proof void once the table was taken out of the subscription and is in it again', async () => {
  const verdict = verdictOf('void.v');
  const refresh = 'ALTER SUBSCRIPTION void_subscription REFRESH PUBLICATION WITH (copy_data = false)';
  await verifier.checksumAll();
  expect(verdict()).toMatchObject({ verdict: 'matched' });
  await part.run('source', 'ALTER PUBLICATION void_publication DROP TABLE void.v');
  await part.run('target', refresh);
  await part.run(
    'source',
    'UPDATE void.v SET own = own',
    'ALTER PUBLICATION void_publication ADD TABLE void.v (id, v)',
  );
  await part.run('target', refresh);
  await verifier.verify('void.k');
  expect(verdict()).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('copied or joined anew') });
});
