import type { Lab } from '@cutover/lab';
import { runClient } from '../support/client.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { verifyForRepair } from '../support/repair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;
const database = 'repair_awkward';

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, database);
  verifier = await startVerifier(lab, configOf(lab, { databases: [database] }));
});

afterAll(async () => {
  await verifier.close();
  await twin.drop();
});

interface Case {
  name: string;
  /** Makes the tables equal on both sides. */
  both: string[];
  /** Plants differences on the target. */
  plant: string[];
  /** Repaired in this order, and then verified. */
  tables: string[];
  /** Not repaired, and equal before and after. */
  equal?: string[];
}

const cases: Case[] = [
  {
    name: 'rows that refer to one that is written anew stay, in spite of ON DELETE CASCADE',
    both: [
      'CREATE TABLE p1 (id INT PRIMARY KEY, mail VARCHAR(20) UNIQUE)',
      'CREATE TABLE c1 (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES p1 (id) ON DELETE CASCADE ON UPDATE CASCADE)',
      "INSERT INTO p1 VALUES (1, 'a'), (2, 'b')",
      'INSERT INTO c1 VALUES (10, 1), (20, 2)',
    ],
    plant: ["UPDATE p1 SET mail = 'x' WHERE id = 1"],
    tables: ['p1'],
    equal: ['c1'],
  },
  {
    name: 'a child before its parent, and a row before the one it refers to',
    both: [
      'CREATE TABLE b_parent (id INT PRIMARY KEY, boss INT, FOREIGN KEY (boss) REFERENCES b_parent (id))',
      'CREATE TABLE a_child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES b_parent (id))',
      'INSERT INTO b_parent VALUES (9, NULL), (1, 9)',
      'INSERT INTO a_child VALUES (1, 1)',
    ],
    plant: ['DELETE FROM a_child', 'DELETE FROM b_parent WHERE id = 1', 'DELETE FROM b_parent'],
    tables: ['a_child', 'b_parent'],
  },
  {
    name: 'columns with ON UPDATE CURRENT_TIMESTAMP keep their time',
    both: [
      'CREATE TABLE timed (id INT PRIMARY KEY, v INT, t TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), d DATETIME ON UPDATE NOW())',
      "INSERT INTO timed VALUES (1, 1, '2020-01-01', '2020-01-01'), (2, 2, NULL, NULL)",
    ],
    plant: ['UPDATE timed SET v = 7, t = t, d = d', "UPDATE timed SET d = '1999-01-01' WHERE id = 2"],
    tables: ['timed'],
  },
  {
    name: 'unique values that changed places, form a chain, or moved to an extra row',
    both: [
      'CREATE TABLE swapped (id INT PRIMARY KEY, u VARCHAR(9) UNIQUE, v INT)',
      "INSERT INTO swapped VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 1), (4, 'd', 1), (5, 'e', 1), (6, NULL, 1)",
    ],
    plant: [
      "UPDATE swapped SET u = CONCAT('old ', id)",
      "UPDATE swapped SET u = 'b' WHERE id = 1",
      "UPDATE swapped SET u = 'a' WHERE id = 2",
      "UPDATE swapped SET u = 'd' WHERE id = 3",
      "UPDATE swapped SET u = 'e' WHERE id = 4",
      'DELETE FROM swapped WHERE id = 5',
      "INSERT INTO swapped VALUES (7, 'c', 1)",
    ],
    tables: ['swapped'],
  },
  {
    name: 'unique values that are computed, on a prefix, and of an index that the optimizer ignores',
    both: [
      'CREATE TABLE computed (id INT PRIMARY KEY, a VARCHAR(9), low VARCHAR(9) AS (LOWER(a)) VIRTUAL UNIQUE)',
      'CREATE TABLE prefixed (id INT PRIMARY KEY, a TEXT, UNIQUE (a(2)))',
      'CREATE TABLE ignored (id INT PRIMARY KEY, a INT, UNIQUE u (a) IGNORED)',
      "INSERT INTO computed (id, a) VALUES (1, 'A'), (2, 'B')",
      "INSERT INTO prefixed VALUES (1, 'aax'), (2, 'bby')",
      'INSERT INTO ignored VALUES (1, 10), (2, 20)',
    ],
    plant: [
      'UPDATE computed SET a = id',
      "UPDATE computed SET a = IF(id = 1, 'b', 'a')",
      'UPDATE prefixed SET a = id',
      "UPDATE prefixed SET a = IF(id = 1, 'bb', 'aa')",
      'UPDATE ignored SET a = -a',
      'UPDATE ignored SET a = 30 + a',
    ],
    tables: ['computed', 'prefixed', 'ignored'],
  },
  {
    name: 'values that a strict session refuses: dates of no calendar, and rows that break a CHECK',
    both: [
      "SET sql_mode = 'ALLOW_INVALID_DATES'",
      'SET check_constraint_checks = 0',
      'CREATE TABLE odd (id INT PRIMARY KEY, d DATE, t DATETIME, n INT CHECK (n > 0))',
      "INSERT INTO odd VALUES (1, '2024-02-30', '2024-02-31 10:00:00', 1), (2, '0000-00-00', '2024-00-00 00:00:00', -1)",
    ],
    plant: ['DELETE FROM odd WHERE id = 1', "UPDATE odd SET d = '2024-01-01', t = NULL, n = 5 WHERE id = 2"],
    tables: ['odd'],
  },
  {
    name: 'rows of a session that was not strict: generated from text that is no number',
    both: [
      'CREATE TABLE loose (id INT PRIMARY KEY, a VARCHAR(20), u INT UNIQUE, n INT AS (CAST(a AS SIGNED)) STORED, v INT AS (CAST(a AS SIGNED)) VIRTUAL, KEY (v))',
      "INSERT INTO loose (id, a, u) VALUES (1, '12abc', 1), (2, '5', 2), (3, 'x', 3)",
    ],
    plant: [
      "UPDATE loose SET a = '5x', u = 9 WHERE id = 2",
      "UPDATE loose SET a = '12ab' WHERE id = 1",
      'DELETE FROM loose WHERE id = 3',
    ],
    tables: ['loose'],
  },
  {
    name: 'unique values that changed places between rows with values that no statement carries',
    both: [
      "CREATE TABLE heavy (id INT PRIMARY KEY, u CHAR(1) UNIQUE, e ENUM('a','b'), t LONGTEXT)",
      "INSERT IGNORE INTO heavy VALUES (1, 'a', 'a', 'short'), (2, 'b', 'no such', REPEAT('long', 600000))",
    ],
    plant: ['UPDATE heavy SET u = id', "UPDATE heavy SET u = IF(id = 1, 'b', 'a')"],
    tables: ['heavy'],
  },
  {
    name: 'an ENUM that holds no value of its list',
    both: [
      "CREATE TABLE invalid (id INT PRIMARY KEY, e ENUM('a','b'))",
      "INSERT IGNORE INTO invalid VALUES (1, 'no such'), (2, 'no such')",
    ],
    plant: ["UPDATE invalid SET e = 'b' WHERE id = 1", 'DELETE FROM invalid WHERE id = 2'],
    tables: ['invalid'],
  },
  {
    name: 'copies of a row without a key, too many and too few',
    both: [
      'CREATE TABLE keyless (a INT, b VARCHAR(9), t DATETIME ON UPDATE NOW())',
      "INSERT INTO keyless VALUES (1, 'x', NULL), (1, 'x', NULL), (1, 'x', NULL), (2, 'y', NULL), (3, NULL, NULL)",
    ],
    plant: [
      'DELETE FROM keyless WHERE a = 1 LIMIT 2',
      "INSERT INTO keyless VALUES (2, 'y', NULL), (2, 'y', NULL), (3, NULL, NULL)",
    ],
    tables: ['keyless'],
  },
  {
    name: 'a table that knows no transactions',
    both: ['CREATE TABLE plain (id INT PRIMARY KEY, v INT) ENGINE=MyISAM', 'INSERT INTO plain VALUES (1, 1), (2, 2)'],
    plant: ['UPDATE plain SET v = 3 WHERE id = 1', 'DELETE FROM plain WHERE id = 2'],
    tables: ['plain'],
  },
];

const verdictOf = async (table: string): Promise<string> =>
  (await verifier.verify(`${database}.${table}`)).finding.verdict;

describe.each(cases)('a repair of $name', ({ both, plant, tables, equal = [] }) => {
  it('makes the tables matched, and changes nothing when it is run again', async () => {
    await twin.both(...both);
    await twin.only('target', ...plant);
    const scripts: string[] = [];
    for (const table of tables) {
      const { finding, script } = await verifyForRepair(lab, verifier, `${database}.${table}`);
      expect(finding).toMatchObject({ verdict: 'diverged', differences: { complete: true } });
      scripts.push(script);
    }
    const [file = ''] = [scripts.join('\n')];
    // Asks for warnings after each statement, as many a client does.
    const run = () => runClient(lab, 'target', file, { options: ['--show-warnings'] });
    const rowsOf = (output: string): string[] => output.match(/^\d+\t\d+$/gm) ?? [];
    const { code, errors, output } = await run();
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(rowsOf(output)).toHaveLength(tables.length);
    for (const [repaired, named] of rowsOf(output).map((line) => line.split('\t'))) expect(repaired).toBe(named);
    for (const table of [...tables, ...equal]) expect([table, await verdictOf(table)]).toEqual([table, 'matched']);

    const again = await run();
    expect(again.code).toBe(0);
    expect(rowsOf(again.output).map((line) => line.split('\t')[0])).toEqual(tables.map(() => '0'));
    for (const table of [...tables, ...equal]) expect([table, await verdictOf(table)]).toEqual([table, 'matched']);
  });
});

describe('a repair script', () => {
  const table = `${database}.guarded`;
  const differing = async (): Promise<string> => {
    await twin.both(
      'DROP TABLE IF EXISTS guarded',
      'CREATE TABLE guarded (a INT, b INT)',
      'INSERT INTO guarded VALUES (1, 1), (2, 2)',
    );
    await twin.only('target', 'DELETE FROM guarded WHERE a = 1');
    return (await verifyForRepair(lab, verifier, table)).script;
  };

  it('stops on the source before it writes, and says which server it is for', async () => {
    const script = await differing();
    const { code, errors } = await runClient(lab, 'source', script);
    expect(code).not.toBe(0);
    expect(errors).toMatch(/STOPPED: this server is not the target \(server_id \d+ on .*:\d+\)/);
    expect(await verdictOf('guarded')).toBe('diverged');
    expect((await runClient(lab, 'target', script)).code).toBe(0);
    expect(await verdictOf('guarded')).toBe('matched');
  });

  it('changes nothing on the source in a client that goes on after an error', async () => {
    const script = await differing();
    // Now the source lacks the row too, so that nothing but the guard keeps it from being inserted there.
    await twin.only('source', 'DELETE FROM guarded WHERE a = 1');
    const { output } = await runClient(lab, 'source', script, { options: ['--force'] });
    expect(output).toContain('0\t1');
    expect(await verdictOf('guarded')).toBe('matched');
  });

  it('stops where a trigger would fire, whatever Cutover may see, and runs once it is gone', async () => {
    const script = await differing();
    await twin.only('target', 'CREATE TRIGGER more AFTER INSERT ON guarded FOR EACH ROW SET @more = 1');
    const { code, errors } = await runClient(lab, 'target', script);
    expect(code).not.toBe(0);
    expect(errors).toContain('STOPPED: triggers of the table would fire');
    expect(await verdictOf('guarded')).toBe('diverged');
    await twin.only('target', 'DROP TRIGGER more');
    expect((await runClient(lab, 'target', script)).code).toBe(0);
    expect(await verdictOf('guarded')).toBe('matched');
  });

  it('repairs the rows that are as they were, says how many, and leaves one that has changed since', async () => {
    await twin.both('CREATE TABLE moved (id INT PRIMARY KEY, u INT UNIQUE)', 'INSERT INTO moved VALUES (1, 1), (2, 2)');
    await twin.only('target', 'UPDATE moved SET u = u + 10');
    const { script } = await verifyForRepair(lab, verifier, `${database}.moved`);
    await twin.only('target', 'DELETE FROM moved WHERE id = 2');
    const { code, output } = await runClient(lab, 'target', script);
    expect({ code, output }).toEqual({ code: 0, output: 'rows_repaired\trows_that_differed\n1\t2\n' });
    const { differences } = await verifyForRepair(lab, verifier, `${database}.moved`);
    expect(differences.map(({ kind, key }) => `${kind} ${key['id']}`)).toEqual(['missing 2']);
  });

  it('repairs nothing when one of its statements fails', async () => {
    await twin.both(
      'CREATE TABLE whole (id INT PRIMARY KEY, u INT)',
      'INSERT INTO whole VALUES (1, 1), (2, 2), (3, 3)',
    );
    await twin.only('target', 'DELETE FROM whole WHERE id > 1');
    const { script } = await verifyForRepair(lab, verifier, `${database}.whole`);
    // A row that came later stands in the way.
    await twin.only('target', 'ALTER TABLE whole ADD UNIQUE (u)', 'INSERT INTO whole VALUES (4, 3)');
    const { code, errors } = await runClient(lab, 'target', script);
    expect(code).not.toBe(0);
    expect(errors).toContain('Duplicate entry');
    await twin.only('target', 'DELETE FROM whole WHERE id = 4');
    const { differences } = await verifyForRepair(lab, verifier, `${database}.whole`);
    expect(differences.map(({ key }) => key['id'])).toEqual(['2', '3']);
  });

  it.each(['größe', 'two\nlines', "quo'te\\"])(
    'sees a trigger of the table %j, whatever the client takes for text',
    async (name) => {
      const table = `\`${name}\``;
      await twin.both(`CREATE TABLE ${table} (id INT PRIMARY KEY)`, `INSERT INTO ${table} VALUES (1)`);
      await twin.only(
        'target',
        `DELETE FROM ${table}`,
        `CREATE TRIGGER more AFTER INSERT ON ${table} FOR EACH ROW SET @more = 1`,
      );
      const { script } = await verifyForRepair(lab, verifier, `${database}.${name}`);
      const { errors } = await runClient(lab, 'target', script, { options: ['--default-character-set=latin1'] });
      expect(errors).toContain('STOPPED: triggers of the table would fire');
      await twin.both(`DROP TABLE ${table}`);
    },
  );

  it('stops in a client whose characters could hide the end of a name', async () => {
    const { code, errors } = await runClient(lab, 'target', await differing(), {
      options: ['--default-character-set=gbk'],
    });
    expect(code).not.toBe(0);
    expect(errors).toContain('STOPPED: run it with --default-character-set=utf8mb4');
  });

  it('goes on to the next table where the server chains transactions', async () => {
    await twin.both('CREATE TABLE chained (id INT PRIMARY KEY)', 'INSERT INTO chained VALUES (1)');
    await twin.only('target', 'DELETE FROM chained');
    const { script } = await verifyForRepair(lab, verifier, `${database}.chained`);
    const file = `${await differing()}${script}`;
    await twin.only('target', "SET GLOBAL completion_type = 'CHAIN'");
    try {
      expect(await runClient(lab, 'target', file)).toMatchObject({ code: 0, errors: '' });
    } finally {
      await twin.only('target', 'SET GLOBAL completion_type = DEFAULT');
    }
    expect([await verdictOf('guarded'), await verdictOf('chained')]).toEqual(['matched', 'matched']);
  });

  it('locks the rows that it repairs and no others, in a table without a key too', async () => {
    const statements = (await differing()).split('\n').filter((line) => line !== '' && !line.startsWith('--'));
    await lab.withAdmin('target', async (root) => {
      for (const sql of statements.slice(0, statements.indexOf('COMMIT;'))) await root.query(sql);
      // What replication would do meanwhile.
      await twin.only(
        'target',
        'SET innodb_lock_wait_timeout = 1',
        'UPDATE guarded SET b = b + 1 WHERE a = 2',
        'UPDATE guarded SET b = b - 1 WHERE a = 2',
        'INSERT INTO guarded VALUES (3, 3)',
        'DELETE FROM guarded WHERE a = 3',
      );
      await root.query('COMMIT');
    });
    expect(await verdictOf('guarded')).toBe('matched');
  });

  it('leaves a sequence, and rows whose time of change is the server’s own, to other means', async () => {
    await twin.both('CREATE SEQUENCE counter', 'DO NEXTVAL(counter)');
    await twin.only('source', 'DO SETVAL(counter, 5000)');
    expect((await verifyForRepair(lab, verifier, `${database}.counter`)).script).toMatch(/^-- A row .*ALTER SEQUENCE/m);
  });
});
