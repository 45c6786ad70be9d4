import type { Lab } from '@cutover/lab';
import { byPlace } from '../../src/checksum/comparison/chunks/chunk-feed.js';
import type { ChunkRecord } from '../../src/checksum/comparison/exact-hooks.js';
import { VerifyRecord } from '../../src/cli/verify/verify-record.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const tables = 4;
/** What the source may be asked for, over all tables of a round. It used to be 2,000 attempts, or 20 s, for each. */
const mostAttempts = 50;

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'missed');
  for (let table = 0; table < tables; table++)
    await twin.both(`CREATE TABLE t${table} (id INT PRIMARY KEY)`, `INSERT INTO t${table} VALUES (1), (2)`);
  await twin.both('CREATE TABLE long_one (id INT PRIMARY KEY)', 'INSERT INTO long_one SELECT seq FROM seq_1_to_5000');
  await twin.both('ANALYZE TABLE long_one');
});

beforeEach(async () => {
  verifier = await startVerifier(lab, configOf(lab, { databases: [twin.name] }));
});

afterEach(() => verifier.close());

afterAll(() => twin.drop());

/** Attempts at a snapshot with a known position so far: each reads the state of the binary log twice. */
function attempts(): Promise<number> {
  return lab.withAdmin('source', async (root) => {
    const [rows] = await root.query("SHOW GLOBAL STATUS LIKE 'Com\\_show\\_binlog\\_status'");
    return Number((rows as { Value: string }[])[0]?.Value) / 2;
  });
}

/**
 * The target as it stands beside a source that was restored: it has applied a million transactions that the source does
 * not have, so that no two snapshots meet. Answers what undoes it.
 */
async function sourceGoesBack(): Promise<() => Promise<void>> {
  await lab.catchUp();
  const setPosition = (gtid: string, after: string): Promise<void> =>
    lab.withAdmin('target', async (root) => {
      await root.query('STOP SLAVE');
      await root.query('SET GLOBAL gtid_slave_pos = ?', [gtid]);
      await root.query(after);
    });
  const position = await lab.withAdmin('target', async (root) => {
    await root.query('STOP SLAVE');
    const [rows] = await root.query('SELECT @@gtid_slave_pos AS gtid');
    return (rows as [{ gtid: string }])[0].gtid;
  });
  const ahead = position.replace(/\d+$/, (sequence) => String(Number(sequence) + 1_000_000));
  await setPosition(ahead, 'DO 1');
  return () => setPosition(position, 'START SLAVE');
}

describe('snapshots that do not meet', () => {
  it('are tried for once in a round, not for each table again, and the reason is not called too many writes', async () => {
    const undo = await sourceGoesBack();
    try {
      const before = await attempts();
      const results = [...(await verifier.checksumAll()).values()];
      await verifier.consistencyAll();
      const made = (await attempts()) - before;
      expect(results.map(({ verdict, mode }) => `${verdict} ${mode}`)).toEqual(
        Array.from({ length: tables + 1 }, () => 'matched sandwich'),
      );
      for (const { modeReason } of results) expect(modeReason).toContain('transactions that the source does not have');
      expect({ made, isBounded: made <= mostAttempts }).toMatchObject({ isBounded: true });
    } finally {
      await undo();
    }
    await lab.catchUp();
    await eventually('snapshots meet again', async () => {
      const { finding } = await verifier.verify(`${twin.name}.t0`);
      return finding.verdict === 'matched' && finding.mode === 'snapshot';
    });
  });

  it('cost a table half way nothing of what was proved: the rest is compared in sandwich mode', async () => {
    let undo = (): Promise<void> => Promise.resolve();
    const read: ChunkRecord[] = [];
    const record = new VerifyRecord(null, () => 'now');
    await record.begin('missed.long_one');
    let asked = 0;
    try {
      const { finding } = await verifier.verify('missed.long_one', {
        sizing: { targetMs: 1, first: 1_000, smallest: 1_000, largest: 1_000 },
        onChunk: (chunk) => {
          read.push(chunk);
          return record.onChunk(chunk);
        },
        unfinished: (_, counts) => record.resume(counts),
        onModeChange: () => record.onModeChange(),
        // During the pause no pair is held, and afterwards none can be had.
        pauseReason: async () => {
          asked++;
          if (asked === 4) undo = await sourceGoesBack();
          return asked === 3 ? 'the source is busy' : null;
        },
      });
      expect(finding).toMatchObject({
        ...{ verdict: 'matched', mode: 'sandwich', sourceRows: '5000' },
        modeReason: expect.stringMatching(/before that, 2 of \d ranges were proved in mode snapshot$/),
      });
    } finally {
      await undo();
    }
    const ranges = read.sort((a, b) => byPlace(a.range, b.range));
    expect(ranges.map(({ mode }) => mode).slice(0, 3)).toEqual(['snapshot', 'snapshot', 'sandwich']);
    ranges.slice(1).forEach(({ range }, index) => expect(range.after).toEqual(ranges[index]?.range.upTo));
    await lab.catchUp();
  });
});
