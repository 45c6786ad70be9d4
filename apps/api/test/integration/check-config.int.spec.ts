import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab, Role } from '@cutover/lab';
import { runClient } from '../support/client.js';
import { commandsAs, type RunCommand } from '../support/commands-as.js';
import { labPair } from '../support/lab-pair.js';
import { passwordOfTests } from '../support/other-account.js';

let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await labPair();
  folder = mkdtempSync(join(tmpdir(), 'cutover-check-config-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The rights that `verify` needs; what the capabilities of the service need beside them stands below. */
const documented: Record<Role, string[]> = {
  source: ['SELECT ON shop.*', 'BINLOG MONITOR ON *.*'],
  target: ['SELECT ON shop.*', 'SLAVE MONITOR ON *.*', 'SELECT ON mysql.gtid_slave_pos'],
};

/** Runs commands as an account with these rights would; `migration` replaces keys of the configuration. */
const as = (
  grants: Record<Role, string[]>,
  work: (run: RunCommand) => Promise<void>,
  migration?: Record<string, unknown>,
): Promise<void> =>
  commandsAs({ lab, folder, grants, migration }, (run) =>
    work(async (...command) => {
      const answered = await run(...command);
      const faults = answered.faults.filter((fault) => !/: missing right for /.test(fault));
      return command[0] === 'check-config' ? { ...answered, faults, code: faults.length > 0 ? 3 : 0 } : answered;
    }),
  );

it('finds nothing to say of an account with the documented rights, and verify then proves everything', () =>
  as(documented, async (run) => {
    expect(await run('check-config')).toMatchObject({ code: 0, faults: [] });
    await lab.catchUp();
    expect((await run('verify', '--table', 'shop.customers', '--json')).code).toBe(0);
  }));

describe.each(
  (['source', 'target'] as const).flatMap((role) => documented[role].map((right) => [role, right] as const)),
)('without, on the %s, %s', (role, right) => {
  it('says so in one line, and the GRANT in it, run as it stands, is all that was missing', () =>
    as({ ...documented, [role]: documented[role].filter((each) => each !== right) }, async (run) => {
      const { code, faults } = await run('check-config');
      expect({ code, lines: faults.length }).toEqual({ code: 3, lines: 1 });
      expect(faults[0]).toContain(`shop ${role} `);
      const grant = /GRANT [^;]+ TO 'careful'@'%';/.exec(faults[0] ?? '')?.[0];
      expect(grant).toBeDefined();
      await lab.withoutBinaryLog(role, (root) => root.query(grant ?? ''));
      expect(await run('check-config')).toMatchObject({ code: 0, faults: [] });
    }));
});

describe('what the capabilities of the service need', () => {
  const accounts = ['global_priv', 'db', 'tables_priv', 'columns_priv', 'procs_priv', 'proxies_priv', 'roles_mapping'];
  const ofBoth = [
    ...['SHOW VIEW, TRIGGER, EVENT ON shop.*', 'PROCESS ON *.*', 'SELECT ON mysql.proc'],
    ...accounts.map((table) => `SELECT ON mysql.${table}`),
  ];
  /** The rights that the README asks for. */
  const all: Record<Role, string[]> = {
    source: [...documented.source, ...ofBoth],
    target: [...documented.target, ...ofBoth, 'BINLOG MONITOR ON *.*', 'SHOW VIEW ON *.*'],
  };
  const check = (grants: Record<Role, string[]>, work: (run: RunCommand) => Promise<void>) =>
    commandsAs({ lab, folder, grants }, work);
  const runAsPrinted = async (role: Role, fault = ''): Promise<void> => {
    const printed = / run: (.*)$/.exec(fault)?.[1] ?? '';
    await lab.withAdmin(role, async (root) => {
      for (const sql of printed.split(';').filter((each) => each.trim() !== '')) await root.query(sql);
    });
  };

  it('is all there with the rights that the README asks for', () =>
    check(all, async (run) => expect(await run('check-config')).toMatchObject({ code: 0, faults: [] })));

  it.each([
    ['source', 'PROCESS ON *.*', 'sessions'],
    ['target', 'PROCESS ON *.*', 'encryption'],
    ['target', 'BINLOG MONITOR ON *.*', 'encryption'],
    ['target', 'SHOW VIEW ON *.*', 'encryption'],
    ['source', 'SHOW VIEW, TRIGGER, EVENT ON shop.*', 'parity (schema)'],
    // SHOW VIEW is there on everything, so that accounts and definitions lack different rights.
    ['target', 'SHOW VIEW, TRIGGER, EVENT ON shop.*', 'parity (schema)', 'parity (accounts)'],
    ['target', 'SELECT ON mysql.proc', 'parity (schema)'],
    ['source', 'SELECT ON mysql.global_priv', 'parity (accounts)'],
    ['target', 'SELECT ON mysql.procs_priv', 'parity (accounts)'],
  ] as const)('says on the %s that %s is missing and who needs it, and is silent after what it printed', (...row) => {
    const [role, right, ...neededFor] = row;
    return check({ ...all, [role]: all[role].filter((each) => each !== right) }, async (run) => {
      const { code, faults } = await run('check-config');
      expect({ code, faults }).toEqual({
        code: 3,
        faults: neededFor.map((each) => expect.stringContaining(`missing right for ${each}`)),
      });
      for (const fault of faults) {
        expect(fault).toContain(`shop ${role} `);
        await runAsPrinted(role, fault);
      }
      expect(await run('check-config')).toMatchObject({ code: 0, faults: [] });
    });
  });

  it('prints everything at once for accounts that have nothing of it', () =>
    check(documented, async (run) => {
      for (const fault of (await run('check-config')).faults)
        await runAsPrinted(fault.includes('shop source ') ? 'source' : 'target', fault);
      expect(await run('check-config')).toMatchObject({ code: 0, faults: [] });
    }));
});

it('names what the configuration asks for and nobody has, and verify proves nothing instead of the rest', () =>
  as(
    { source: [...documented.source, 'SELECT ON `biling`.*'], target: [...documented.target, 'SELECT ON `biling`.*'] },
    async (run) => {
      const { code, faults } = await run('check-config');
      expect(code).toBe(3);
      expect(faults).toEqual([
        'shop: databases: biling has no table on either side: correct the name or remove it',
        'shop: tables: shop.order is on neither side: correct the name or remove it',
        'shop: excludeTables: shop.tmp_* matches no table: correct the name or remove it',
      ]);
      const verified = await run('verify');
      expect([verified.code, verified.ok]).toEqual([3, []]);
      for (const name of ['biling', 'shop.order is on', 'shop.tmp_* matches no table'])
        expect(verified.faults.join()).toContain(name);
    },
    { databases: ['shop', 'biling'], tables: ['shop.order'], excludeTables: ['shop.tmp_*'] },
  ));

it.each<[string, Record<string, unknown>]>([
  ['tables: shop.order is on neither side', { databases: undefined, tables: ['shop.customers', 'shop.order'] }],
  ['excludeTables: shop.tmp_* matches no table', { excludeTables: ['shop.tmp_*'] }],
])('verify refuses to run where %s, and proves what is asked for by name', (fault, migration) =>
  as(
    documented,
    async (run) => {
      const { code, faults } = await run('verify');
      expect([code, faults]).toEqual([3, [expect.stringContaining(fault)]]);
      expect((await run('verify', '--table', 'shop.customers')).code).toBe(0);
    },
    migration,
  ),
);

it('says of a database that the account may not see that it may not exist', () =>
  as(
    documented,
    async (run) => {
      const { faults } = await run('check-config');
      expect(faults).toHaveLength(2);
      for (const fault of faults)
        expect(fault).toMatch(/GRANT SELECT ON `biling`\.\* TO .*; -- or `biling` does not exist/);
    },
    { databases: ['shop', 'biling'] },
  ));

describe('a table of which', () => {
  const one = { databases: undefined, tables: ['shop.customers'] };
  const rights = (right: string): Record<Role, string[]> => ({
    source: [right, 'BINLOG MONITOR ON *.*'],
    target: [right, 'SLAVE MONITOR ON *.*', 'SELECT ON mysql.gtid_slave_pos'],
  });

  it('some columns may not be read lacks a right', () =>
    as(
      rights('SELECT (id) ON shop.customers'),
      async (run) => {
        const { code, faults } = await run('check-config');
        expect({ code, lines: faults.length }).toEqual({ code: 3, lines: 2 });
        for (const fault of faults) expect(fault).toContain('GRANT SELECT ON `shop`.`customers` TO');
      },
      one,
    ));

  it('every column may be read, one by one, lacks none', async () => {
    const columns = await lab.withAdmin('source', async (root) => {
      const [rows] = await root.query(
        "SELECT GROUP_CONCAT(COLUMN_NAME) AS names FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'shop' AND TABLE_NAME = 'customers'",
      );
      return (rows as { names: string }[])[0]?.names ?? '';
    });
    await as(
      rights(`SELECT (${columns}) ON shop.customers`),
      async (run) => {
        expect(await run('check-config')).toMatchObject({ code: 0, faults: [] });
        expect((await run('verify', '--json')).code).toBe(0);
      },
      one,
    );
  });
});

describe('a database whose name holds what GRANT takes for a wildcard', () => {
  /** What is watched, and a name that the same letters unescaped would open too. */
  const names = [
    ['rights_a', 'rightsXa'],
    ['rights%b', 'rightsYYb'],
    ['rights\\c', 'rights\\\\c'],
  ] as const;
  const account = { user: 'careful', password: passwordOfTests };
  const quoted = (name: string): string => `\`${name}\``;
  const onBoth = (statement: (name: string) => string[]): Promise<void> =>
    Promise.all(
      (['source', 'target'] as const).map((role) =>
        lab.withoutBinaryLog(role, async (root) => {
          for (const sql of names.flat().flatMap(statement)) await root.query(sql);
        }),
      ),
    ).then(() => undefined);

  beforeAll(() => onBoth((name) => [`CREATE DATABASE ${quoted(name)}`, `CREATE TABLE ${quoted(name)}.t (id INT)`]));
  afterAll(() => onBoth((name) => [`DROP DATABASE ${quoted(name)}`]));

  it.each(names)('%s: the printed GRANT opens it, and not %s', (watched, other) =>
    as(
      documented,
      async (run) => {
        const { faults } = await run('check-config');
        expect(faults).toHaveLength(2);
        for (const role of ['source', 'target'] as const) {
          const fault = faults.find((line) => line.includes(`shop ${role} `)) ?? '';
          expect(fault).toContain(`or \`${watched}\` does not exist there`);
          const grant = /GRANT [^;]+ TO 'careful'@'%';/.exec(fault)?.[0] ?? '';
          await lab.withoutBinaryLog(role, (root) => root.query(grant));
        }
        expect(await run('check-config')).toMatchObject({ code: 0, faults: [] });
        for (const role of ['source', 'target'] as const) {
          const read = await runClient(lab, role, `SELECT 1 FROM ${quoted(other)}.t`, account);
          expect(read.errors).toContain('ERROR 1142');
        }
      },
      { databases: ['shop', watched] },
    ),
  );

  it.each(['`rights\\_a`.*', '`rights%`.*', '`rights_a`.*', '*.*'])(
    'finds the right where it was given ON %s',
    (object) =>
      as(
        {
          source: [...documented.source, `SELECT ON ${object}`],
          target: [...documented.target, `SELECT ON ${object}`],
        },
        async (run) => expect(await run('check-config')).toMatchObject({ code: 0, faults: [] }),
        { databases: ['shop', 'rights_a'] },
      ),
  );
});
