// A table of which publications carry only a part is compared over that part, while its rows enter and leave the filter.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ChecksumMode, Role } from '@cutover/contracts';
import { addSchema, type AddedSchema, type PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { grantPairs } from '../support/postgres-pairs.js';
import { verifyForPostgresRepair } from '../support/repair.js';
import { told } from '../support/scenario-found.js';
import { itNeeds } from '../support/server-line.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const verifications = 12;
const hotKeys = 200;

let lab: PostgresLab;
let takeBack: () => Promise<void>;
let part: AddedSchema;
const verifiers: Partial<Record<'snapshot' | 'bracket' | 'sandwich', Verifier>> = {};

/** On the target, as replication writes it. */
const plant = (sql: string) => part.run('target', `SET session_replication_role = replica; ${sql}`);

const one = async <Row extends object>(role: Role, sql: string): Promise<Row> => (await part.run(role, sql))[0] as Row;

const definitions = [
  // Rows come into the filter and leave it by a column beside the key, with values stored apart.
  'CREATE TABLE part.t (id int PRIMARY KEY, n int, w text, big text)',
  'ALTER TABLE part.t REPLICA IDENTITY FULL, ALTER big SET STORAGE EXTERNAL',
  // By their key, with the key alone as identity, and a column that is not carried.
  'CREATE TABLE part.k (id int, area int, n int, own int, PRIMARY KEY (id, area))',
  'CREATE TABLE part.v (id int PRIMARY KEY, v int UNIQUE, own text)',
  'CREATE TABLE part.whole (id int PRIMARY KEY, v int)',
];
const rows = [
  `INSERT INTO part.t SELECT i, i % 5 - 2, CASE WHEN i % 4 > 0 THEN 'w' END, repeat(md5(i::text), 100) FROM generate_series(1, 3000) i`,
  'INSERT INTO part.k SELECT i, i % 5, i, i FROM generate_series(1, 1000) i',
  "INSERT INTO part.v SELECT i, i, 'source' FROM generate_series(1, 20) i",
  'INSERT INTO part.whole SELECT i, i FROM generate_series(1, 20) i',
];
const published = `FOR TABLE part.t WHERE (n > 0 AND w <> 'x'), part.k (id, area, n) WHERE (area < 3), part.v (id, v), part.whole`;

beforeAll(async () => {
  lab = await postgresPair();
  await lab.catchUp();
  takeBack = await grantPairs(lab);
  part = await addSchema(lab, { schema: 'part', definitions, rows, published });
  const config = configOf(lab, { schemas: ['part'] });
  verifiers.snapshot = await startVerifier(lab, config);
  const { verification } = config;
  for (const mode of ['bracket', 'sandwich'] as const)
    verifiers[mode] = await startVerifier(lab, { ...config, verification: { ...verification, mode } });
});

afterAll(async () => {
  await Promise.all(Object.values(verifiers).map((verifier) => verifier.close()));
  await takeBack?.();
  await part?.drop();
});

const small = { sizing: { first: 100, smallest: 50, largest: 200, targetMs: 100 } };

/** What one transaction does: rows enter the filter, leave it, and change within and outside of it. */
function transaction(): string[] {
  const [id, other, n] = [1 + randomInt(hotKeys), 1 + randomInt(hotKeys), randomInt(7) - 3];
  const choices = [
    [`UPDATE part.t SET n = ${n} WHERE id = ${id}`],
    [`UPDATE part.t SET n = NULL WHERE id = ${id}`, `UPDATE part.t SET w = 'w', n = 1 WHERE id = ${other}`],
    [`UPDATE part.t SET w = ${n > 0 ? "'x'" : 'NULL'} WHERE id = ${id}`],
    [`UPDATE part.t SET big = repeat('${n} ', 1500) WHERE id = ${id}`],
    [`DELETE FROM part.t WHERE id = ${id}`],
    [`INSERT INTO part.t VALUES (${id}, ${n}, 'w', repeat('${n}', 3000)) ON CONFLICT (id) DO UPDATE SET n = -part.t.n`],
    [`UPDATE part.k SET area = ${randomInt(5)} WHERE id = ${id}`],
    [`UPDATE part.k SET n = ${n}, own = own + 1 WHERE id = ${id}`],
    [`UPDATE part.k SET id = -id WHERE id IN (${id}, ${-id})`],
    [
      `UPDATE part.t SET n = 2 WHERE id = ${id}`,
      'SAVEPOINT s',
      `UPDATE part.t SET n = -2 WHERE id = ${id}`,
      'ROLLBACK TO SAVEPOINT s',
    ],
  ];
  return choices[randomInt(choices.length)]!;
}

function startLoad(): { commits(): number; stop(): Promise<void> } {
  let [isOver, commits] = [false, 0];
  const write = async (): Promise<void> => {
    const client = new Client(lab.admin('source'));
    await client.connect();
    try {
      while (!isOver) {
        try {
          await client.query('BEGIN');
          for (const statement of transaction()) await client.query(statement);
          await client.query(randomInt(10) === 0 ? 'ROLLBACK' : 'COMMIT');
          commits++;
        } catch {
          // A deadlock: the transaction did nothing.
          await client.query('ROLLBACK');
        }
        await pause(randomInt(30));
      }
    } finally {
      await client.end();
    }
  };
  const writers = Promise.all([0, 1, 2].map(write));
  return {
    commits: () => commits,
    stop: async () => {
      isOver = true;
      await writers;
    },
  };
}

/** The truth, by plain queries of the administrator, with nothing being written. */
async function isTrulyEqual(): Promise<boolean> {
  const digests = (role: Role, where: [string, string]): Promise<{ d: string }> =>
    one(
      role,
      `SELECT (SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM part.t t ${where[0]})
           || (SELECT md5(string_agg(concat_ws(',', id, area, n), ';' ORDER BY id, area)) FROM part.k ${where[1]}) AS d`,
    );
  const source = await digests('source', ["WHERE (n > 0 AND w <> 'x') IS TRUE", 'WHERE (area < 3) IS TRUE']);
  const target = await digests('target', ['', '']);
  return source.d === target.d;
}

describe.each(['snapshot', 'bracket', 'sandwich'] as const)('in mode %s', (mode) => {
  const verify = (table: string) => verifiers[mode]!.verify(`part.${table}`, small);

  it('shows no false difference while rows enter and leave the filter, and names what is planted', async () => {
    const load = startLoad();
    const modes = new Set<ChecksumMode | null>();
    const verdicts: string[] = [];
    try {
      for (let nth = 0; nth < verifications; nth++) {
        const { finding, differences } = await verify(nth % 2 === 0 ? 't' : 'k');
        modes.add(finding.mode);
        verdicts.push(finding.verdict);
        // What is being written may stay unproved in mode sandwich; different it may never be.
        expect({ nth, verdict: finding.verdict, differences }).not.toMatchObject({ verdict: 'diverged' });
        expect(differences).toEqual([]);
        if (nth % 3 > 0) continue;
        // Under a key that is at rest: a row outside of the filter, one too few, and one that differs.
        const [outside, kept] = [`SELECT id FROM part.t WHERE id > 2000 ORDER BY n LIMIT 1`, 2500];
        const { id } = await one<{ id: number }>('source', outside);
        await plant(`INSERT INTO part.t VALUES (${id}, -2, 'w', ''); UPDATE part.k SET n = n + 1 WHERE id = 900`);
        const found = [await verify('t'), await verify('k')];
        await plant(`DELETE FROM part.t WHERE id = ${id}; UPDATE part.k SET n = n - 1 WHERE id = 900`);
        expect({ nth, kept, keys: found.map((each) => each.differences.map(told)) }).toEqual({
          ...{ nth, kept },
          keys: [[`extra ${id}`], ['changed 900/0']],
        });
      }
    } finally {
      await load.stop();
    }
    process.stdout.write(`${mode}: ${load.commits()} commits, ${verdicts.join(' ')}\n`);
    await part.catchUp();
    expect(await isTrulyEqual()).toBe(true);
    expect(modes.has(mode)).toBe(true);
    expect((await verify('t')).finding).toMatchObject({ verdict: 'matched', mode });
  });
});

it('proves nothing where the filter was changed during the check, even if it was changed back', async () => {
  const changed = async (...statements: string[]): Promise<object> => {
    let isDone = false;
    const onChunk = async (): Promise<void> => {
      if (isDone) return;
      isDone = true;
      await part.run('source', ...statements);
    };
    const { finding } = await verifiers.snapshot!.verify('part.t', { ...small, onChunk });
    return finding;
  };
  const [other, back] = ['true', "n > 0 AND w <> 'x'"].map(
    (filter) =>
      `ALTER PUBLICATION part_publication SET TABLE part.t WHERE (${filter}), part.k (id, area, n) WHERE (area < 3), part.v (id, v), part.whole`,
  ) as [string, string];
  const unproved = { verdict: 'unverified', reason: expect.stringContaining('was changed during the check') };
  try {
    expect(await changed(other, back)).toMatchObject(unproved);
    expect(await changed(other)).toMatchObject(unproved);
    // Rows that are carried now and never were are missing: that is so, and stays so until they are copied.
    expect((await verifiers.snapshot!.verify('part.t')).finding).toMatchObject({ verdict: 'diverged' });
  } finally {
    await part.run('source', back);
  }
  expect((await verifiers.snapshot!.verify('part.t')).finding).toMatchObject({ verdict: 'matched' });
});

it('begins a new stream of changes when the subscription reads another publication', async () => {
  const { snapshot } = verifiers;
  const more = 'CREATE PUBLICATION part_more FOR TABLE part.k (id, area, n) WHERE (area = 7)';
  const client = new Client(lab.admin('source'));
  await client.connect();
  let isOver = false;
  try {
    await part.run('source', more);
    // The stream stays for a moment, with the publications of now.
    expect((await snapshot!.verify('part.k')).finding).toMatchObject({ verdict: 'matched', mode: 'snapshot' });
    const sender = "SELECT active_pid AS pid FROM pg_replication_slots WHERE slot_name = 'part_subscription'";
    const { pid: before } = await one<{ pid: number }>('source', sender);
    await part.run('target', 'ALTER SUBSCRIPTION part_subscription ADD PUBLICATION part_more');
    await eventually('the subscription to read it', async () => {
      const { pid } = await one<{ pid: number | null }>('source', sender);
      return pid !== null && pid !== before;
    });
    const writes = (async () => {
      for (let id = 1; !isOver; id = 1 + randomInt(hotKeys))
        await client.query(`UPDATE part.k SET area = CASE WHEN area = 7 THEN 0 ELSE 7 END WHERE abs(id) = ${id}`);
    })();
    try {
      for (let nth = 0; nth < 5; nth++) {
        const { finding, differences } = await snapshot!.verify('part.k', small);
        expect({ ...finding, differences }).toMatchObject({ verdict: 'matched', differences: [] });
      }
    } finally {
      isOver = true;
      await writes;
    }
  } finally {
    await client.end();
    await part.run('source', 'DELETE FROM part.k WHERE area = 7');
    await part.catchUp();
    await part.run('target', 'ALTER SUBSCRIPTION part_subscription DROP PUBLICATION part_more');
    await part.run('source', 'DROP PUBLICATION part_more');
  }
});

it('counts the rows of the part, and says so', async () => {
  const carried = await one<{ n: string }>('source', "SELECT count(*) AS n FROM part.t WHERE n > 0 AND w <> 'x'");
  const count = async () => (await verifiers.snapshot!.consistencyAll()).get('part.t');
  expect(await count()).toMatchObject({
    ...{ verdict: 'matched', source: { rows: carried.n }, target: { rows: carried.n } },
    reason: expect.stringMatching(/carries only the rows of the source WHERE .*w <> 'x'/),
  });
  await plant("INSERT INTO part.t VALUES (90000, -1, 'w', '')");
  try {
    expect(await count()).toMatchObject({ verdict: 'diverged', differences: expect.arrayContaining(['rows']) });
  } finally {
    await plant('DELETE FROM part.t WHERE id = 90000');
  }
});

it('repairs rows that are written anew without touching columns of the target', async () => {
  await plant(
    "UPDATE part.v SET own = 'target'; UPDATE part.v SET v = -v WHERE id < 3; UPDATE part.v SET v = 3 - id WHERE id < 3",
  );
  const { script } = await verifyForPostgresRepair(lab, verifiers.snapshot!, 'part.v');
  await lab.withAdmin('target', (admin) => admin.query(script));
  expect(
    await one('target', "SELECT count(*)::int AS n, sum(id - v)::int AS d FROM part.v WHERE own = 'target'"),
  ).toEqual({
    ...{ n: 20, d: 0 },
  });
});

it('finds a large value that replication loses when a row comes into the filter by its key', async () => {
  // The server sends no value that is stored apart and was not changed, and the subscriber writes NULL in its place.
  const table = 'part.lost';
  const make = `CREATE TABLE ${table} (id int PRIMARY KEY, big text); ALTER TABLE ${table} ALTER big SET STORAGE EXTERNAL; GRANT SELECT ON ${table} TO cutover`;
  await part.run('target', make);
  await part.run('source', make, `GRANT SELECT ON ${table} TO replicator`);
  await part.run('source', `ALTER PUBLICATION part_publication ADD TABLE ${table} WHERE (id < 100)`);
  await part.run('target', 'ALTER SUBSCRIPTION part_subscription REFRESH PUBLICATION');
  await eventually('the first copy to be over', async () => {
    const left = "SELECT count(*)::int AS n FROM pg_subscription_rel WHERE srsubstate <> 'r'";
    return (await one<{ n: number }>('target', left)).n === 0;
  });
  await part.run(
    'source',
    `INSERT INTO ${table} VALUES (500, repeat('x', 5000))`,
    `UPDATE ${table} SET id = 5 WHERE id = 500`,
  );
  await part.catchUp();
  const lost = (await one<{ n: number }>('target', `SELECT count(*)::int AS n FROM ${table} WHERE big IS NULL`)).n;
  const { finding } = await verifiers.snapshot!.verify(table);
  process.stdout.write(`${lost} large values lost\n`);
  expect({ lost, verdict: finding.verdict }).toEqual({ lost, verdict: lost > 0 ? 'diverged' : 'matched' });
});

itNeeds('PostgreSQL 18', 'both', 'compares a computed column that is published while its rows change', async () => {
  const table = 'part.computed';
  const make = `CREATE TABLE ${table} (id int PRIMARY KEY, n int, twice int GENERATED ALWAYS AS (n * 2) STORED); GRANT SELECT ON ${table} TO cutover`;
  await part.run('target', make, `ALTER TABLE ${table} ALTER twice DROP EXPRESSION`);
  await part.run('source', make, `GRANT SELECT ON ${table} TO replicator`);
  await part.run('source', `INSERT INTO ${table} (id, n) SELECT i, i FROM generate_series(1, 1000) i`);
  await part.run('source', `ALTER PUBLICATION part_publication ADD TABLE ${table} (id, n, twice)`);
  await part.run('target', 'ALTER SUBSCRIPTION part_subscription REFRESH PUBLICATION');
  await eventually('the first copy to be over', async () => {
    const left = "SELECT count(*)::int AS n FROM pg_subscription_rel WHERE srsubstate <> 'r'";
    return (await one<{ n: number }>('target', left)).n === 0;
  });
  const client = new Client(lab.admin('source'));
  await client.connect();
  let isOver = false;
  const writes = (async () => {
    for (let n = 0; !isOver; n++) await client.query(`UPDATE ${table} SET n = ${n} WHERE id = ${1 + (n % hotKeys)}`);
  })();
  try {
    await plant(`UPDATE ${table} SET twice = twice + 1 WHERE id = 900`);
    for (const mode of ['snapshot', 'bracket', 'snapshot', 'bracket'] as const) {
      const { finding, differences } = await verifiers[mode]!.verify(table, small);
      expect({ ...finding, differences: differences.map(told) }).toMatchObject({
        ...{ verdict: 'diverged', mode, differences: ['changed 900'] },
      });
      expect(differences[0]?.columns).toEqual(['twice']);
    }
    const { script } = await verifyForPostgresRepair(lab, verifiers.snapshot!, table);
    await lab.withAdmin('target', (admin) => admin.query(script));
    for (let nth = 0; nth < 3; nth++)
      expect((await verifiers.snapshot!.verify(table, small)).finding).toMatchObject({ verdict: 'matched' });
  } finally {
    isOver = true;
    await writes;
    await client.end();
  }
});
