// What the databases of one server share: a bound of connections, and readings of the server that nobody takes when it is gone.
import { setTimeout as pause } from 'node:timers/promises';
import { ServerUnavailable, StatementCancelled, StatementTimeout, type ServerConnection } from '@cutover/databases';
import { roles, type PostgresLab } from '@cutover/lab';
import { configSchema } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { startConnections } from '../support/watched-pair.js';

const databases = Array.from({ length: 14 }, (_, n) => `shared_${n}`);
const account = 'sharing';
const most = 10;

let lab: PostgresLab;
let proxy: TcpProxy;
let service: ConnectionsService;

const onServers = (...statements: string[]): Promise<unknown> =>
  Promise.all(
    roles.map((role) =>
      lab.withAdmin(role, async (client) => {
        for (const statement of statements) await client.query(statement);
      }),
    ),
  );
const drop = (): Promise<unknown> =>
  onServers(...databases.map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
const connections = (): Promise<number> =>
  lab.withAdmin('source', async (client) => {
    const counted = 'SELECT count(*)::integer AS n FROM pg_stat_activity WHERE usename = $1';
    return (await client.query<{ n: number }>(counted, [account])).rows[0]!.n;
  });
const source = (database: string): ServerConnection => service.get(`pair.${database}`, 'source');
const areUp = (): boolean => databases.every((database) => source(database).status().state === 'up');

/** Starts to connect; `bound` of the source. */
async function start(bound: number | undefined): Promise<void> {
  const side = { database: undefined, username: account, password: account };
  service = startConnections(
    configSchema.parse({
      monitoring: { intervalSeconds: 1 },
      migrations: [
        {
          ...{ name: 'pair', engine: 'postgres', databases, schemas: ['public'] },
          source: endpointOf(lab, 'source', { ...side, port: proxy.port, maxConnections: bound }),
          target: endpointOf(lab, 'target', side),
        },
      ],
    }),
  );
  await eventually('all to be up', areUp, 30_000);
}

beforeAll(async () => {
  lab = await postgresPair();
  await drop();
  await onServers(`DROP ROLE IF EXISTS ${account}`, `CREATE ROLE ${account} LOGIN PASSWORD '${account}'`);
  await onServers(...databases.map((name) => `CREATE DATABASE ${name}`));
});

afterAll(async () => {
  await drop();
  await onServers(`DROP ROLE IF EXISTS ${account}`);
});

beforeEach(async () => {
  proxy = await startTcpProxy(lab.endpoints.source);
});

afterEach(async () => {
  await service.onApplicationShutdown();
  await proxy.end();
});

it('rests with one connection for each database, and one that asks whether the server answers', async () => {
  await start(undefined);
  await pause(1_500);
  expect(await connections()).toBe(databases.length + 1);
});

it('opens no more than it may, and reads every database all the same', async () => {
  await start(most);
  let seen = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      seen = Math.max(seen, await connections());
      await pause(20);
    }
  })();
  const asked = databases.flatMap((database) =>
    [1, 2, 3].map(() => source(database).query<{ name: string }>('SELECT pg_sleep(0.05), current_database() AS name')),
  );
  const told = await Promise.all(asked);
  isOver = true;
  await watching;
  expect(told.map(([row]) => row?.name)).toEqual(databases.flatMap((name) => [name, name, name]));
  // The server takes note of a connection that was closed a moment later.
  expect(seen).toBeLessThanOrEqual(most + 1);
  expect(seen).toBeGreaterThan(most / 2);
  expect(areUp()).toBe(true);
});

it('tells a session that finds no place, within bounded time, and gives the place back', async () => {
  await start(most);
  const opened = await Promise.all(databases.slice(0, most - 1).map((name) => source(name).openSession()));
  const beganMs = performance.now();
  await expect(source(databases.at(-1)!).openSession()).rejects.toThrow(
    /has no free connection \(all 10 connections that Cutover may open on this server are in use\).*maxConnections/,
  );
  expect(performance.now() - beganMs).toBeLessThan(15_000);
  // A statement waits for as long as it may take.
  await expect(source(databases[0]!).query('SELECT 1', [], { timeoutMs: 500 })).rejects.toThrow(/Ended after 0.5 s/);
  await opened[0]!.close();
  expect(await source(databases[0]!).query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await Promise.all(opened.map((session) => session.close()));
}, 60_000);

it('a database that is gone is noticed though its connection only rests', async () => {
  await start(undefined);
  const [gone = ''] = databases.slice(-1);
  await lab.withAdmin('source', (client) => client.query(`ALTER DATABASE ${gone} ALLOW_CONNECTIONS false`));
  try {
    await lab.withAdmin('source', (client) =>
      client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [gone]),
    );
    await eventually('it to be down', () => source(gone).status().state === 'down');
    expect(source(databases[0]!).status().state).toBe('up');
  } finally {
    await lab.withAdmin('source', (client) => client.query(`ALTER DATABASE ${gone} ALLOW_CONNECTIONS true`));
  }
  await eventually('it to be up', () => source(gone).status().state === 'up');
});

describe('connections that the server ends in whatever state: at rest, at work, being opened, cancelled, being closed', () => {
  /** Ends all of ours again and again, until `isOver`; resolves with how many. */
  async function endAll(isOver: () => boolean): Promise<number> {
    const statement = 'SELECT count(pg_terminate_backend(pid))::integer AS n FROM pg_stat_activity WHERE usename = $1';
    return lab.withAdmin('source', async (client) => {
      let count = 0;
      while (!isOver()) {
        count += (await client.query<{ n: number }>(statement, [account])).rows[0]!.n;
        await pause(Math.random() * 40);
      }
      return count;
    });
  }

  /** By its bound, or because Cutover closes. */
  const ended = [StatementTimeout, StatementCancelled];

  /** What comes of it: answers, and refusals that say that the server did it. */
  async function ask(database: string, isOver: () => boolean): Promise<{ answers: number; losses: number }> {
    const told = { answers: 0, losses: 0 };
    while (!isOver()) {
      const outcomes = await Promise.allSettled([
        source(database).query('SELECT pg_sleep(0.01)'),
        source(database).query('SELECT pg_sleep(5)', [], { timeoutMs: 20 }),
        source(database)
          .openSession()
          .then((session) => session.close()),
        pause(10),
      ]);
      for (const outcome of outcomes.slice(0, 3))
        if (outcome.status === 'fulfilled') told.answers += 1;
        else if (outcome.reason instanceof ServerUnavailable) told.losses += 1;
        else if (!ended.some((kind) => outcome.reason instanceof kind)) throw outcome.reason;
    }
    return told;
  }

  it('are opened again, each database is read, and no place is lost', async () => {
    await start(most);
    let isOver = false;
    const ending = endAll(() => isOver);
    const asking = databases.map((database) => ask(database, () => isOver));
    await pause(6_000);
    isOver = true;
    const told = await Promise.all(asking);
    expect(await ending).toBeGreaterThan(most);
    expect(told.reduce((sum, { losses }) => sum + losses, 0)).toBeGreaterThan(0);
    await eventually('all to be up', areUp, 40_000);
    const opened = await Promise.all(databases.slice(0, most - 1).map((name) => source(name).openSession()));
    await Promise.all(opened.map((session) => session.close()));
    const rows = await Promise.all(databases.map((database) => source(database).query('SELECT 1 AS one')));
    expect(rows).toEqual(databases.map(() => [{ one: 1 }]));
  }, 120_000);

  it('do not keep it from closing', async () => {
    await start(most);
    let isOver = false;
    const ending = endAll(() => isOver);
    const asking = databases.map((database) => ask(database, () => isOver));
    await pause(500);
    const beganMs = performance.now();
    await service.onApplicationShutdown();
    expect(performance.now() - beganMs).toBeLessThan(8_000);
    isOver = true;
    await Promise.all([ending, ...asking]);
    await eventually('none to be left', async () => (await connections()) === 0);
  }, 60_000);
});

describe('a reading of the server', () => {
  const read = (database: string, told: string) =>
    source(database).ofServer('what is told', 3_600_000, async () => {
      await source(database).query('SELECT 1');
      return told;
    });

  it('is taken from another database, and by nobody once the server went away', async () => {
    await start(undefined);
    const [first = '', second = '', third = ''] = databases;
    expect((await read(second, 'before')).value).toBe('before');
    expect((await read(third, 'anew')).value).toBe('before');
    proxy.hold();
    await eventually('the server to be away', () => source(third).status().state !== 'up', 30_000);
    // It was read an hour ago at most: fresh enough, were the server there.
    await expect(read(third, 'anew')).rejects.toThrow(/source/);
    await eventually('all to be up', areUp, 40_000);
    expect((await read(first, 'after')).value).toBe('after');
    expect((await read(third, 'anew')).value).toBe('after');
  }, 90_000);

  it('is not taken from the server to which the address led before', async () => {
    await start(undefined);
    const [first = '', second = ''] = databases;
    expect((await read(second, 'of the source')).value).toBe('of the source');
    const before = source(second).identity()?.serverId;
    proxy.leadTo(lab.endpoints.target);
    await lab.withAdmin('source', (client) =>
      client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [account]),
    );
    // All of them: whoever comes to the other server first sends those away that are there already.
    const areThere = (): boolean => databases.every((name) => source(name).identity()?.serverId !== before);
    await eventually('another server', () => areUp() && areThere(), 40_000);
    expect((await read(second, 'of the other')).value).toBe('of the other');
    expect((await read(first, 'anew')).value).toBe('of the other');
  }, 90_000);
});
