// One look at a server says which of its databases have sessions to tell of: the others are not asked in vain.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { SideSessions } from '@cutover/contracts';
import { roles, type PostgresLab, type Role } from '@cutover/lab';
import { configSchema } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { sessionsDialects } from '../../src/sessions/dialects/registry.js';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { watchOtherDatabase, type OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startConnections } from '../support/watched-pair.js';

let lab: PostgresLab;
let other: OtherDatabase;
let connections: ConnectionsService;
let parts: string[];
const opened: Client[] = [];

async function session(database: string): Promise<Client> {
  const client = new Client({ ...lab.admin('source'), database });
  client.on('error', () => undefined);
  await client.connect();
  opened.push(client);
  return client;
}

const ofSource = (part: string) => connections.get(part, 'source');
const read = (part: string): Promise<SideSessions> => sessionsDialects.postgres.read(ofSource(part), {});
/** What each database tells once the look of before counts no more: its kinds. */
async function told(): Promise<string[][]> {
  await pause(1_100);
  const sides: SideSessions[] = [];
  for (const part of parts) sides.push(await read(part));
  expect(sides.flatMap(({ unknown }) => unknown)).toEqual([]);
  return sides.map(({ holdUps }) => holdUps.map(({ kind }) => kind));
}

beforeAll(async () => {
  lab = await postgresPair();
  other = await watchOtherDatabase(lab);
  const databases = [lab.database, other.database];
  parts = databases.map((database) => `pair.${database}`);
  const side = (role: Role) => endpointOf(lab, role, { database: undefined });
  const pair = { name: 'pair', engine: 'postgres', databases, schemas: ['public'] };
  const config = configSchema.parse({
    migrations: [{ ...pair, source: side('source'), target: side('target') }],
  });
  connections = startConnections(config);
  await eventually('all to be up', () =>
    parts.every((part) => roles.every((role) => connections.get(part, role).status().state === 'up')),
  );
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.end().catch(() => undefined)));
});
afterAll(async () => {
  await connections?.onApplicationShutdown();
  await other?.drop();
});

it('asks once where no database has anything to tell', async () => {
  await eventually('nothing is left of what was done before', async () => (await told()).flat().length === 0);
  // The right and the prepared transactions are known for longer.
  await pause(1_100);
  const asked = parts.map((part) => jest.spyOn(ofSource(part), 'query'));
  for (const part of parts) expect(await read(part)).toEqual({ holdUps: [], unknown: [] });
  const looks = asked.flatMap(({ mock }) => mock.calls).filter(([sql]) => sql.includes('pg_stat_activity'));
  expect(looks).toHaveLength(1);
  for (const each of asked) each.mockRestore();
});

it('tells DDL of the database that it is in, of whichever the look was', async () => {
  const ofOther = await session(other.database);
  await ofOther.query('BEGIN; LOCK TABLE notes IN ACCESS EXCLUSIVE MODE');
  expect(await told()).toEqual([[], ['ddl']]);
  await ofOther.query('ROLLBACK');
  const ofShop = await session(lab.database);
  await ofShop.query('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE');
  expect(await told()).toEqual([['ddl'], []]);
});

it('tells a backup of the server in each, and a dump in its own', async () => {
  const backup = await session(lab.database);
  await backup.query("SELECT pg_backup_start('test', true)");
  expect(await told()).toEqual([['backup'], ['backup']]);
  await backup.query('SELECT pg_backup_stop()');
  await backup.end();
  const dump = await session(other.database);
  await dump.query("SET application_name = 'pg_dump'; BEGIN; SELECT 1");
  expect(await told()).toEqual([[], ['backup']]);
});

it('tells who waits for a lock, and a transaction once it lasts, where they are', async () => {
  const holder = await session(other.database);
  await holder.query('BEGIN; LOCK TABLE notes IN SHARE MODE');
  const waiter = await session(other.database);
  const waits = waiter.query('BEGIN; LOCK TABLE notes IN ROW EXCLUSIVE MODE').catch(() => undefined);
  const kinds = await eventually('it is told', async () => {
    const now = await told();
    return now[1]?.includes('lock-wait') && now;
  });
  expect(kinds[0]).toEqual([]);
  const lasting = await eventually('it lasts', async () => {
    const now = await told();
    return now[1]?.includes('transaction') && now;
  });
  expect(lasting[0]).toEqual([]);
  await holder.query('ROLLBACK');
  await waits;
});
