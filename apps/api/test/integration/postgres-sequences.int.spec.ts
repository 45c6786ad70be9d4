// Sequences, which replication leaves out: seen behind, set by the very script that is printed, and seen to be good.
import type { Role, Sequences } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import type { CheckReading } from '../../src/evidence/check.js';
import { Clock } from '../../src/platform/clock.js';
import { sequencesBehindCheck } from '../../src/sequences/sequences-behind.check.js';
import { SequencesService } from '../../src/sequences/sequences.service.js';
import { eventually } from '../support/eventually.js';
import { watchOtherDatabase, type OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { someEvidence } from '../support/some-evidence.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: PostgresLab;
let other: OtherDatabase;
let connections: ConnectionsService;
let service: SequencesService;

beforeAll(async () => {
  lab = await postgresPair();
});

beforeEach(async () => {
  other = await watchOtherDatabase(lab);
  connections = await whenUp(startConnections(other.config));
  service = new SequencesService(other.config, connections, new Clock());
});

afterEach(async () => {
  await connections.onApplicationShutdown();
  await other.drop();
});

const both = async (...statements: string[]): Promise<void> => {
  await other.run('source', ...statements);
  await other.run('target', ...statements);
};

async function measure(): Promise<Sequences> {
  await service.measure('shop', new AbortController().signal);
  return service.snapshot('shop')!;
}

async function judged(): Promise<CheckReading> {
  return sequencesBehindCheck.judge(someEvidence({ sequences: await measure() }), Date.now());
}

/** What is found, by state and sequence. */
async function states(): Promise<Record<string, string>> {
  const { sequences, reason } = await measure();
  expect(reason).toBeNull();
  return Object.fromEntries(sequences.map(({ name, state }) => [name, state]));
}

/** Runs the script as a person would, on this side. */
async function runScript(role: Role = 'target'): Promise<string> {
  const script = await service.script('shop');
  await other.run(role, script);
  return script;
}

const next = async (role: Role, sequence: string): Promise<number> =>
  Number((await other.run(role, `SELECT nextval('${sequence}') AS n`))[0]?.['n']);

it('has nothing to say of a database without sequences', async () => {
  expect(await measure()).toMatchObject({ compared: 0, sequences: [], reason: null });
  expect(await judged()).toMatchObject({ found: [], rest: 'pass' });
});

it('identity, serial and free sequences are behind until the script was run, and for as long as its margin lasts', async () => {
  await both(
    'CREATE TABLE ids (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, old serial, code integer)',
    'CREATE SEQUENCE tickets INCREMENT BY 5',
    'CREATE SEQUENCE "odd ""name"" o\'clock"',
  );
  await other.run(
    'source',
    'INSERT INTO ids (code) SELECT n FROM generate_series(1, 30) n',
    "SELECT nextval('tickets') FROM generate_series(1, 7)",
    `SELECT nextval('"odd ""name"" o''clock"')`,
  );
  const before = await judged();
  expect(before.found).toMatchObject([
    {
      ...{ subject: 'behind sequences', outcome: 'fail', severity: 'INFO' },
      message: expect.stringMatching(
        /^public\.ids_id_seq, public\.ids_old_seq and 2 more are behind the source\. That is expected/,
      ),
      items: ['public.ids_id_seq', 'public.ids_old_seq', 'public.odd "name" o\'clock', 'public.tickets'],
    },
  ]);
  expect(before.found[0]?.statements).toHaveLength(4);
  const { sequences } = await measure();
  expect(sequences[0]).toMatchObject({ column: 'public.ids.id', source: '31', target: '1', inColumn: null });
  expect(sequences[3]).toMatchObject({ name: 'public.tickets', column: null, source: '36', target: '1' });

  await runScript();
  expect(await judged()).toMatchObject({ found: [], rest: 'pass' });
  // Steps of five stay steps of five, and the source is far behind.
  expect((await next('target', 'tickets')) % 5).toBe(1);
  expect(await next('target', 'tickets')).toBeGreaterThan(5_000);
  await other.run('source', "SELECT nextval('tickets') FROM generate_series(1, 900)");
  expect(await states()).toEqual({});
  await other.run('source', "SELECT nextval('tickets') FROM generate_series(1, 200)");
  expect(await states()).toEqual({ 'public.tickets': 'behind' });
});

it('a script that is run too late takes no number back', async () => {
  await both('CREATE SEQUENCE tickets');
  await other.run('source', "SELECT nextval('tickets') FROM generate_series(1, 30)");
  const script = await service.script('shop');
  await other.run('target', script, "SELECT setval('tickets', 1000000)", script);
  expect(await next('target', 'tickets')).toBe(1_000_001);
});

it('one that gave out nothing, or was set back to its start, is not taken for unknown or for 0', async () => {
  await both('CREATE SEQUENCE fresh START 500');
  expect(await states()).toEqual({});
  // Its last value is NULL again, and its next one is not its start.
  await other.run('source', "SELECT setval('fresh', 900, false)");
  expect((await measure()).sequences).toMatchObject([
    { name: 'public.fresh', state: 'behind', source: '900', target: '500' },
  ]);
  await runScript();
  expect(await states()).toEqual({});
  expect(await next('target', 'fresh')).toBeGreaterThanOrEqual(900);
});

it('one that counts down is behind when it is higher, and is set downwards', async () => {
  await both('CREATE SEQUENCE down INCREMENT BY -1 MINVALUE -1000000 MAXVALUE -1');
  await other.run('source', "SELECT nextval('down') FROM generate_series(1, 50)");
  expect((await measure()).sequences).toMatchObject([{ state: 'behind', source: '-51', target: '-1' }]);
  await runScript();
  expect(await states()).toEqual({});
  expect(await next('target', 'down')).toBeLessThan(-1_000);
});

it('one that begins anew at its end is never behind, and is moved to where the source stands', async () => {
  await both('CREATE SEQUENCE ring MAXVALUE 10 CYCLE');
  await other.run('source', "SELECT nextval('ring') FROM generate_series(1, 14)");
  expect(await states()).toEqual({});
  await runScript();
  expect(await next('target', 'ring')).toBe(5);
});

it('one near its end is not used up by the margin, and one at its end is set there', async () => {
  await both('CREATE SEQUENCE small AS smallint MAXVALUE 100', 'CREATE SEQUENCE used_up MAXVALUE 5');
  await other.run(
    'source',
    "SELECT nextval('small') FROM generate_series(1, 80)",
    "SELECT nextval('used_up') FROM generate_series(1, 5)",
  );
  await runScript();
  expect(await states()).toEqual({});
  expect(await next('target', 'small')).toBe(83);
  await expect(next('target', 'used_up')).rejects.toThrow(/reached maximum value/);
});

it('one of a column is the one of that column, whatever it is called on the target', async () => {
  await other.run(
    'source',
    'CREATE TABLE ids (id serial PRIMARY KEY)',
    'INSERT INTO ids SELECT FROM generate_series(1, 3)',
  );
  await other.run(
    'target',
    'CREATE TABLE ids (id integer PRIMARY KEY)',
    'CREATE SEQUENCE other_name OWNED BY ids.id',
    "ALTER TABLE ids ALTER id SET DEFAULT nextval('other_name')",
  );
  expect((await measure()).sequences).toMatchObject([
    { name: 'public.ids_id_seq', column: 'public.ids.id', state: 'behind' },
  ]);
  await runScript();
  expect(await states()).toEqual({});
  expect(await next('target', 'other_name')).toBeGreaterThan(3);
});

it('one that is missing on the target is no pass, and the script says that it is not set', async () => {
  await other.run('source', 'CREATE SEQUENCE lonely', 'CREATE SCHEMA elsewhere', 'CREATE SEQUENCE elsewhere.unwatched');
  expect((await judged()).found).toMatchObject([
    {
      subject: 'missing sequences',
      outcome: 'fail',
      severity: 'WARNING',
      message: expect.stringMatching(/^public\.lonely is missing on the target/),
    },
  ]);
  expect(await runScript()).toContain('-- NOT SET: public.lonely: it is missing on the target');
  await other.run('target', 'CREATE SEQUENCE lonely');
  expect((await judged()).found).toEqual([]);
});

it('a default that takes numbers from another schema brings its sequence along', async () => {
  await both(
    'CREATE SCHEMA numbers',
    'CREATE SEQUENCE numbers.shared',
    "CREATE TABLE ids (id bigint DEFAULT nextval('numbers.shared') PRIMARY KEY)",
    'GRANT USAGE ON SCHEMA numbers TO cutover',
  );
  await other.run('source', "SELECT nextval('numbers.shared')");
  expect(await states()).toEqual({ 'numbers.shared': 'behind' });
});

it('rows that were written around the sequence make its next number one that is in use', async () => {
  await both(
    'CREATE TABLE ids (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)',
    'INSERT INTO ids VALUES (7), (5000)',
  );
  const { found } = await judged();
  expect(found).toMatchObject([{ subject: 'in-use sequences', severity: 'WARNING', outcome: 'fail' }]);
  expect((await measure()).sequences).toMatchObject([{ source: '1', target: '1', inColumn: '5000' }]);
  await runScript();
  expect(await states()).toEqual({});
  await other.run('target', 'INSERT INTO ids DEFAULT VALUES');
});

it('one that ends too early on the target is not set, and the script says why', async () => {
  await other.run('source', 'CREATE SEQUENCE wide', "SELECT setval('wide', 3000000000)");
  await other.run('target', 'CREATE SEQUENCE wide AS integer');
  const { found } = await judged();
  expect(found).toMatchObject([{ subject: 'behind sequences', items: ['public.wide'] }]);
  expect(await runScript()).toMatch(
    /-- NOT SET: public\.wide: it counts from 1 to 2147483647 on the target, and would have to stand at 3300000000\. Mend/,
  );
  await other.run('target', 'ALTER SEQUENCE wide AS bigint');
  await runScript();
  expect(await states()).toEqual({});
});

it('one that our account may not read is unknown, with the GRANT, and nothing good is said of it', async () => {
  await both('CREATE SEQUENCE hidden', 'REVOKE ALL ON SEQUENCE hidden FROM cutover');
  const reading = await judged();
  expect(reading.found).toMatchObject([{ subject: 'unknown sequences', outcome: 'unknown' }]);
  expect(reading.found[0]?.statements?.map(({ on, sql }) => `${on}: ${sql}`)).toEqual([
    'source: GRANT SELECT ON ALL SEQUENCES IN SCHEMA "public" TO "cutover";',
    'target: GRANT SELECT ON ALL SEQUENCES IN SCHEMA "public" TO "cutover";',
  ]);
  expect(await service.script('shop')).toContain('-- NOT SET: public.hidden: our account may not read it');
  for (const { on, sql } of reading.found[0]?.statements ?? []) await other.run(on, sql);
  await eventually('it to be seen', async () => (await judged()).found.length === 0);
});

it('a side that is away leaves it unknown, and gives no script', async () => {
  await connections.onApplicationShutdown();
  expect((await judged()).found).toMatchObject([
    { outcome: 'unknown', message: expect.stringMatching(/^Whether sequences of the target are behind is unknown/) },
  ]);
  await expect(service.script('shop')).rejects.toMatchObject({ code: 'SEQUENCES_UNKNOWN' });
});
