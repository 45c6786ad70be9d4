import {
  rowDifferencePageSchema,
  tableChunkPageSchema,
  type ChecksumRun,
  type MigrationDetail,
  type RowDifferencePage,
} from '@cutover/contracts';
import type { Lab, Role } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { comparing } from '../support/our-statements.js';
import { startProduct, type Product } from '../support/product.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';

let lab: Lab;
let twin: TwinDatabase;
const path = '/api/migrations/shop/checksums';
const quiet = { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 0 };

beforeAll(async () => {
  lab = await labPair();
  twin = await createTwin(lab, 'verification_api');
  await twin.both(
    'CREATE TABLE people (id BIGINT UNSIGNED PRIMARY KEY, name VARCHAR(40), photo BLOB, born DATE) CHARSET utf8mb4',
    "INSERT INTO people SELECT seq, CONCAT('name ', seq), UNHEX(SHA1(seq)), '1990-01-02' FROM seq_1_to_3000",
    "INSERT INTO people VALUES (18446744073709551615, 'It''s; -- ☃\\n', x'00FF', NULL)",
    'CREATE TABLE `odd.name ☃` (`a.b` VARCHAR(20) CHARACTER SET utf8mb4 PRIMARY KEY, v INT)',
    "INSERT INTO `odd.name ☃` VALUES ('x/y', 1), ('Ünï', 2)",
    'CREATE TABLE letters (id INT PRIMARY KEY, body LONGTEXT, seal LONGBLOB)',
    "INSERT INTO letters SELECT seq, REPEAT('Käse ', 200000), REPEAT(x'00FF', 50000) FROM seq_1_to_3",
    'CREATE TABLE scrolls (body LONGTEXT)',
    "INSERT INTO scrolls VALUES (REPEAT('b', 1048576))",
    'CREATE TABLE notes (said VARCHAR(40))',
    "INSERT INTO notes VALUES ('a word'), ('a word')",
  );
});

afterAll(async () => {
  await twin.drop();
});

function open(verification: Record<string, unknown> = {}): Promise<Product> {
  const ends = { source: endpointOf(lab, 'source'), target: endpointOf(lab, 'target') };
  return startProduct(lab, {
    monitoring: quiet,
    sections: { verification, migrations: [{ name: 'shop', ...ends, databases: [twin.name] }] },
  });
}

async function start(product: Product, tables?: string[]): Promise<ChecksumRun> {
  return eventually('a run starts', async () => {
    const answer = await product.send('POST', `${path}/runs`, tables ? { tables } : {});
    return answer.status === 202 ? ((await answer.json()) as ChecksumRun) : null;
  });
}

async function run(product: Product): Promise<ChecksumRun> {
  const { id } = await start(product);
  return eventually('the run ends', async () => {
    const now = await product.get<ChecksumRun>(`${path}/runs/${id}`);
    return now.state !== 'running' && now;
  });
}

/** Plants one row of each kind, and a difference under an odd name. */
async function plant(): Promise<void> {
  await twin.only(
    'target',
    "UPDATE people SET name = 'changed; DROP', photo = x'00' WHERE id = 18446744073709551615",
    'DELETE FROM people WHERE id = 42',
    "INSERT INTO people VALUES (5000, 'extra', NULL, NULL)",
    "UPDATE `odd.name ☃` SET v = 3 WHERE `a.b` = 'Ünï'",
    'UPDATE letters SET body = INSERT(body, 500000, 1, "E") WHERE id = 1',
    'DELETE FROM letters WHERE id = 2',
    'DELETE FROM scrolls',
    "UPDATE notes SET said = 'another word' LIMIT 1",
  );
}

describe('rows that differ', () => {
  let product: Product;
  beforeAll(async () => {
    product = await open();
    await plant();
  });
  afterAll(() => product.end());

  it('are named with key, columns and values, page by page', async () => {
    expect(await run(product)).toMatchObject({ state: 'finished', verdict: 'diverged' });
    const people = `${path}/verification_api/people`;
    const first = await product.get<RowDifferencePage>(`${people}/differences?limit=2`);
    expect(rowDifferencePageSchema.safeParse(first).error?.issues ?? []).toEqual([]);
    expect(first).toMatchObject({ total: 3, complete: true, nextCursor: expect.any(String) });
    const second = await product.get<RowDifferencePage>(`${people}/differences?limit=2&cursor=${first.nextCursor}`);
    const all = [...first.differences, ...second.differences];
    expect(all.map(({ kind, key }) => `${kind} ${key['id']}`).sort()).toEqual([
      'changed 18446744073709551615',
      'extra 5000',
      'missing 42',
    ]);
    expect(all.find(({ kind }) => kind === 'changed')).toMatchObject({
      columns: ['name', 'photo'],
      source: { name: "It's; -- ☃\n", photo: '0x00FF', born: null },
      target: { name: 'changed; DROP', photo: '0x00' },
    });
    const chunks = await product.get(`${people}/chunks`);
    expect(tableChunkPageSchema.parse(chunks).chunks.some(({ verdict }) => verdict === 'diverged')).toBe(true);
  });

  it('are still there after the end of the process', async () => {
    await product.stop();
    product = await product.restart();
    const odd = `${path}/verification_api/${encodeURIComponent('odd.name ☃')}/differences`;
    const page = await product.get<RowDifferencePage>(odd);
    expect(page.differences).toMatchObject([{ kind: 'changed', key: { 'a.b': 'Ünï' }, columns: ['v'] }]);
  });

  it('come with the triggers that their repair would fire, as far as the account may see them', async () => {
    const script = async (): Promise<string> =>
      (await product.send('GET', `${path}/verification_api/people/repair.sql`)).text();
    // The process was started again just now: a target that cannot be asked yet is not known, and rightly so.
    await eventually('the target answers', async () => {
      const { connectionStatus } = await product.get<MigrationDetail>('/api/migrations/shop');
      return connectionStatus.target.state === 'up';
    });
    await twin.only('target', 'CREATE TRIGGER told AFTER DELETE ON people FOR EACH ROW SET @told = OLD.id');
    try {
      expect(await script()).toMatch(/not known to Cutover: its account lacks the right TRIGGER/);
      await twin.only('target', `GRANT TRIGGER ON ${twin.name}.* TO 'cutover'@'%'`);
      expect(await script()).toMatch(/^-- The trigger told would fire \(AFTER DELETE\)\.$/m);
      await twin.only('target', 'DROP TRIGGER told');
      expect(await script()).not.toMatch(/would fire \(|lacks the right/);
    } finally {
      await twin.only('target', `REVOKE TRIGGER ON ${twin.name}.* FROM 'cutover'@'%'`);
    }
  });

  it('are named in a comment where they are longer than a statement may be, and shown shortened', async () => {
    const table = 'CREATE TABLE huge (id INT PRIMARY KEY, body LONGTEXT)';
    await twin.both(table, "INSERT INTO huge VALUES (7, REPEAT('b', 2000000)), (8, REPEAT('b', 5000))");
    await twin.only('target', "UPDATE huge SET body = CONCAT(body, '!')");
    await run(product);
    const huge = `${path}/verification_api/huge`;
    const script = await (await product.send('GET', `${huge}/repair.sql`)).text();
    expect(script).toMatch(
      /^-- A row of .*`huge` is not repaired \(`id` = 7\): column body holds 2000000 bytes.*dump/m,
    );
    expect(script.match(/^UPDATE .*/gm)).toHaveLength(1);
    const { differences } = await product.get<RowDifferencePage>(`${huge}/differences`);
    const shown = differences.map(({ source }) => source?.['body']);
    expect(shown).toEqual([expect.stringMatching(/^\(2000000 bytes, SHA/), expect.stringMatching(/^b{200}… \(5000 b/)]);
    await twin.both('DROP TABLE huge');
  });

  it('are made equal by the repair script, run by hand on the target', async () => {
    for (const table of ['people', 'odd.name ☃', 'notes', 'letters', 'scrolls']) {
      const answer = await product.send('GET', `${path}/verification_api/${encodeURIComponent(table)}/repair.sql`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      const statements = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('--'));
      await lab.withoutBinaryLog('target', async (root) => {
        for (const statement of statements) await root.query(statement);
      });
    }
    expect(await run(product)).toMatchObject({ state: 'finished', verdict: 'matched' });
    const page = await product.get<RowDifferencePage>(`${path}/verification_api/people/differences`);
    expect(page).toEqual({ differences: [], total: 0, nextCursor: null, complete: true });
  });
});

describe('a run that is cancelled', () => {
  it('has ended its statements on both servers within two seconds', async () => {
    const product = await open();
    try {
      await lab.withAdmin('target', async (root) => {
        await root.query('LOCK TABLES verification_api.people WRITE');
        const { id } = await start(product, ['verification_api.people']);
        const reading = (role: Role): Promise<number> => comparing(lab, role, 'people');
        await eventually('a statement waits on the target', async () => (await reading('target')) > 0);
        const askedMs = performance.now();
        const answer = await product.send('DELETE', `${path}/runs/${id}`);
        await eventually(
          'no statement is left',
          async () => (await reading('target')) + (await reading('source')) === 0,
        );
        expect(performance.now() - askedMs).toBeLessThan(2_000);
        expect(await answer.json()).toMatchObject({ state: 'cancelled', reason: 'Cancelled on request' });
        await root.query('UNLOCK TABLES');
      });
    } finally {
      await product.end();
    }
  });
});

describe('with verification.showValues: false', () => {
  it('keys are shown and no other value, and there is no repair script', async () => {
    const product = await open({ showValues: false });
    try {
      await plant();
      await run(product);
      const people = `${path}/verification_api/people`;
      const answer = await product.send('GET', `${people}/differences`);
      const text = await answer.text();
      expect(text).toContain('18446744073709551615');
      expect(text).not.toMatch(/changed; DROP|It's|"source"|"target"/);
      const notes = await product.get<RowDifferencePage>(`${path}/verification_api/notes/differences`);
      expect(notes.differences.map(({ key, hasKey }) => ({ key, hasKey }))).toEqual([
        { key: { row: '1' }, hasKey: false },
        { key: { row: '2' }, hasKey: false },
      ]);
      const repair = await product.send('GET', `${people}/repair.sql`);
      expect(repair.status).toBe(403);
      expect(await repair.json()).toMatchObject({ code: 'VALUES_HIDDEN' });
    } finally {
      await product.end();
    }
  });
});
