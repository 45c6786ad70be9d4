import type { Role } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { configOf, labPair } from '../support/lab-pair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

/** More than are compared row by row, so that the stretch must be divided, and only the side that has it can say where. */
const surplus = 2_500;
/** A comparison of these tables takes seconds. One that takes so long does not end. */
const endsWithinMs = 90_000;

const keys = {
  text: { columns: 'k VARCHAR(20) COLLATE utf8mb4_bin PRIMARY KEY', values: "LPAD(n, 10, '0')" },
  integer: { columns: 'k BIGINT PRIMARY KEY', values: 'n * 1000' },
  composite: { columns: 'a INT, b INT, PRIMARY KEY (a, b)', values: 'n DIV 100, n MOD 100' },
  double: { columns: 'k DOUBLE PRIMARY KEY', values: 'n + 0.1' },
} as const;

/** Numbers of the rows that both sides have, and of those that only one has. */
const shared = 'SELECT 1000000 + seq AS n FROM seq_1_to_600 UNION ALL SELECT 3000000 + seq FROM seq_1_to_600';
const stretches = { beginning: 0, gap: 2_000_000, end: 4_000_000 } as const;

interface Case {
  key: keyof typeof keys;
  /** The other side has no row at all for `empty`. */
  where: keyof typeof stretches | 'empty';
  on: Role;
}

const cases: Case[] = [
  { key: 'text', where: 'beginning', on: 'target' },
  { key: 'text', where: 'gap', on: 'target' },
  { key: 'text', where: 'end', on: 'target' },
  { key: 'text', where: 'empty', on: 'target' },
  { key: 'text', where: 'empty', on: 'source' },
  { key: 'text', where: 'gap', on: 'source' },
  { key: 'integer', where: 'gap', on: 'target' },
  { key: 'integer', where: 'empty', on: 'target' },
  { key: 'composite', where: 'gap', on: 'target' },
  { key: 'double', where: 'end', on: 'target' },
];

let lab: Lab;
let twin: TwinDatabase;
const opened: Verifier[] = [];

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'surplus_rows');
  for (const { key, where, on } of cases) {
    const table = nameOf({ key, where, on });
    const { columns, values } = keys[key];
    await twin.both(`CREATE TABLE ${table} (${columns}, v INT NOT NULL DEFAULT 1)`);
    const columnsOfKey = key === 'composite' ? 'a, b' : 'k';
    const insert = (numbers: string): string =>
      `INSERT INTO ${table} (${columnsOfKey}) SELECT ${values} FROM (${numbers}) AS numbers`;
    if (where !== 'empty') await twin.both(insert(shared));
    const first = where === 'empty' ? 0 : stretches[where];
    await twin.only(on, insert(`SELECT ${first} + seq AS n FROM seq_1_to_${surplus}`));
  }
});

afterAll(async () => {
  await Promise.all(opened.map((verifier) => verifier.close()));
  await twin.drop();
});

function nameOf({ key, where, on }: Case): string {
  return `${key}_${where}_${on}`;
}

describe.each(['sandwich', 'snapshot'] as const)('mode %s', (mode) => {
  let verifier: Verifier;

  beforeAll(async () => {
    const config = configOf(lab, { databases: [twin.name] });
    verifier = await startVerifier(lab, { ...config, verification: { ...config.verification, mode } });
    opened.push(verifier);
  });

  it.each(cases)(
    'ends, and names every row of a long stretch on the $on alone: $key key, $where',
    async (one) => {
      const { finding } = await verifier.verify(`${twin.name}.${nameOf(one)}`, {}, AbortSignal.timeout(endsWithinMs));
      const counts = one.on === 'source' ? { missing: surplus, extra: 0 } : { missing: 0, extra: surplus };
      expect(finding).toMatchObject({
        ...{ verdict: 'diverged', mode, differences: { ...counts, changed: 0, complete: true } },
      });
    },
    2 * endsWithinMs,
  );
});
