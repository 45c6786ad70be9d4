import type { Lab } from '@cutover/lab';
import type { TableVerification } from '../../src/checksum/comparison/exact-checksum.js';
import type { ExactHooks } from '../../src/checksum/comparison/exact-hooks.js';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import {
  changeMaster,
  crashTable,
  replicateAgain,
  restartWith,
  startDisasterLab,
  whileKilling,
} from '../support/scenario-disaster.js';
import { told } from '../support/scenario-found.js';
import { runSql } from '../support/scenario-stage.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const database = 'bad_input';
const small: ExactHooks = { sizing: { targetMs: 5, first: 200, smallest: 100, largest: 400 } };

let lab: Lab;
const opened: Verifier[] = [];

beforeAll(async () => {
  lab = await startDisasterLab();
  await onSource(
    `CREATE DATABASE ${database} CHARACTER SET utf8mb4`,
    `USE ${database}`,
    'CREATE TABLE quiet (id INT PRIMARY KEY, v VARCHAR(40) NOT NULL)',
    'INSERT INTO quiet SELECT seq, MD5(seq) FROM seq_1_to_3000',
    'CREATE TABLE planted LIKE quiet',
    'INSERT INTO planted SELECT * FROM quiet',
  );
  await lab.catchUp();
  for (const role of ['source', 'target'] as const)
    await runSql(lab, role, `GRANT SELECT ON ${database}.* TO 'cutover'@'%'`);
  await onTarget(`UPDATE ${database}.planted SET v = 'other' WHERE id = 1234`);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((verifier) => verifier.close()));
});

afterAll(async () => {
  await lab?.stop();
});

const onSource = (...statements: string[]): Promise<void> =>
  runSql(lab, 'source', statements.join('; '), { isReplicated: true });
const onTarget = (...statements: string[]): Promise<void> => runSql(lab, 'target', statements.join('; '));

async function open(tables: string[] = []): Promise<Verifier> {
  const selection = { databases: [database, lab.database], tables: tables.map((table) => `${database}.${table}`) };
  const verifier = await startVerifier(lab, configOf(lab, selection, { proofWaitSeconds: 1 }));
  opened.push(verifier);
  return verifier;
}

/** Nothing was proved, and the result says why. */
function expectReason({ finding, differences }: TableVerification, why: RegExp = /\w/): void {
  expect({ verdict: finding.verdict, reason: finding.reason ?? '' }).toEqual({
    verdict: 'unverified',
    reason: expect.stringMatching(why),
  });
  expect(differences).toEqual([]);
}

/**
 * However hard it is to prove anything here: equal rows are never called different, and rows that differ never equal.
 * Answers both verdicts for what a case knows more precisely.
 */
async function expectHonesty(verifier: Verifier): Promise<{ quiet: TableVerification; planted: TableVerification }> {
  const quiet = await verifier.verify(`${database}.quiet`, small);
  expect(['matched', 'unverified', 'lagging']).toContain(quiet.finding.verdict);
  if (quiet.finding.verdict !== 'matched') expect(quiet.finding.reason ?? '').not.toBe('');
  const planted = await verifier.verify(`${database}.planted`, small);
  expect(['diverged', 'unverified', 'lagging']).toContain(planted.finding.verdict);
  expect(planted.finding.reason ?? '').not.toBe('');
  if (planted.finding.verdict === 'diverged') expect(planted.differences.map(told)).toEqual(['changed 1234']);
  return { quiet, planted };
}

describe('a definition that cannot be read', () => {
  it('a generated column whose expression fails is left out, and the stored columns are proved', async () => {
    await onSource(
      `USE ${database}`,
      'CREATE TABLE failing (id INT PRIMARY KEY, a INT UNSIGNED, b INT UNSIGNED)',
      'INSERT INTO failing VALUES (1, 1, 2), (2, 5, 3)',
      'ALTER TABLE failing ADD COLUMN c BIGINT UNSIGNED AS (a - b) VIRTUAL',
    );
    await lab.catchUp();
    // MariaDB answers 0 and a warning to whoever reads it, and an error to whoever writes it.
    const warnings = await lab.withAdmin('source', async (root) => {
      await root.query(`SELECT c FROM ${database}.failing WHERE id = 1`);
      return JSON.stringify((await root.query('SHOW WARNINGS'))[0]);
    });
    expect(warnings).toMatch(/out of range/);
    const verifier = await open();
    const { finding } = await verifier.verify(`${database}.failing`);
    expect(finding).toMatchObject({ verdict: 'matched', notes: [expect.stringContaining('c')] });
    await onTarget(`UPDATE ${database}.failing SET a = 6 WHERE id = 2`);
    const { differences } = await verifier.verify(`${database}.failing`);
    expect(differences.map(told)).toEqual(['changed 2']);
  });

  it('a view whose table is gone is unverified, named or not', async () => {
    await onSource(
      `USE ${database}`,
      'CREATE TABLE gone (id INT)',
      'CREATE VIEW broken AS SELECT * FROM gone',
      'DROP TABLE gone',
    );
    await lab.catchUp();
    expectReason(await (await open(['broken'])).verify(`${database}.broken`), /view/);
    await onSource(`DROP VIEW ${database}.broken`);
    await lab.catchUp();
  });

  it('a name that exists nowhere is unverified', async () => {
    expectReason(await (await open(['nowhere'])).verify(`${database}.nowhere`), /neither side/);
  });
});

describe('a table that is crashed on one side', () => {
  it.each([
    ['MyISAM', 'target', 'MYD'],
    ['MyISAM', 'source', 'MYD'],
    ['Aria', 'target', 'MAD'],
  ] as const)('%s on the %s is unverified, and its neighbours are proved', async (engine, role, extension) => {
    const name = `crashed_${engine.toLowerCase()}_${role}`;
    await onSource(
      `USE ${database}`,
      `CREATE TABLE ${name} (id INT PRIMARY KEY, v VARCHAR(200)) ENGINE = ${engine}`,
      `INSERT INTO ${name} SELECT seq, REPEAT(MD5(seq), 6) FROM seq_1_to_2000`,
    );
    await lab.catchUp();
    const verifier = await open();
    expect((await verifier.verify(`${database}.${name}`)).finding.verdict).toBe('matched');
    await crashTable(lab, role, database, `${name}.${extension}`);
    const { finding } = await verifier.verify(`${database}.${name}`);
    expect({ verdict: finding.verdict, reason: finding.reason ?? '' }).toEqual({
      verdict: 'unverified',
      reason: expect.stringMatching(role),
    });
    expect((await verifier.verify(`${database}.quiet`)).finding.verdict).toBe('matched');
  });

  it('InnoDB without its tablespace is unverified', async () => {
    await onSource(
      `USE ${database}`,
      'CREATE TABLE discarded (id INT PRIMARY KEY)',
      'INSERT INTO discarded VALUES (1)',
    );
    await lab.catchUp();
    await onTarget(`ALTER TABLE ${database}.discarded DISCARD TABLESPACE`);
    expectReason(await (await open()).verify(`${database}.discarded`), /target/);
    await onSource(`DROP TABLE ${database}.discarded`);
    await lab.catchUp();
  });
});

describe('connections that are killed all the time', () => {
  it('end in a verdict that is true, and the next run is as good as ever', async () => {
    const verifier = await open();
    const ended = await whileKilling(lab, async () => {
      for (let pass = 0; pass < 10; pass++) {
        const { finding } = await verifier.verify(`${database}.quiet`, small).catch((error: Error) => {
          // Discovery, which comes before the engine, may say that it could not look.
          expect(error.message).toMatch(/\w/);
          return { finding: { verdict: 'unverified', reason: error.message } };
        });
        expect(['matched', 'unverified', 'lagging']).toContain(finding.verdict);
        if (finding.verdict !== 'matched') expect(finding.reason ?? '').not.toBe('');
      }
    });
    expect(ended).toBeGreaterThan(0);
    const after = await open();
    const { quiet, planted } = await expectHonesty(after);
    expect([quiet.finding.verdict, planted.finding.verdict]).toEqual(['matched', 'diverged']);
  });
});

describe('replication that is not what it was', () => {
  afterEach(async () => {
    await replicateAgain(lab);
  });

  it.each([
    ['promoted', ['STOP SLAVE', 'RESET SLAVE ALL']],
    ['pointed at another server', ['STOP SLAVE', 'CHANGE MASTER TO MASTER_PORT = 1', 'START SLAVE']],
  ])('a target that is %s in the middle: a table that is written is never called equal', async (_, statements) => {
    const verifier = await open();
    const load = lab.startLoad({ rate: 100 });
    try {
      await eventually('the load writes', () => load.commits() > 20);
      let asked = 0;
      // Snapshots that stand already go on proving what was; a pause ends them, so that new ones are needed.
      const pauseReason = async (): Promise<string | null> => {
        asked++;
        if (asked === 4) {
          await onTarget(...statements);
          // From now on the target misses what the source writes.
          const seen = load.commits();
          await eventually('the source goes on', () => load.commits() > seen + 20);
        }
        return asked === 3 ? 'the target is about to change' : null;
      };
      const { finding, differences } = await verifier.verify('shop.order_items', { ...small, pauseReason });
      expect(asked).toBeGreaterThanOrEqual(4);
      expect(['unverified', 'lagging']).toContain(finding.verdict);
      expect(finding.reason ?? '').not.toBe('');
      expect(differences).toEqual([]);
    } finally {
      await load.stop();
    }
    await expectHonesty(verifier);
  });

  it('file and position in place of GTID', async () => {
    const [row] = await lab.withAdmin('target', async (root) => {
      await root.query('STOP SLAVE');
      const [rows] = await root.query('SHOW SLAVE STATUS');
      return rows as { Relay_Master_Log_File: string; Exec_Master_Log_Pos: number }[];
    });
    const place = `MASTER_LOG_FILE = '${row?.Relay_Master_Log_File}', MASTER_LOG_POS = ${row?.Exec_Master_Log_Pos}`;
    await onTarget(changeMaster(lab, `${place}, MASTER_USE_GTID = no`), 'START SLAVE');
    const load = lab.startLoad({ rate: 50 });
    try {
      const verifier = await open();
      await eventually('the load writes', () => load.commits() > 20);
      await expectHonesty(verifier);
      const { finding, differences } = await verifier.verify('shop.order_items', small);
      expect(['matched', 'unverified', 'lagging']).toContain(finding.verdict);
      expect(differences).toEqual([]);
    } finally {
      await load.stop();
    }
  });

  it('two channels', async () => {
    const second = changeMaster(lab, 'MASTER_USE_GTID = slave_pos', 'second');
    await onTarget(
      'STOP SLAVE',
      'SET GLOBAL gtid_ignore_duplicates = 1',
      second,
      "START SLAVE 'second'",
      'START SLAVE',
    );
    const load = lab.startLoad({ rate: 50 });
    try {
      const verifier = await open();
      await eventually('the load writes', () => load.commits() > 20);
      await expectHonesty(verifier);
      const { finding, differences } = await verifier.verify('shop.order_items', small);
      expect(['matched', 'unverified', 'lagging']).toContain(finding.verdict);
      expect(differences).toEqual([]);
    } finally {
      await load.stop();
      await onTarget(
        "STOP SLAVE 'second'",
        "RESET SLAVE 'second' ALL",
        'STOP ALL SLAVES',
        'SET GLOBAL gtid_ignore_duplicates = 0',
      );
    }
  });

  it('a filter that leaves a table out: what it has lost is a difference, and the result tells of the filter', async () => {
    await onTarget('STOP SLAVE', `SET GLOBAL replicate_ignore_table = '${database}.filtered'`, 'START SLAVE');
    try {
      await onSource(
        `USE ${database}`,
        'CREATE TABLE unfiltered (id INT PRIMARY KEY)',
        'INSERT INTO unfiltered VALUES (1)',
      );
      await onSource(`USE ${database}`, 'CREATE TABLE filtered (id INT PRIMARY KEY)');
      await lab.catchUp();
      await onTarget(`CREATE TABLE ${database}.filtered (id INT PRIMARY KEY)`);
      await onSource(`INSERT INTO ${database}.filtered VALUES (1)`);
      const verifier = await open();
      const { finding, differences } = await verifier.verify(`${database}.filtered`);
      expect(finding).toMatchObject({ verdict: 'diverged', notes: [expect.stringMatching(/filter/i)] });
      expect(differences.map(told)).toEqual(['missing 1']);
      expect((await verifier.verify(`${database}.unfiltered`)).finding.verdict).toBe('matched');
    } finally {
      await onTarget('STOP SLAVE', "SET GLOBAL replicate_ignore_table = ''", 'START SLAVE');
    }
  });

  it('a source without a binary log', async () => {
    const undo = await restartWith(lab, 'source', ['skip-log-bin']);
    try {
      const verifier = await open();
      const { quiet, planted } = await expectHonesty(verifier);
      for (const { finding } of [quiet, planted]) expect(finding.mode).toBe('sandwich');
      expect(quiet.finding.modeReason).toMatch(/binary log/);
    } finally {
      await undo();
    }
  });
});
