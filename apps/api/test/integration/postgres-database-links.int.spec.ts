// Links to several databases of one server: what the first of them meets says of the others only what is of the server.
import { setTimeout as pause } from 'node:timers/promises';
import { roles, type PostgresLab } from '@cutover/lab';
import { configSchema } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { startConnections } from '../support/watched-pair.js';

const [first, second] = ['links_first', 'links_second'] as const;
const username = 'links';

let lab: PostgresLab;
let proxy: TcpProxy;
let service: ConnectionsService;

const admin = (sql: string, values: unknown[] = []) =>
  lab.withAdmin('source', async (client) => (await client.query<Record<string, unknown>>(sql, values)).rows);
const endOurs = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $2 AND datname = $1';
const end = (database: string) => admin(endOurs, [database, username]);
const source = (database: string) => service.snapshot(`pair.${database}`).source;
const isUp = (database: string): boolean => source(database).state === 'up';

beforeAll(async () => {
  lab = await postgresPair();
  // Of its own, since passwords differ on the two servers.
  for (const role of roles)
    await lab.withAdmin(role, (client) => client.query(`CREATE ROLE ${username} LOGIN PASSWORD '${username}'`));
});

afterAll(async () => {
  for (const role of roles) await lab.withAdmin(role, (client) => client.query(`DROP ROLE IF EXISTS ${username}`));
});

beforeEach(async () => {
  for (const role of roles)
    for (const database of [first, second])
      await lab.withAdmin(role, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${database}`);
      });
  proxy = await startTcpProxy(lab.endpoints.source);
  const side = { database: undefined, username, password: username };
  const migration = {
    ...{ name: 'pair', engine: 'postgres', databases: [first, second], schemas: ['public'] },
    source: endpointOf(lab, 'source', { ...side, port: proxy.port }),
    target: endpointOf(lab, 'target', side),
  };
  service = startConnections(configSchema.parse({ monitoring: { intervalSeconds: 1 }, migrations: [migration] }));
  await eventually('both to be up', () => isUp(first) && isUp(second));
});

afterEach(async () => {
  await service.onApplicationShutdown();
  await proxy.end();
  for (const role of roles)
    for (const database of [first, second])
      await lab.withAdmin(role, (client) => client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
});

const refusals = [
  ['takes no connections', `ALTER DATABASE ${first} ALLOW_CONNECTIONS false`],
  ['is full', `ALTER DATABASE ${first} CONNECTION LIMIT 0`],
  ['lets us not in', `REVOKE CONNECT ON DATABASE ${first} FROM PUBLIC`],
  ['is gone', `DROP DATABASE ${first} WITH (FORCE)`],
] as const;

it.each(refusals)('the others go on where the first database %s', async (_, refuse) => {
  const { since } = source(second);
  await admin(refuse);
  await end(first);
  await eventually('the first to be down', () => source(first).state === 'down');
  await pause(1_500);
  expect(source(second)).toMatchObject({ state: 'up', toldBy: null, since });
});

it('a follower finds out by itself that its server is gone while the first database refuses us', async () => {
  await admin(`ALTER DATABASE ${first} ALLOW_CONNECTIONS false`);
  await end(first);
  await eventually('the first to be down', () => source(first).state === 'down');
  proxy.hold();
  await eventually('the second to notice', () => source(second).lastFault?.code === 'ETIMEDOUT', 20_000);
  await eventually('the second to be connected anew', () => isUp(second));
});

it('a connection that was under way when the server went away is not left behind', async () => {
  await lab.withAdmin('source', async (client) => {
    const { rows } = await client.query<{ pid: string }>(
      "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid",
    );
    const postmaster = Number(rows[0]!.pid);
    process.kill(postmaster, 'SIGSTOP');
    try {
      await client.query(endOurs, [second, username]);
      await pause(300);
      await client.query(endOurs, [first, username]);
      await eventually('the server to be away', () => source(second).toldBy !== null, 10_000);
    } finally {
      process.kill(postmaster, 'SIGCONT');
    }
  });
  await eventually('both to be up', () => isUp(first) && isUp(second));
  await pause(1_500);
  const left = 'SELECT count(*)::integer AS n FROM pg_stat_activity WHERE datname = $1 AND usename = $2';
  expect(await admin(left, [second, username])).toEqual([{ n: 1 }]);
});

it('a follower goes to the server to which the first database was led', async () => {
  const serverOf = (database: string) => service.get(`pair.${database}`, 'source').identity()?.serverId;
  const before = serverOf(first);
  proxy.leadTo(lab.endpoints.target);
  await end(first);
  await eventually('the first to be there', () => isUp(first) && serverOf(first) !== before, 30_000);
  await eventually('the second to be there', () => isUp(second) && serverOf(second) === serverOf(first), 20_000);
});
