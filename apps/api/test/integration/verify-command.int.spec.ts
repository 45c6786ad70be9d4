import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { hotTables, writeCutoverConfig, type Lab } from '@cutover/lab';
import type { Connection } from 'mysql2/promise';
import { mysqlFamilyComparison } from '../../src/checksum/dialects/mysql-family/comparison-dialect.js';
import type { VerifyJson } from '../../src/cli/verify/verify-report.js';
import { eventually } from '../support/eventually.js';
import { labPair, whileBroken } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { comparing, ourSessions } from '../support/our-statements.js';
import { runCommand, type WhileRunning } from '../support/run-command.js';

let lab: Lab;
let folder: string;
let config: string;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  folder = mkdtempSync(join(tmpdir(), 'cutover-verify-'));
  config = writeCutoverConfig(folder, lab.endpoints, { port: 0 });
});

afterAll(() => rmSync(folder, { recursive: true }));

const run = (argv: readonly string[], whileRunning?: WhileRunning) => runCommand(['verify', ...argv], whileRunning);
const json = (output: string): VerifyJson => JSON.parse(output) as VerifyJson;
const hot = hotTables.flatMap((table) => ['--table', `shop.${table}`]);

async function underLoad(work: () => Promise<void>): Promise<void> {
  const load = lab.startLoad({ rate: 200 });
  try {
    await eventually('the load writes', () => load.commits() > 20);
    await work();
  } finally {
    await load.stop();
    await lab.catchUp();
  }
}

/** A file like `config` with another account on both sides. */
function configAs(name: string, account: Awaited<ReturnType<typeof createAccount>>): string {
  const parsed = JSON.parse(readFileSync(config, 'utf8')) as { migrations: Record<string, object>[] };
  for (const migration of parsed.migrations)
    for (const role of ['source', 'target'] as const) {
      const { username, password } = account[role];
      migration[role] = { ...migration[role], username, password, passwordFile: undefined };
    }
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(parsed));
  return file;
}

describe('verify on a clean pair under load', () => {
  it('proves every table and answers 0', async () => {
    await underLoad(async () => {
      const { code, output, shown } = await run(['--config', config]);
      expect(output).toMatch(/^shop matched: every table is proved equal/m);
      expect(output).not.toMatch(/DIVERGED|LAGGING|UNVERIFIED/);
      expect(shown).toMatch(/^100 % {2}[\d,]+ rows .* table (\d+) of \1$/m);
      expect(code).toBe(0);
    });
  });

  it('prints nothing but the documented JSON, of the tables named alone', async () => {
    const { code, output } = await run(['--config', config, '--migration', 'shop', '--json', ...hot]);
    const found = json(output);
    expect(Object.keys(found)).toEqual([
      'migration',
      'verdict',
      'tables',
      'differences',
      'unseen',
      'skipped',
      'notLookedAt',
    ]);
    expect(found).toMatchObject({ migration: 'shop', verdict: 'matched', differences: [] });
    expect(found.tables.map(({ table }) => table).sort()).toEqual(hotTables.map((table) => `shop.${table}`).sort());
    expect(code).toBe(0);
  });
});

describe('verify when a row differs', () => {
  it('answers 1, names the row, and writes a script that repairs it', async () => {
    const repair = join(folder, 'repair.sql');
    writeFileSync(repair, 'of another day', { mode: 0o644 });
    const argv = ['--config', config, '--json', '--table', 'shop.customers', '--repair-sql', repair];
    await whileBroken(lab, 'row-changed', async () => {
      await underLoad(async () => {
        const { code, output } = await run(argv);
        const { verdict, differences } = json(output);
        expect(verdict).toBe('diverged');
        expect(differences).toEqual([
          { table: 'shop.customers', kind: 'changed', key: { id: expect.any(String) }, columns: expect.any(Array) },
        ]);
        expect(code).toBe(1);
      });
      expect(statSync(repair).mode & 0o777).toBe(0o600);
      // The account may see triggers, and the table has none.
      expect(readFileSync(repair, 'utf8')).not.toContain('Which triggers fire');
      await lab.withoutBinaryLog('target', (target) => runScript(target, readFileSync(repair, 'utf8')));
      expect((await run(argv)).code).toBe(0);
      expect(readFileSync(repair, 'utf8')).toMatch(/^-- .*nothing to repair/);
    });
  });

  it('says so to people, with the key and the columns', async () => {
    await whileBroken(lab, 'row-missing', async () => {
      const { code, output } = await run(['--config', config, '--table', 'shop.reviews', '--table', 'shop.stock']);
      expect(output).toMatch(/^shop\.reviews +DIVERGED .*1 row missing on the target/m);
      expect(output).toMatch(/^ {2}missing shop\.reviews {2}id = \d+$/m);
      expect(output).toMatch(/^shop diverged: .*\(1 matched, 1 diverged\)/m);
      expect(code).toBe(1);
    });
  });
});

describe('verify without a right', () => {
  it('answers 2 for a table that the account may not read on the target, and still proves the others', async () => {
    const account = await createAccount(lab, 'verify_some', {
      source: ['SELECT ON shop.*', 'BINLOG MONITOR ON *.*'],
      target: [
        'SELECT ON shop.warehouses',
        'SLAVE MONITOR ON *.*',
        'BINLOG MONITOR ON *.*',
        'SELECT ON mysql.gtid_slave_pos',
      ],
    });
    try {
      const tables = ['--table', 'shop.warehouses', '--table', 'shop.suppliers'];
      const { code, output } = await run(['--config', configAs('some', account), '--json', ...tables]);
      const { verdict, tables: results } = json(output);
      expect(results.map((result) => `${result.table} ${result.verdict}`).sort()).toEqual([
        'shop.suppliers unverified',
        'shop.warehouses matched',
      ]);
      expect(results.find(({ table }) => table === 'shop.suppliers')?.reason).toContain('GRANT');
      expect(verdict).toBe('unverified');
      expect(code).toBe(2);
    } finally {
      await account.drop();
    }
  });

  it('answers 2, and says which right, when the account may read nothing at all', async () => {
    const account = await createAccount(lab, 'verify_none', { source: ['SELECT ON shop.*'], target: [] });
    try {
      const { code, complaints, output } = await run(['--config', configAs('none', account), '--json']);
      expect(complaints.join()).toContain('GRANT SELECT');
      expect(json(output)).toMatchObject({ verdict: 'unverified', tables: [] });
      expect(code).toBe(2);
    } finally {
      await account.drop();
    }
  });
});

it('answers 2 for an engine whose rows are not compared, says why of every table, and asks nothing of its dialect', async () => {
  const reason = 'Rows of this engine are not compared yet';
  const obstacle = jest.spyOn(mysqlFamilyComparison, 'obstacle').mockReturnValue(reason);
  const { load } = mysqlFamilyComparison;
  const asked = [
    ...(['estimateRows', 'planOf', 'notesOn', 'whySnapshotsMiss'] as const).map((name) =>
      jest.spyOn(mysqlFamilyComparison, name),
    ),
    ...(['readPressure', 'readLagSeconds'] as const).map((name) => jest.spyOn(load, name)),
  ];
  try {
    const { code, output } = await run(['--config', config, '--json', ...hot]);
    expect(json(output).tables.map(({ verdict, mode, reason: why }) => [verdict, mode, why])).toEqual(
      hotTables.map(() => ['unverified', null, reason]),
    );
    expect(code).toBe(2);
    for (const question of asked) expect(question).not.toHaveBeenCalled();
  } finally {
    for (const spy of [obstacle, ...asked]) spy.mockRestore();
  }
});

describe('verify that cannot run', () => {
  it.each([
    ['a file that is not there', () => ['--config', join(folder, 'nowhere.yaml')], /no such file/],
    ['an unknown table', () => ['--config', config, '--table', 'shop.ordres'], /"shop.ordres" is not a watched table/],
    ['an unknown migration', () => ['--config', config, '--migration', 'crm'], /no migration "crm".*shop/],
    ['a share that is none', () => ['--config', config, '--max-load', '0'], /percent/],
    [
      'a file it may not write',
      () => ['--config', config, '--repair-sql', join(folder, 'no', 'x')],
      /cannot be written/,
    ],
    [
      'mode table',
      () => ['--config', changed({ verification: { mode: 'table' } })],
      /verification\.mode: mode table .* was removed.*write auto/,
    ],
    ['an unknown option', () => ['--bogus'], /--bogus/],
    [
      'a target that does not answer',
      () => ['--config', elsewhere()],
      /127\.0\.0\.1:1: The target does not answer: nothing listens .*bind-address/,
    ],
  ])('answers 3 for %s, and says what to do', async (_, argv, said) => {
    const { code, complaints, output } = await run(argv());
    expect(complaints.join('\n')).toMatch(said);
    expect(output).toBe('');
    expect(code).toBe(3);
  });

  function changed(sections: object): string {
    const file = join(folder, 'changed.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), ...sections }));
    return file;
  }

  function elsewhere(): string {
    const parsed = JSON.parse(readFileSync(config, 'utf8')) as { migrations: { target: { port: number } }[] };
    // Nothing ever listens on the first port.
    for (const { target } of parsed.migrations) target.port = 1;
    const file = join(folder, 'elsewhere.json');
    writeFileSync(file, JSON.stringify(parsed));
    return file;
  }
});

describe('verify that is interrupted', () => {
  it('while it rests: ends with 130, having shown why it waited', async () => {
    const argv = ['--config', config, '--max-load', '0.01', '--table', 'shop.order_items'];
    const { code, complaints, output, shown } = await run(argv, async ({ interrupt, shown }) => {
      await eventually('it rests', () => shown().includes('waiting: --max-load 0.01 %'));
      interrupt();
    });
    expect(shown).toMatch(/\[#+\.+\] \d+ % /);
    expect(complaints.join()).toMatch(/^Interrupted/);
    expect(output).toBe('');
    expect(code).toBe(130);
    await eventually('no session of ours', async () => (await ourSessions(lab, 'source')) === 0);
  });

  it('in the middle of a statement: ends it on the server within 2 s', async () => {
    await lab.withAdmin('target', async (root) => {
      await root.query('LOCK TABLES suppliers WRITE');
      let interruptedMs = Infinity;
      const { code } = await run(['--config', config, '--table', 'shop.suppliers'], async ({ interrupt }) => {
        await eventually('it waits', async () => (await comparing(lab, 'target', 'suppliers')) > 0);
        interruptedMs = performance.now();
        interrupt();
      });
      expect(code).toBe(130);
      await eventually('nothing of ours runs', async () => (await ourSessions(lab, 'target')) === 0);
      expect(performance.now() - interruptedMs).toBeLessThan(2_000);
      await root.query('UNLOCK TABLES');
    });
  });
});

async function runScript(target: Connection, script: string): Promise<void> {
  for (const line of script.split('\n').filter((text) => text !== '' && !text.startsWith('--')))
    await target.query(line);
}

it('is built into one file that a shell can start, with the answer on stdout alone', async () => {
  await lab.catchUp();
  const file = resolve(__dirname, '../../dist/cutover.js');
  const args = ['verify', '--config', config, '--table', 'shop.orders', '--json'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args]);
  expect(json(stdout)).toMatchObject({ verdict: 'matched', differences: [] });
  expect(stderr).toContain('100 %');
});
