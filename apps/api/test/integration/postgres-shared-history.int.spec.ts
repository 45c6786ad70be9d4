// One look at a server serves the histories of all its databases: each is told its own part of it.
import { setTimeout as pause } from 'node:timers/promises';
import { roles, type PostgresLab, type Role } from '@cutover/lab';
import { configSchema } from '../../src/config/config.schema.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import type { KeptHistories } from '../../src/pair-history/kept-histories.js';
import { PairHistoryService } from '../../src/pair-history/pair-history.service.js';
import { Clock } from '../../src/platform/clock.js';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { watchOtherDatabase, type OtherDatabase } from '../support/other-database.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startConnections } from '../support/watched-pair.js';

const store: KeptHistories = { save: async () => undefined, loadAll: async () => new Map() };
const intervalSeconds = 1;

let lab: PostgresLab;
let other: OtherDatabase;
let connections: ConnectionsService;
let history: PairHistoryService;
let parts: string[];

beforeAll(async () => {
  lab = await postgresPair();
  other = await watchOtherDatabase(lab);
  const databases = [lab.database, other.database];
  parts = databases.map((database) => `pair.${database}`);
  const side = (role: Role) => endpointOf(lab, role, { database: undefined });
  const config = configSchema.parse({
    monitoring: { intervalSeconds },
    migrations: [
      {
        name: 'pair',
        engine: 'postgres',
        databases,
        schemas: ['public'],
        source: side('source'),
        target: side('target'),
      },
    ],
  });
  connections = startConnections(config);
  await eventually('all to be up', () =>
    parts.every((part) => roles.every((role) => connections.get(part, role).status().state === 'up')),
  );
  history = new PairHistoryService(config, connections, store, new Clock());
  await look();
});

afterAll(async () => {
  await connections?.onApplicationShutdown();
  await other?.drop();
});

const look = (): Promise<unknown> =>
  Promise.all(parts.map((part) => history.measure(part, new AbortController().signal)));
/** A reading of before counts no more. */
const whenOld = (): Promise<unknown> => pause(intervalSeconds * 1000);
const eras = (): (string | null)[] => parts.map((part) => history.era(part));

it('asks each server once for all of its databases', async () => {
  await whenOld();
  const asked = parts.flatMap((part) => roles.map((role) => jest.spyOn(connections.get(part, role), 'query')));
  await look();
  expect(asked.flatMap(({ mock }) => mock.calls)).toHaveLength(roles.length);
  for (const each of asked) each.mockRestore();
  expect(eras()).toEqual([expect.any(String), expect.any(String)]);
});

it('makes void what was proved of the one database whose subscription was told to skip', async () => {
  const before = eras();
  const skip = (lsn: string): Promise<unknown> =>
    other.run('target', `ALTER SUBSCRIPTION ${other.subscription} SKIP (lsn = ${lsn})`);
  await skip("'FFFFFFFF/0'");
  try {
    await whenOld();
    await look();
    const [ofShop, ofOther] = parts.map(
      (part, at) => history.breakSince(part, before[at] ?? '', false)?.reason ?? null,
    );
    expect(ofShop).toBeNull();
    expect(ofOther).toMatch(/skip/);
  } finally {
    await skip('NONE');
  }
});

it('tells a database that was made anew under its name by what another one is told', async () => {
  await whenOld();
  await look();
  const before = eras();
  await other.drop();
  // The name alone leads to another database now, which replicates nothing.
  await lab.withAdmin('source', (admin) => admin.query(`CREATE DATABASE ${other.database}`));
  try {
    await eventually('the link to it', () => connections.get(parts[1]!, 'source').status().state === 'up');
    await whenOld();
    await look();
    expect(history.breakSince(parts[0]!, before[0] ?? '', true)).toBeNull();
    expect(history.breakSince(parts[1]!, before[1] ?? '', true)?.reason).toMatch(
      /another server answers as the source/,
    );
  } finally {
    await lab.withAdmin('source', (admin) => admin.query(`DROP DATABASE ${other.database} WITH (FORCE)`));
  }
});
