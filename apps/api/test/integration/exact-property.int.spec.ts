import type { Lab } from '@cutover/lab';
import type { ResultSetHeader } from 'mysql2/promise';
import { configOf, labPair } from '../support/lab-pair.js';
import { randomTable, seeded } from '../support/random-table.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

/** CUTOVER_TEST_ROUNDS asks for more; each is repeatable by its number, which is its seed. */
const rounds = Number(process.env['CUTOVER_TEST_ROUNDS'] ?? 40);

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'exact_random');
  verifier = await startVerifier(lab, configOf(lab, { databases: [twin.name] }));
});

afterAll(async () => {
  await verifier.close();
  await twin.drop();
});

/** Plants differences on the target; answers what must be told of them: kind and serial number. */
async function plant(table: ReturnType<typeof randomTable>, rows: number, random: () => number): Promise<string[]> {
  const expected: string[] = [];
  const pick = (): number => 1 + Math.floor(random() * rows);
  const touched = new Set<number>();
  await lab.withoutBinaryLog('target', async (root) => {
    await root.query("SET SESSION sql_mode = '', time_zone = '+00:00'");
    for (let count = Math.floor(random() * 6); count > 0; count--) {
      const serial = pick();
      if (touched.has(serial)) continue;
      touched.add(serial);
      if (random() < 0.3) {
        await root.query(`DELETE FROM exact_random.t WHERE serial = ${serial}`);
        expected.push(`missing ${serial}`);
      } else {
        const column = Math.floor(random() * table.columns.length);
        const [result] = await root.query<ResultSetHeader>(
          `UPDATE exact_random.t SET ${table.columns[column]} = ${table.value(column)} WHERE serial = ${serial}`,
        );
        if (result.changedRows === 0) continue;
        expected.push(...(table.hasKey ? [`changed ${serial}`] : [`missing ${serial}`, `extra ${serial}`]));
      }
    }
    for (let count = Math.floor(random() * 3); count > 0; count--) {
      const serial = rows + count;
      await root.query(`INSERT INTO exact_random.t VALUES ${table.row(serial)}`);
      expected.push(`extra ${serial}`);
    }
  });
  return expected.sort();
}

it.each(Array.from({ length: rounds }, (_, round) => round))(
  'what was planted is told, and nothing else: round %i',
  async (round) => {
    const random = seeded(round);
    const table = randomTable('t', random);
    const rows = 1 + Math.floor(random() * 400);
    const values = Array.from({ length: rows }, (_, index) => table.row(index + 1)).join(', ');
    await twin.both('DROP TABLE IF EXISTS t', table.create, `INSERT IGNORE INTO t VALUES ${values}`, 'ANALYZE TABLE t');
    const expected = await plant(table, rows, random);
    const serials: string[] = [];
    const { finding, differences } = await verifier.verify('exact_random.t', {
      sizing: { targetMs: 1, first: 50, smallest: 20, largest: 100 },
      onFinding: ({ kind, source, target }, { columns }) => {
        const place = columns.findIndex(({ name }) => name === 'serial');
        serials.push(`${kind} ${(source ?? target)?.[place]}`);
      },
    });
    expect({ create: table.create, told: serials.sort() }).toEqual({ create: table.create, told: expected });
    expect(differences).toHaveLength(expected.length);
    expect(finding).toMatchObject({ verdict: expected.length === 0 ? 'matched' : 'diverged', mode: 'snapshot' });
  },
);
