// A pair whose databases have other encodings: replication converts texts, and the bytes of both sides sort otherwise.
import { addDatabase, type AddedDatabase, type PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { told } from '../support/scenario-found.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

let lab: PostgresLab;
let other: AddedDatabase;
let verifier: Verifier;

beforeAll(async () => {
  lab = await postgresPair();
  // Its small letter ё stands before all others, and in UTF-8 behind them.
  other = await addDatabase(lab, 'other', { source: 'WIN1251' });
  for (const role of ['source', 'target'] as const)
    await other.run(
      role,
      'GRANT CONNECT ON DATABASE other TO cutover',
      'CREATE TABLE words (word text COLLATE "C" PRIMARY KEY, n int)',
      "CREATE TYPE letter AS ENUM ('я', 'ё', 'а')",
      'CREATE TABLE letters (letter letter, id int, n int, PRIMARY KEY (letter, id))',
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO cutover',
    );
  await other.run(
    'source',
    "INSERT INTO words SELECT l || i, i FROM unnest('{а,ё,я,Ё,Я}'::text[]) l, generate_series(1, 200) i",
    "INSERT INTO letters SELECT l::letter, i, i FROM unnest('{а,ё,я}'::text[]) l, generate_series(1, 200) i",
    'GRANT SELECT ON ALL TABLES IN SCHEMA public TO replicator',
    `ALTER PUBLICATION ${other.publication} ADD TABLE words, letters`,
  );
  await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} REFRESH PUBLICATION`);
  await eventually('the tables to be copied', async () => {
    const rows = await other.run('target', "SELECT FROM pg_subscription_rel WHERE srsubstate <> 'r'");
    return rows.length === 0;
  });
  const config = configOf(lab);
  for (const role of ['source', 'target'] as const) config.migrations[0]![role].database = other.database;
  verifier = await startVerifier(lab, config);
});

afterAll(async () => {
  await verifier?.close();
  await other?.drop();
});

const tables: [string, [where: string, key: string]][] = [
  ['words', ["word = 'ё77'", 'ё77']],
  ['letters', ["letter = 'ё' AND id = 77", 'ё/77']],
];

it.each(tables)('finds %s equal, and names the one row that is not', async (table, changed) => {
  const small = { sizing: { first: 60, smallest: 50, largest: 100, targetMs: 100 } };
  const verify = async () => {
    const { finding, differences } = await verifier.verify(`public.${table}`, small);
    return [finding.verdict, ...differences.map(told)];
  };
  expect(await verify()).toEqual(['matched']);
  await other.run('target', 'SET session_replication_role = replica', `UPDATE ${table} SET n = -1 WHERE ${changed[0]}`);
  expect(await verify()).toEqual(['diverged', `changed ${changed[1]}`]);
});
