import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, Role } from '@cutover/lab';
import { tablesUnseenCheck } from '../../src/checks/tables/tables-unseen.check.js';
import type { VerifyJson } from '../../src/cli/verify/verify-report.js';
import { Clock } from '../../src/platform/clock.js';
import { TablesService } from '../../src/tables/tables.service.js';
import { commandsAs, type RunCommand } from '../support/commands-as.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { serverLine } from '../support/server-line.js';
import { someEvidence } from '../support/some-evidence.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let twin: TwinDatabase;
let folder: string;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  folder = mkdtempSync(join(tmpdir(), 'cutover-unseen-'));
  twin = await createTwin(lab, 'unseen_tables');
  await twin.both('CREATE TABLE same (id INT PRIMARY KEY)', 'CREATE TABLE differs (id INT PRIMARY KEY)');
  await twin.only('target', 'INSERT INTO differs VALUES (1)');
});

afterAll(async () => {
  await twin?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const isMysql = serverLine.flavor === 'mysql';
const positions: Record<Role, string[]> = isMysql
  ? { source: ['REPLICATION CLIENT ON *.*'], target: ['REPLICATION CLIENT ON *.*'] }
  : { source: ['BINLOG MONITOR ON *.*'], target: ['SLAVE MONITOR ON *.*', 'SELECT ON mysql.gtid_slave_pos'] };
const whole = 'SELECT ON unseen_tables.*';
const one = 'SELECT ON unseen_tables.same';

const verifyAs = (
  rights: Record<Role, string[]>,
  work: (run: RunCommand) => Promise<void>,
  migration: Record<string, unknown> = { databases: ['unseen_tables'] },
): Promise<void> => {
  const grants = {
    source: [...positions.source, ...rights.source],
    target: [...positions.target, ...rights.target],
  };
  return commandsAs({ lab, folder, grants, migration }, work);
};

describe.each<[string, Record<Role, string[]>, Role[]]>([
  ['both sides', { source: [one], target: [one] }, ['source', 'target']],
  [
    'both sides, beside another right on the whole database',
    { source: ['INSERT ON unseen_tables.*', one], target: ['INSERT ON unseen_tables.*', one] },
    ['source', 'target'],
  ],
])('with SELECT on one table of a watched database on %s', (_, rights, blind) => {
  it('verify answers 2 though all it sees is equal, and says the GRANT, which mends it', () =>
    verifyAs(rights, async (run) => {
      const { code, ok } = await run('verify', '--json');
      const { verdict, unseen, tables } = JSON.parse(ok.join('\n')) as VerifyJson;
      expect(tables.find(({ table }) => table === 'unseen_tables.same')?.verdict).toBe('matched');
      expect({ code, verdict }).toEqual({ code: 2, verdict: 'unverified' });
      expect(unseen.map(({ role, name }) => [role, name])).toEqual(blind.map((role) => [role, 'unseen_tables']));
      const said = (await run('verify')).ok.join('\n');
      for (const { role, grant } of unseen) {
        expect(said).toContain(`the account on the ${role} might not see all of unseen_tables; run there: ${grant}`);
        const bare = /GRANT [^;]+/.exec(grant)?.[0] ?? '';
        await lab.withoutBinaryLog(role, (root) => root.query(bare));
      }
      const mended = JSON.parse((await run('verify', '--json')).ok.join('\n')) as VerifyJson;
      expect(mended).toMatchObject({ verdict: 'diverged', unseen: [] });
    }));

  it('a table that is asked for alone is proved, and answers 0', () =>
    verifyAs(rights, async (run) => {
      const { code, ok } = await run('verify', '--json', '--table', 'unseen_tables.same');
      expect({ code, unseen: (JSON.parse(ok.join('\n')) as VerifyJson).unseen }).toEqual({ code: 0, unseen: [] });
    }));
});

describe.each<[Role, Record<Role, string[]>]>([
  ['source', { source: [one], target: [whole] }],
  ['target', { source: [whole], target: [one] }],
])('with SELECT on one table on the %s alone', (role, rights) => {
  it('what the other side has is unverified, never missing', () =>
    verifyAs(rights, async (run) => {
      const { code, ok } = await run('verify', '--json');
      const { verdict, unseen, tables } = JSON.parse(ok.join('\n')) as VerifyJson;
      expect(tables.map(({ table, verdict: each }) => `${table} ${each}`)).toEqual([
        'unseen_tables.differs unverified',
        'unseen_tables.same matched',
      ]);
      expect({ code, verdict }).toEqual({ code: 2, verdict: 'unverified' });
      expect(unseen.map((part) => part.role)).toEqual([role]);
    }));
});

it('an account that may not see a table of its list is told so, and not that the name is wrong', () =>
  verifyAs(
    { source: [whole], target: [one] },
    async (run) => {
      const { code, ok } = await run('verify', '--json');
      const { unseen } = JSON.parse(ok.join('\n')) as VerifyJson;
      expect(unseen).toMatchObject([{ role: 'target', name: 'unseen_tables.differs' }]);
      expect(code).toBe(2);
    },
    { databases: undefined, tables: ['unseen_tables.same', 'unseen_tables.differs'] },
  ));

describe('the right to the whole database is found', () => {
  it.each(['*.*', '`unseen\\_tables`.*', '`unseen%`.*'])('where it was given ON %s', (object) => {
    const right = `SELECT ON ${object}`;
    return verifyAs({ source: [right], target: [right] }, async (run) => {
      const { verdict, unseen } = JSON.parse((await run('verify', '--json')).ok.join('\n')) as VerifyJson;
      expect({ verdict, unseen }).toEqual({ verdict: 'diverged', unseen: [] });
    });
  });

  it('in a role within a role, and not where the role is not in force', () =>
    verifyAs({ source: [whole], target: [] }, async (run) => {
      const onTarget = (...statements: string[]) =>
        lab.withoutBinaryLog('target', async (root) => {
          for (const statement of statements) await root.query(statement);
        });
      await onTarget(
        'CREATE ROLE unseen_inner',
        'CREATE ROLE unseen_outer',
        `GRANT ${whole} TO unseen_inner`,
        'GRANT unseen_inner TO unseen_outer',
        "GRANT unseen_outer TO careful@'%'",
      );
      try {
        expect((await run('verify')).code).toBe(2);
        await onTarget(`SET DEFAULT ROLE unseen_outer ${isMysql ? 'TO' : 'FOR'} careful@'%'`);
        expect((await run('verify')).code).toBe(1);
      } finally {
        await onTarget('DROP ROLE unseen_outer', 'DROP ROLE unseen_inner');
      }
    }));
});

it('what is left out stands in the result of verify, counted and with its reason, and so does what is not looked at', async () => {
  await twin.both('CREATE VIEW seen AS SELECT id FROM same');
  const migration = { databases: ['unseen_tables'], excludeTables: ['unseen_tables.diff*'] };
  const rights = { source: [whole], target: [whole] };
  try {
    await verifyAs(
      rights,
      async (run) => {
        const { verdict, skipped, notLookedAt } = JSON.parse(
          (await run('verify', '--json')).ok.join('\n'),
        ) as VerifyJson;
        expect(verdict).toBe('matched');
        expect(skipped.map(({ reason, count, tables }) => [reason, count, tables])).toEqual([
          ['excluded', 1, ['unseen_tables.differs']],
          ['view', 1, ['unseen_tables.seen']],
        ]);
        expect(notLookedAt).toEqual(expect.arrayContaining(['secondary indexes', 'triggers', 'foreign keys']));
        const { ok } = await run('verify');
        expect(ok.slice(-3)).toEqual([
          'Not compared: 1 left out by excludeTables (unseen_tables.differs); 1 without rows of their own, as views are (unseen_tables.seen)',
          expect.stringMatching(/^Not looked at: secondary indexes, .*databases that are not configured$/),
          expect.stringMatching(/^shop matched: /),
        ]);
      },
      migration,
    );
  } finally {
    await twin.both('DROP VIEW seen');
  }
});

it('a right that is taken away while it is watched leaves its tables watched, and nothing safe', async () => {
  const { drop, source, target } = await createAccount(lab, 'unseen', { source: [whole, one], target: [whole] });
  const config = configOf(lab, { databases: ['unseen_tables'], source, target });
  const connections = startConnections(config);
  try {
    const tables = new TablesService(config, await whenUp(connections), new Clock());
    const watched = async (): Promise<string[]> => (await tables.discover('shop')).tables.map(({ id }) => id);
    const judged = () => tablesUnseenCheck.judge(someEvidence({ tables: tables.snapshot('shop') }), 0);
    expect(await watched()).toEqual(['unseen_tables.differs', 'unseen_tables.same']);
    expect(judged()).toMatchObject({ found: [], rest: 'pass' });
    await lab.withoutBinaryLog('source', (root) => root.query(`REVOKE ${whole} FROM unseen@'%'`));
    await lab.withoutBinaryLog('target', (root) => root.query('DROP TABLE unseen_tables.differs'));
    expect(await watched()).toEqual(['unseen_tables.differs', 'unseen_tables.same']);
    expect(judged().found).toMatchObject([{ outcome: 'unknown', subject: 'source unseen_tables' }]);
    await lab.withoutBinaryLog('source', (root) => root.query(`REVOKE ${one} FROM unseen@'%'`));
    await expect(watched()).rejects.toThrow('GRANT SELECT ON `unseen\\_tables`.* TO');
    expect(judged().found).toMatchObject([{ outcome: 'unknown', subject: 'source unseen_tables' }]);
  } finally {
    await connections.onApplicationShutdown();
    await drop();
  }
});
