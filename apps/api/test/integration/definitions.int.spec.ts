import type { Lab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { runSql } from '../support/scenario-stage.js';
import { startVerifier } from '../support/verifier.js';

const database = 'definitions';

/** Each table on the source, what the target alters of it, and whether rows of both can still be the same bytes. */
const tables = {
  same: ['a INT, b VARCHAR(9)', null, true],
  widths: ['a INT(5), b TINYINT(1)', 'MODIFY a INT(9), MODIFY b TINYINT(4)', true],
  padded: ['a INT(8) ZEROFILL', 'MODIFY a INT(9) ZEROFILL', false],
  padding_lost: ['a INT(8) ZEROFILL', 'MODIFY a INT(8) UNSIGNED', false],
  wider: ['a INT', 'MODIFY a BIGINT', false],
  nullable: ['a INT NOT NULL', 'MODIFY a INT', false],
  charset: ['a VARCHAR(9) CHARACTER SET latin1', 'MODIFY a VARCHAR(9) CHARACTER SET utf8mb4', false],
  sorted: ['a VARCHAR(9) COLLATE utf8mb4_bin', 'MODIFY a VARCHAR(9) COLLATE utf8mb4_general_ci', true],
  generated: ['a INT, b INT AS (a + 1) STORED', 'DROP b, ADD b INT', false],
  ordered: ['a INT, b INT', 'MODIFY b INT FIRST', false],
  lost: ['a INT, b INT', 'DROP b', false],
  added: ['a INT', 'ADD b INT', false],
} as const;
type Table = keyof typeof tables;
const names = Object.keys(tables) as Table[];

let lab: Lab;

beforeAll(async () => {
  lab = await labPair();
  const create = names.map((name) => `CREATE TABLE ${name} (id INT PRIMARY KEY, ${tables[name][0]});`).join(' ');
  await runSql(lab, 'source', `DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database}`, {
    isReplicated: true,
  });
  await runSql(lab, 'source', create, { database, isReplicated: true });
  await lab.catchUp();
  const grant = `GRANT SELECT ON ${database}.* TO 'cutover'@'%'`;
  await Promise.all((['source', 'target'] as const).map((role) => runSql(lab, role, grant)));
  for (const name of names)
    if (tables[name][1] !== null) await runSql(lab, 'target', `ALTER TABLE ${name} ${tables[name][1]}`, { database });
});

afterAll(async () => {
  for (const role of ['source', 'target'] as const)
    await runSql(lab, role, `REVOKE SELECT ON ${database}.* FROM 'cutover'@'%'; DROP DATABASE IF EXISTS ${database}`);
});

/** Whether the definitions of each table are called equal, by the consistency pass and by one mode of checksum. */
async function opinions(
  mode: CutoverConfig['verification']['mode'],
): Promise<Record<Table, { byConsistency: boolean; byChecksum: boolean }>> {
  const config = configOf(lab, { databases: [database] });
  const verifier = await startVerifier(lab, { ...config, verification: { ...config.verification, mode } });
  try {
    const [counted, digested] = [await verifier.consistencyAll(), await verifier.checksumAll()];
    const of = (name: Table): { byConsistency: boolean; byChecksum: boolean } => ({
      byConsistency: counted.get(`${database}.${name}`)?.differences.includes('columns') === false,
      byChecksum: !/definitions differ/.test(digested.get(`${database}.${name}`)?.reason ?? ''),
    });
    return Object.fromEntries(names.map((name) => [name, of(name)])) as Awaited<ReturnType<typeof opinions>>;
  } finally {
    await verifier.close();
  }
}

it.each(['auto', 'sandwich'] as const)(
  'consistency and checksum in mode %s have one opinion of two definitions',
  async (mode) => {
    const expected = names.map((name) => [name, { byConsistency: tables[name][2], byChecksum: tables[name][2] }]);
    expect(await opinions(mode)).toEqual(Object.fromEntries(expected));
  },
);
