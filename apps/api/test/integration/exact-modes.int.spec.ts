import { hotTables, type Lab } from '@cutover/lab';
import { labPair, whileBroken } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { openedVerifiers } from '../support/opened-verifiers.js';

let lab: Lab;
let twin: TwinDatabase;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'exact_modes');
});

afterAll(async () => {
  await twin.drop();
});

const open = openedVerifiers(() => lab);

const small = { targetMs: 20, first: 500, smallest: 300, largest: 1_000 };

describe('an account that may do nothing but SELECT', () => {
  it('is enough to prove tables equal, and says why no snapshot was taken', async () => {
    const { drop, ...endpoints } = await createAccount(lab, 'reader', {
      source: ['SELECT ON shop.*'],
      target: ['SELECT ON shop.*'],
    });
    try {
      const verifier = await open(endpoints);
      const { finding } = await verifier.verify('shop.customers');
      expect(finding).toMatchObject({
        ...{ verdict: 'matched', mode: 'sandwich', modeReason: expect.stringContaining('`mysql`.`gtid_slave_pos`') },
      });
    } finally {
      await drop();
    }
  });

  it('lacks BINLOG MONITOR on the source, and hears so', async () => {
    const { drop, ...endpoints } = await createAccount(lab, 'reader', {
      source: ['SELECT ON shop.*'],
      target: ['SELECT ON shop.*', 'SELECT ON mysql.gtid_slave_pos'],
    });
    try {
      const { finding } = await (await open(endpoints)).verify('shop.customers');
      expect(finding).toMatchObject({
        ...{ verdict: 'matched', mode: 'sandwich', modeReason: expect.stringContaining('BINLOG MONITOR') },
      });
    } finally {
      await drop();
    }
  });

  it('proves a changed row in a quiet table, and never calls a busy one different', async () => {
    const { drop, ...endpoints } = await createAccount(lab, 'reader', {
      source: ['SELECT ON shop.*'],
      target: ['SELECT ON shop.*'],
    });
    const load = lab.startLoad({ rate: 100 });
    try {
      const verifier = await open(endpoints);
      await whileBroken(lab, 'row-changed', async () => {
        const { finding, differences } = await verifier.verify('shop.customers');
        expect(finding).toMatchObject({
          verdict: 'diverged',
          mode: 'sandwich',
          differences: { changed: 1, complete: true },
        });
        expect(differences).toMatchObject([{ kind: 'changed', columns: expect.arrayContaining(['balance']) }]);
      });
      for (const table of hotTables.slice(0, 2)) {
        const { finding } = await verifier.verify(`shop.${table}`);
        expect(['matched', 'unverified', 'lagging']).toContain(finding.verdict);
      }
    } finally {
      await load.stop();
      await lab.catchUp();
      await drop();
    }
  });

  it('hears which column it may not read, instead of a table that looks narrower', async () => {
    await twin.both('CREATE TABLE narrow (id INT PRIMARY KEY, secret INT)', 'INSERT INTO narrow VALUES (1, 2)');
    const { drop, ...endpoints } = await createAccount(lab, 'reader', {
      source: ['SELECT ON exact_modes.narrow'],
      target: ['SELECT (id) ON exact_modes.narrow'],
    });
    try {
      const { finding } = await (await open({ ...endpoints, databases: [twin.name] })).verify('exact_modes.narrow');
      expect(finding).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('GRANT SELECT') });
    } finally {
      await drop();
    }
  });
});

describe('tables that a snapshot cannot show', () => {
  it('are compared in sandwich mode when their engine has none', async () => {
    await twin.both('CREATE TABLE old (id INT PRIMARY KEY, v INT) ENGINE = MyISAM', 'INSERT INTO old VALUES (1, 2)');
    const verifier = await open({ databases: [twin.name] });
    const { finding } = await verifier.verify('exact_modes.old');
    expect(finding).toMatchObject({
      verdict: 'matched',
      mode: 'sandwich',
      modeReason: expect.stringContaining('MyISAM'),
    });
    await twin.only('target', 'UPDATE old SET v = 3');
    const { finding: after, differences } = await verifier.verify('exact_modes.old');
    expect(after.verdict).toBe('diverged');
    expect(differences).toMatchObject([{ kind: 'changed', key: { id: '1' }, columns: ['v'] }]);
  });

  it('are left alone in sandwich mode too while the servers are busy, and say why', async () => {
    await twin.both(
      'CREATE TABLE busy (id INT PRIMARY KEY, v INT) ENGINE = MyISAM',
      'INSERT INTO busy SELECT seq, seq FROM seq_1_to_3000',
    );
    const said: (string | null)[] = [];
    const chunksAt: number[] = [];
    let chunks = 0;
    let asked = 0;
    const { finding } = await (
      await open({ databases: [twin.name] })
    ).verify('exact_modes.busy', {
      ...{ sizing: small, onChunk: () => void chunks++ },
      pauseReason: async () => {
        chunksAt.push(chunks);
        return [2, 3].includes(++asked) ? 'the source is busy' : null;
      },
      onPause: (_, reason) => void said.push(reason),
    });
    expect(finding).toMatchObject({ verdict: 'matched', mode: 'sandwich', sourceRows: '3000' });
    expect(said).toEqual(['the source is busy', 'the source is busy', null]);
    expect(chunksAt.slice(0, 5)).toEqual([0, 1, 1, 1, 2]);
  });

  it('have their differing rows named without a key too, while others are being written', async () => {
    const loose = 'CREATE TABLE loose (a INT, b VARCHAR(20)) ENGINE = MyISAM';
    const fill = "INSERT INTO loose SELECT seq, 'a row' FROM seq_1_to_3000";
    const end = new AbortController();
    let writing = Promise.resolve();
    await lab.withAdmin('source', async (root) => {
      for (const sql of [loose, fill]) await root.query(sql);
      await lab.catchUp();
      await lab.withoutBinaryLog('target', async (target) => {
        await target.query("UPDATE loose SET b = 'changed' WHERE a = 5");
        await target.query('DELETE FROM loose WHERE a = 6');
      });
      const write = async (): Promise<void> => {
        while (!end.signal.aborted)
          for (const sql of ["INSERT INTO loose VALUES (1, 'a row')", 'DO SLEEP(0.02)']) await root.query(sql);
      };
      writing = write();
      try {
        const { finding, differences } = await (await open({ tables: ['shop.loose'] })).verify('shop.loose');
        expect(finding).toMatchObject({ verdict: 'diverged', mode: 'sandwich' });
        expect(differences.map(({ kind, key }) => `${kind} ${key['a']} ${key['b']}`).sort()).toEqual([
          'extra 5 changed',
          'missing 5 a row',
          'missing 6 a row',
        ]);
      } finally {
        end.abort();
        await writing;
        await root.query('DROP TABLE loose');
        await lab.catchUp();
      }
    });
  });

  it('say that their history was not compared', async () => {
    await twin.both(
      'CREATE TABLE versioned (id INT PRIMARY KEY, v INT) WITH SYSTEM VERSIONING',
      'SET timestamp = 1700000000',
      'INSERT INTO versioned VALUES (1, 2)',
    );
    const { finding } = await (await open({ databases: [twin.name] })).verify('exact_modes.versioned');
    expect(finding).toMatchObject({ verdict: 'matched', notes: [expect.stringContaining('history')] });
  });
});

describe('a target that replicates with filters', () => {
  it('is told beside the verdict', async () => {
    const filter = (value: string): Promise<void> =>
      lab.withAdmin('target', async (root) => {
        await root.query('STOP SLAVE');
        await root.query('SET GLOBAL replicate_ignore_table = ?', [value]);
        await root.query('START SLAVE');
      });
    await filter('shop.nothing');
    try {
      const { finding } = await (await open()).verify('shop.customers');
      expect(finding).toMatchObject({ verdict: 'matched', notes: [expect.stringContaining('shop.nothing')] });
    } finally {
      await filter('');
    }
    const { finding } = await (await open()).verify('shop.customers');
    expect(finding.notes).toBeUndefined();
  });
});

describe('definitions that differ', () => {
  it.each([
    ['a column more', 'extra', 'ADD COLUMN x INT', /column x exists on the target only/],
    ['a column less', 'fewer', 'DROP COLUMN v', /column v is missing on the target/],
    ['another type', 'wider', 'MODIFY v BIGINT', /column v is "int" on the source and "bigint"/],
    ['another character set', 'recoded', 'MODIFY s VARCHAR(10) CHARACTER SET latin1', /column s is/],
  ])('are told: %s', async (_, name, change, reason) => {
    await twin.both(
      `CREATE TABLE ${name} (id INT PRIMARY KEY, v INT, s VARCHAR(10))`,
      `INSERT INTO ${name} VALUES (1, 2, 'x')`,
    );
    await twin.only('target', `ALTER TABLE ${name} ${change}`);
    const { finding } = await (await open({ databases: [twin.name] })).verify(`exact_modes.${name}`);
    expect(finding).toMatchObject({
      verdict: 'diverged',
      reason: expect.stringMatching(reason),
      differences: { complete: false },
    });
  });

  it('in collation alone do not hide that rows are equal, nor a row that differs', async () => {
    await twin.both('CREATE TABLE sorted (k VARCHAR(20) COLLATE utf8mb4_bin PRIMARY KEY, v INT)');
    await twin.both("INSERT INTO sorted SELECT CONCAT(IF(seq % 2, 'a', 'B'), seq), seq FROM seq_1_to_3000");
    await twin.only('target', 'ALTER TABLE sorted MODIFY k VARCHAR(20) COLLATE utf8mb4_general_ci');
    const verifier = await open({ databases: [twin.name] });
    const { finding } = await verifier.verify('exact_modes.sorted', { sizing: small });
    expect(finding).toMatchObject({ verdict: 'matched', notes: [expect.stringContaining('utf8mb4_general_ci')] });
    await twin.only('target', "UPDATE sorted SET k = 'A1' WHERE k = 'a1'");
    const { differences } = await verifier.verify('exact_modes.sorted', { sizing: small });
    expect(differences.map(({ kind, key }) => `${kind} ${key['k']}`).sort()).toEqual(['extra A1', 'missing a1']);
  });
});
