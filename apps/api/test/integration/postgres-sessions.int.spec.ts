// What sessions of PostgreSQL stand in the way of a cutover.
import { Client } from 'pg';
import { sessionsAnswerSchema, type HoldUp, type HoldUpKind, type SideSessions } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { sessionsDialects } from '../../src/sessions/dialects/registry.js';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct } from '../support/product.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: PostgresLab;
let connections: ConnectionsService;
const opened: Client[] = [];

const admin = (sql: string) => lab.withAdmin('source', (source) => source.query(sql));

/** A session of the administrator, which is not the account that looks. */
async function session(): Promise<Client & { processID: number }> {
  const client = new Client(lab.admin('source')) as Client & { processID: number };
  client.on('error', () => undefined);
  await client.connect();
  opened.push(client);
  return client;
}

const read = (): Promise<SideSessions> => sessionsDialects.postgres.read(connections.get('shop', 'source'), {});
const found =
  (kind: HoldUpKind, is: (each: HoldUp) => boolean = () => true) =>
  async () =>
    (await read()).holdUps.find((each) => each.kind === kind && is(each));

beforeAll(async () => {
  lab = await postgresPair();
  connections = await whenUp(startConnections(configOf(lab)));
  // Unlogged: the publication has every table of the schema, and a row of one that the target lacks ends the pair for good.
  await admin('DROP TABLE IF EXISTS public.held; CREATE UNLOGGED TABLE public.held (c integer PRIMARY KEY, d text)');
  await admin("INSERT INTO public.held VALUES (1, 'a')");
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.end().catch(() => undefined)));
  await eventually('nothing is in the way', async () => (await read()).holdUps.length === 0);
});
afterAll(async () => {
  await admin('DROP TABLE public.held');
  await connections.onApplicationShutdown();
});

it('finds nothing on a quiet server, and may see everything', async () =>
  expect(await read()).toEqual({ holdUps: [], unknown: [] }));

it('names a transaction that is open for long and idle, and how it is ended; not a young one, nor one of another database', async () => {
  const [holder, young] = [await session(), await session()];
  const elsewhere = new Client({ ...lab.admin('source'), database: 'postgres' });
  await elsewhere.connect();
  opened.push(elsewhere);
  for (const client of [holder, elsewhere]) await client.query('BEGIN');
  await holder.query("UPDATE public.held SET d = 'secret'");
  const seen = await eventually('it lasts', async () => {
    await young.query('ROLLBACK; BEGIN; SELECT 1');
    return found('transaction')();
  });
  const end = `SELECT pg_terminate_backend(${holder.processID})`;
  expect(seen).toMatchObject({ name: `session ${holder.processID}`, isIdle: true, doing: null, end });
  expect(seen.forSeconds).toBeGreaterThanOrEqual(30);
  expect((await read()).holdUps).toHaveLength(1);
  await admin(String(seen.end));
});

it('names a prepared transaction once it lasts, and how it is undone', async () => {
  const restart = async (): Promise<void> => {
    await lab.server('source').stop();
    await lab.server('source').start();
    await eventually('our connection is back', () =>
      read().then(
        () => true,
        () => false,
      ),
    );
  };
  await admin('ALTER SYSTEM SET max_prepared_transactions = 2');
  await restart();
  try {
    await admin("BEGIN; DELETE FROM public.held; PREPARE TRANSACTION 'it''s'");
    expect((await read()).holdUps).toEqual([]);
    const left = await eventually('it lasts', found('prepared'));
    expect(left).toMatchObject({ name: "prepared it's", account: 'postgres', end: "ROLLBACK PREPARED 'it''s'" });
    await admin(String(left.end));
  } finally {
    await admin('ALTER SYSTEM RESET max_prepared_transactions');
    await restart();
  }
});

it('names who waits for a lock, without values, and whom it waits for', async () => {
  const [holder, writer] = [await session(), await session()];
  await holder.query('BEGIN; LOCK TABLE public.held IN SHARE MODE');
  const write = writer.query("UPDATE public.held SET d = 'secret' WHERE c = 1").catch(() => undefined);
  const waits = await eventually('it waits', found('lock-wait'));
  expect(waits).toMatchObject({
    ...{ name: `session ${writer.processID}`, isIdle: false, doing: 'UPDATE public.held SET d = ? WHERE c = ?' },
    end: `SELECT pg_terminate_backend(${holder.processID})`,
  });
  expect(waits.behind).toMatch(new RegExp(`^session ${holder.processID} of \\S+, idle in transaction for \\d+ s$`));
  // By the statement that is told: whoever waited goes on.
  await admin(String(waits.end));
  await write;
});

it('names DDL that is not committed, and DDL at work', async () => {
  const [changer, second] = [await session(), await session()];
  await changer.query('BEGIN; ALTER TABLE public.held ADD e integer');
  expect(await found('ddl')()).toMatchObject({ name: `session ${changer.processID}`, isIdle: true, doing: null });
  const index = second.query('CREATE INDEX held_d ON public.held (d)').catch(() => undefined);
  const isIndex = ({ doing }: HoldUp): boolean => doing === 'CREATE INDEX held_d ON public.held (d)';
  await eventually('it is seen', found('ddl', isIndex));
  await changer.query('ROLLBACK');
  await index;
  await second.query('DROP INDEX public.held_d; CREATE TEMPORARY TABLE own (c integer)');
  await second.query('BEGIN; DROP TABLE own');
  expect((await read()).holdUps).toEqual([]);
});

it('names a dump, and who has begun a base backup by hand', async () => {
  const [dump, backup] = [await session(), await session()];
  await dump.query("SET application_name = 'pg_dump'; BEGIN; SELECT 1");
  await backup.query("SELECT pg_backup_start('test', true)");
  const names = (await read()).holdUps.filter(({ kind }) => kind === 'backup').map(({ name }) => name);
  expect(names.sort()).toEqual([dump, backup].map(({ processID }) => `session ${processID}`).sort());
  await backup.query('SELECT pg_backup_stop()');
});

it('hides what other sessions do from an account without pg_monitor, and says the right', async () => {
  await admin("CREATE ROLE narrow LOGIN PASSWORD 'narrow'; GRANT CONNECT ON DATABASE shop TO narrow");
  const { source } = configOf(lab).migrations[0]!;
  const narrow = await whenUp(
    startConnections(configOf(lab, { source: { ...source, username: 'narrow', password: 'narrow' } })),
  );
  try {
    const { holdUps, unknown } = await sessionsDialects.postgres.read(narrow.get('shop', 'source'), {});
    expect(holdUps).toEqual([]);
    expect(unknown.map(({ kind }) => kind)).toEqual(['transaction', 'lock-wait', 'backup', 'ddl']);
    expect(unknown[0]?.grant).toBe('GRANT pg_monitor TO "narrow";');
  } finally {
    await narrow.onApplicationShutdown();
    await admin('REVOKE CONNECT ON DATABASE shop FROM narrow; DROP ROLE narrow');
  }
});

it('shows them in the product, beside what it says of MariaDB', async () => {
  const product = await startProduct(lab);
  try {
    const seen = await eventually('sessions of both sides were looked at', async () => {
      const { sessions } = sessionsAnswerSchema.parse(await product.get('/api/migrations/shop/sessions'));
      return !JSON.stringify(sessions).includes('has not answered yet') && sessions;
    });
    expect(seen).toMatchObject({ source: { unknown: [] }, target: { unknown: [] } });
  } finally {
    await product.end();
  }
});
