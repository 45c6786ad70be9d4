import { hotTables, type Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { labPair, whileBroken } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { openedVerifiers } from '../support/opened-verifiers.js';
import { notMatched, type Verifier } from '../support/verifier.js';

let lab: Lab;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
});

const verifier = openedVerifiers(() => lab);

describe('a consistency pass', () => {
  it('calls every table of an intact pair matched, with the facts of both sides', async () => {
    const results = await (await verifier()).consistencyAll();
    const rest = notMatched(results);
    expect(Object.values(rest).filter((text) => !/It is a view on the source/.test(text))).toEqual([]);
    const customers = results.get('shop.customers');
    expect(customers).toMatchObject({ verdict: 'matched', source: { smallestKey: '1', rows: '1000' } });
    expect(customers?.target).toMatchObject({ rows: customers?.source?.rows, columns: customers?.source?.columns });
    expect(customers?.source?.columns[0]).toMatch(/^id \w*int/);
  });

  it.each([
    ['row-missing', 'shop.reviews', 'rows'],
    ['row-extra', 'shop.coupons', 'rows'],
    ['table-dropped', 'shop.product_images', 'presence'],
  ] as const)('proves %s, and calls it matched again after mending', async (name, table, difference) => {
    const { consistencyAll } = await verifier();
    await whileBroken(lab, name, async () => {
      const results = await consistencyAll();
      const diverged = [...results.values()].filter(({ verdict }) => verdict === 'diverged');
      expect(diverged.map((result) => result.table)).toEqual([table]);
      expect(diverged[0]?.differences).toContain(difference);
    });
    expect((await consistencyAll()).get(table)?.verdict).toBe('matched');
  });

  it('does not see a changed value: that is what checksums are for', async () => {
    const { consistencyAll } = await verifier({ tables: ['shop.customers'], databases: undefined });
    await whileBroken(lab, 'row-changed', async () => {
      expect((await consistencyAll()).get('shop.customers')?.verdict).toBe('matched');
    });
  });

  it('is lagging while the target is behind', async () => {
    const { consistencyAll } = await verifier({}, { proofWaitSeconds: 1 });
    await whileBroken(lab, 'lag', async () => {
      const results = await consistencyAll();
      expect(results.get('shop.audit_log')).toMatchObject({
        verdict: 'lagging',
        differences: expect.arrayContaining(['rows']),
      });
      expect([...results.values()].filter(({ verdict }) => verdict === 'diverged')).toEqual([]);
    });
    await lab.catchUp();
  });

  it('never calls a table diverged while it is being written', async () => {
    const { consistencyAll } = await verifier({
      tables: hotTables.map((name) => `shop.${name}`),
      databases: undefined,
    });
    const load = lab.startLoad({ rate: 300 });
    try {
      await eventually('the load writes', () => load.commits() > 20);
      for (let round = 0; round < 8; round++)
        expect([...(await consistencyAll()).values()].map(({ verdict }) => verdict)).not.toContain('diverged');
    } finally {
      await load.stop();
    }
    await lab.catchUp();
    expect(notMatched(await consistencyAll())).toEqual({});
  });

  it('counts exactly at one GTID while both sides are being written: matched at every pass, never lagging', async () => {
    const hot = hotTables.map((name) => `shop.${name}`);
    const { consistencyAll } = await verifier({ tables: hot, databases: undefined });
    const load = lab.startLoad({ rate: 300 });
    try {
      await eventually('the load writes', () => load.commits() > 20);
      for (let round = 0; round < 8; round++) {
        const results = await consistencyAll();
        expect(notMatched(results)).toEqual({});
        for (const { mode, position, source, target } of results.values()) {
          expect({ mode, position }).toEqual({ mode: 'snapshot', position: expect.stringMatching(/^\d+-\d+-\d+/) });
          expect(target?.rows).toBe(source?.rows);
          expect(target?.largestKey).toBe(source?.largestKey);
        }
      }
    } finally {
      await load.stop();
    }
    await lab.catchUp();
  });

  it('proves one row too many in a table that is being written, at the first pass', async () => {
    const { consistencyAll } = await verifier({ tables: ['shop.audit_log'], databases: undefined });
    const load = lab.startLoad({ rate: 300 });
    try {
      await eventually('the load writes', () => load.commits() > 20);
      await lab.withoutBinaryLog('target', async (root) => {
        await root.query("SET sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')");
        await root.query(
          "INSERT INTO audit_log (id, table_name, row_key, action, actor) VALUES (0, 'x', 'x', 'note', 'x')",
        );
      });
      const result = (await consistencyAll()).get('shop.audit_log');
      expect(result).toMatchObject({
        ...{ verdict: 'diverged', mode: 'snapshot', differences: ['rows', 'smallestKey'] },
        target: { smallestKey: '0', rows: String(BigInt(result?.source?.rows ?? 0) + 1n) },
      });
    } finally {
      await lab.withoutBinaryLog('target', (root) => root.query('DELETE FROM audit_log WHERE id = 0'));
      await load.stop();
    }
    await lab.catchUp();
  });

  it('falls back to reading again where SELECT is all that is granted', async () => {
    const { drop, ...endpoints } = await createAccount(lab, 'counter', {
      source: ['SELECT ON shop.*'],
      target: ['SELECT ON shop.*'],
    });
    try {
      const { consistencyAll } = await verifier({ ...endpoints, tables: ['shop.customers'], databases: undefined });
      expect((await consistencyAll()).get('shop.customers')).toMatchObject({ verdict: 'matched', mode: 'sandwich' });
    } finally {
      await drop();
    }
  });

  it('is unverified where the account may read some columns only, with what to grant: the table would look narrower', async () => {
    const { drop, ...endpoints } = await createAccount(lab, 'narrow', {
      source: ['SELECT ON shop.*'],
      target: ['SELECT (id, balance) ON shop.customers'],
    });
    try {
      const { consistencyAll } = await verifier({ ...endpoints, tables: ['shop.customers'], databases: undefined });
      expect((await consistencyAll()).get('shop.customers')).toMatchObject({
        ...{ verdict: 'unverified', reason: expect.stringContaining('GRANT SELECT ON `shop`.`customers` TO') },
      });
    } finally {
      await drop();
    }
  });

  it('still tells what the source says while the target is down', async () => {
    const { consistencyAll } = await verifier();
    await consistencyAll();
    await whileBroken(lab, 'target-down', async () => {
      await eventually('the target is seen down, the source still read', async () => {
        const customers = (await consistencyAll()).get('shop.customers');
        expect(customers?.verdict).toBe('unverified');
        return customers?.source?.rows === '1000' && customers.target === null;
      });
    });
  });

  it('names the columns that differ', async () => {
    const { consistencyAll, checksumAll } = await verifier({ tables: ['shop.warehouses'], databases: undefined });
    await lab.withoutBinaryLog('target', (root) => root.query('ALTER TABLE warehouses ADD COLUMN extra_note INT'));
    try {
      expect((await consistencyAll()).get('shop.warehouses')).toMatchObject({
        ...{ verdict: 'diverged', differences: ['columns'], reason: expect.stringContaining('extra_note') },
      });
      expect((await checksumAll()).get('shop.warehouses')).toMatchObject({
        ...{ verdict: 'diverged', reason: expect.stringContaining('column extra_note exists on the target only') },
      });
    } finally {
      await lab.withoutBinaryLog('target', (root) => root.query('ALTER TABLE warehouses DROP COLUMN extra_note'));
    }
  });
});

describe('keys and counters', () => {
  const table = 'proof_keys';
  const both = async (sql: string): Promise<void> => {
    for (const role of ['source', 'target'] as const) await lab.withoutBinaryLog(role, (root) => root.query(sql));
  };
  afterEach(() => both(`DROP TABLE IF EXISTS ${table}`));

  async function factsOf(): Promise<
    Awaited<ReturnType<Verifier['consistencyAll']>> extends Map<string, infer R> ? R : never
  > {
    const { consistencyAll } = await verifier({ tables: [`shop.${table}`], databases: undefined });
    const result = (await consistencyAll()).get(`shop.${table}`);
    if (result === undefined) throw new Error('No result');
    return result;
  }

  it('reads keys beyond 2^53 to the last digit', async () => {
    await both(`CREATE TABLE ${table} (id BIGINT UNSIGNED PRIMARY KEY)`);
    await both(`INSERT INTO ${table} VALUES (9007199254740993), (18446744073709551615)`);
    expect((await factsOf()).source).toMatchObject({
      smallestKey: '9007199254740993',
      largestKey: '18446744073709551615',
    });
  });

  it.each([
    ['VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_swedish_ci', "('é'), ('B'), ('a')", 'B', 'é'],
    ['BINARY(2)', "(x'00ff'), (x'ff00')", '00FF', 'FF00'],
    ['BIT(10)', "(b'1'), (b'1111111111')", '1', '1023'],
    ["ENUM('z', 'a')", "('z'), ('a')", 'a', 'z'],
    [
      'DATETIME(3)',
      "('2026-11-20 03:00:00.125'), ('1970-01-01 00:00:00')",
      '1970-01-01 00:00:00.000',
      '2026-11-20 03:00:00.125',
    ],
    [
      'DECIMAL(30,10)',
      "('-5.5'), ('12345678901234567890.0000000001')",
      '-5.5000000000',
      '12345678901234567890.0000000001',
    ],
  ])('prints the ends of a key of type %s exactly', async (type, values, smallestKey, largestKey) => {
    await both(`CREATE TABLE ${table} (k ${type}, n INT NOT NULL DEFAULT 0, PRIMARY KEY (k, n)) CHARACTER SET utf8mb4`);
    await both(`INSERT INTO ${table} (k) VALUES ${values}`);
    expect(await factsOf()).toMatchObject({
      verdict: 'matched',
      source: { smallestKey, largestKey },
      target: { smallestKey, largestKey },
    });
  });

  it('counts a table without a key, and compares no ends', async () => {
    await both(`CREATE TABLE ${table} (note VARCHAR(5))`);
    await both(`INSERT INTO ${table} VALUES ('x'), (NULL)`);
    expect(await factsOf()).toMatchObject({
      verdict: 'matched',
      source: { rows: '2', smallestKey: null, largestKey: null, autoIncrement: null },
    });
  });

  it('notes a lower AUTO_INCREMENT on the target without calling the rows different', async () => {
    await both(`CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY)`);
    await both(`INSERT INTO ${table} VALUES (7)`);
    await lab.withoutBinaryLog('source', (root) => root.query(`ALTER TABLE ${table} AUTO_INCREMENT = 100`));
    expect(await factsOf()).toMatchObject({
      ...{
        verdict: 'matched',
        differences: ['autoIncrement'],
        reason: expect.stringContaining('lower on the target (8, source 100)'),
      },
    });
  });
});
