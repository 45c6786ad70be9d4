import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '@cutover/lab';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { probeEndpoint } from '../../src/connections/probe-endpoint.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { eventually } from '../support/eventually.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const rights = {
  source: ['SELECT ON shop.*', 'BINLOG MONITOR ON *.*'],
  target: [
    ...['SELECT ON shop.*', 'SELECT ON mysql.gtid_slave_pos'],
    ...['SLAVE MONITOR ON *.*', 'REPLICATION SLAVE ADMIN ON *.*'],
  ],
};
const barrier = { mode: 'barrier', allowBarrier: true } as const;

let lab: Lab;
let account: Awaited<ReturnType<typeof createAccount>>;
const opened: Verifier[] = [];

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  account = await createAccount(lab, 'setups', rights);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((verifier) => verifier.close()));
});

afterAll(async () => {
  await account.drop();
});

async function open(verification: Partial<CutoverConfig['verification']> = {}): Promise<Verifier> {
  const { source, target } = account;
  const config = configOf(lab, { source, target }, { proofWaitSeconds: 2 });
  const verifier = await startVerifier(lab, { ...config, verification: { ...config.verification, ...verification } });
  opened.push(verifier);
  return verifier;
}

function onTarget(...statements: readonly string[]): Promise<void> {
  return lab.withAdmin('target', async (root) => {
    for (const statement of statements) await root.query(statement);
  });
}

describe('a target that replicates from two sources', () => {
  beforeAll(() => onTarget("CHANGE MASTER 'other' TO MASTER_HOST = '127.0.0.1', MASTER_PORT = 1, MASTER_USER = 'x'"));
  afterAll(() => onTarget("RESET SLAVE 'other' ALL"));

  it('is proved in snapshots, and the other source is told', async () => {
    const { finding } = await (await open()).verify('shop.customers');
    expect(finding).toMatchObject({
      ...{ verdict: 'matched', mode: 'snapshot', notes: [expect.stringMatching(/2 sources \(.*other.*\)/)] },
    });
  });

  it('is never stopped for a barrier, and says why', async () => {
    const { finding } = await (await open(barrier)).verify('shop.customers');
    expect(finding).toMatchObject({
      ...{ verdict: 'matched', mode: 'snapshot', modeReason: expect.stringMatching(/^No barrier: .*2 sources/) },
    });
  });
});

describe('a target that replicates by file and position', () => {
  beforeAll(() => onTarget('STOP SLAVE', 'CHANGE MASTER TO MASTER_USE_GTID = no', 'START SLAVE'));
  afterAll(async () => {
    await onTarget('STOP SLAVE', 'CHANGE MASTER TO MASTER_USE_GTID = slave_pos', 'START SLAVE');
    await lab.catchUp();
  });

  it('is proved in snapshots all the same: it notes the GTID of each transaction', async () => {
    const { finding } = await (await open()).verify('shop.customers');
    expect(finding).toMatchObject({ verdict: 'matched', mode: 'snapshot' });
  });

  it('is never stopped for a barrier, and says why', async () => {
    const { finding } = await (await open(barrier)).verify('shop.customers');
    expect(finding).toMatchObject({
      ...{
        verdict: 'matched',
        mode: 'snapshot',
        modeReason: expect.stringMatching(/^No barrier: .*file and position/),
      },
    });
  });
});

describe('a target that keeps its position in a table that the account may not read', () => {
  const hidden = 'mysql.gtid_slave_pos_InnoDB';
  const grant = "SET SESSION sql_log_bin = 0; GRANT SELECT ON `mysql`.`gtid_slave_pos_InnoDB` TO 'setups'@'%';";
  const rowsOf = (sql: string): Promise<string> =>
    lab.withAdmin('target', async (root) => JSON.stringify((await root.query(sql))[0]));
  const onSource = (sql: string): Promise<unknown> => lab.withAdmin('source', (root) => root.query(sql));
  const engineOfOldTable = (engine: string): string[] => [
    ...['STOP SLAVE', 'SET SESSION sql_log_bin = 0', `ALTER TABLE mysql.gtid_slave_pos ENGINE = ${engine}`],
    ...['SET SESSION sql_log_bin = 1', "SET GLOBAL gtid_pos_auto_engines = 'innodb'", 'START SLAVE'],
  ];

  beforeAll(async () => {
    await onSource('CREATE TABLE shop.noted (id INT PRIMARY KEY)');
    await lab.catchUp();
    // A server that was installed with another default storage engine makes the table for InnoDB by itself, after the
    // first transaction that wants it.
    await onTarget(...engineOfOldTable('Aria'));
    await onSource('INSERT INTO shop.noted VALUES (1)');
    await eventually(`${hidden} is there`, async () => (await rowsOf('SHOW TABLES FROM mysql')).includes('InnoDB'));
    // It is there before the applier knows of it.
    let id = 1;
    await eventually('a position is kept in it', async () => {
      await onSource(`INSERT INTO shop.noted VALUES (${++id})`);
      await lab.catchUp();
      return (await rowsOf(`SELECT seq_no FROM ${hidden}`)) !== '[]';
    });
    await onTarget(...engineOfOldTable('InnoDB'));
  });
  afterAll(async () => {
    await onTarget('STOP SLAVE', "SET GLOBAL gtid_pos_auto_engines = ''", 'SET SESSION sql_log_bin = 0');
    await lab.withoutBinaryLog('target', async (root) => {
      await root.query(`DROP TABLE ${hidden}`);
      await root.query('SET GLOBAL gtid_slave_pos = @@GLOBAL.gtid_slave_pos');
      await root.query('START SLAVE');
    });
    await onSource('DROP TABLE shop.noted');
    await lab.catchUp();
  });

  it('is never called behind: the verdict rests on readings, and says what to grant', async () => {
    const { finding } = await (await open()).verify('shop.customers');
    expect(finding).toMatchObject({
      ...{ verdict: 'matched', mode: 'sandwich' },
      modeReason: expect.stringContaining(grant),
    });
  });

  it('lacks a right in check-config too, and is proved in snapshots once it is given', async () => {
    const { source, target } = account;
    const [migration] = configOf(lab, { source, target }).migrations;
    const missing = async (): Promise<string[] | null> =>
      (await probeEndpoint(target, 'target', migration!)).missingGrants;
    expect(await missing()).toEqual([grant]);
    await onTarget(...grant.split(';').filter((statement) => statement.trim() !== ''));
    expect(await missing()).toEqual([]);
    const { finding } = await (await open()).verify('shop.customers');
    expect(finding).toMatchObject({ verdict: 'matched', mode: 'snapshot' });
  });
});

describe('a source whose binary log is off', () => {
  const restartSource = async (): Promise<void> => {
    await lab.server('source').stop();
    await lab.server('source').start();
  };

  it('is compared in sandwich mode, and says what to set; a changed row is never green', async () => {
    const settings = join(lab.home, 'source', 'my.cnf');
    const before = await readFile(settings, 'utf8');
    await appendFile(settings, 'skip-log-bin\n');
    try {
      await restartSource();
      const verifier = await open(barrier);
      const { finding } = await verifier.verify('shop.customers');
      expect(finding).toMatchObject({
        verdict: 'matched',
        mode: 'sandwich',
        modeReason: expect.stringContaining('log_bin'),
      });
      await lab.break('row-changed');
      const { finding: after } = await verifier.verify('shop.customers');
      expect(after).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('binary log') });
    } finally {
      await lab.mend('row-changed');
      await writeFile(settings, before);
      await restartSource();
      // A source without a log ends the receiver on an error.
      await onTarget('STOP SLAVE', 'START SLAVE');
      await lab.catchUp();
    }
  });
});
