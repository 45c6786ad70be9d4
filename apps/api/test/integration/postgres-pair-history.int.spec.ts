import { addDatabase, type AddedDatabase, type PostgresLab } from '@cutover/lab';
import type { KeptHistories } from '../../src/pair-history/kept-histories.js';
import { PairHistoryService } from '../../src/pair-history/pair-history.service.js';
import { Clock } from '../../src/platform/clock.js';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { has, itNeeds } from '../support/server-line.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

const store: KeptHistories = { save: async () => undefined, loadAll: async () => new Map() };

let lab: PostgresLab;

beforeAll(async () => {
  lab = await postgresPair();
});

it('takes a server that was restarted for the one it is, and another one for another', async () => {
  const config = configOf(lab);
  const connections = await whenUp(startConnections(config));
  // The pair as it will be seen when the name of the source leads to the target: a source before 15 may not be a target.
  const [migration] = config.migrations;
  if (migration === undefined) throw new Error('The configuration names no migration');
  const misled = { ...config, migrations: [{ ...migration, source: migration.target }] };
  const history = new PairHistoryService(config, connections, store, new Clock());
  const look = (): Promise<void> => history.measure('shop', new AbortController().signal);
  const others = startConnections(misled);
  try {
    await look();
    const era = history.era('shop') ?? '';
    expect(era).not.toBe('');
    for (const role of ['target', 'source'] as const) {
      await lab.server(role).kill();
      await look();
      await lab.server(role).start();
      await whenUp(connections);
      await look();
    }
    expect(history.breakSince('shop', era, false)).toBeNull();

    await whenUp(others);
    Object.assign(history, { connections: others });
    await look();
    expect(history.breakSince('shop', era, true)?.reason).toMatch(/another server answers as the source/);
  } finally {
    await others.onApplicationShutdown();
    await connections.onApplicationShutdown();
    await lab.catchUp();
  }
});

describe('makes proofs of equality void', () => {
  let other: AddedDatabase;
  let history: PairHistoryService;
  let close: () => Promise<void>;

  beforeEach(async () => {
    other = await addDatabase(lab, 'other');
    for (const role of ['source', 'target'] as const)
      await other.run(role, `GRANT CONNECT ON DATABASE ${other.database} TO cutover`);
    const config = configOf(lab);
    const [migration] = config.migrations;
    for (const role of ['source', 'target'] as const) migration![role].database = other.database;
    const connections = await whenUp(startConnections(config));
    close = () => connections.onApplicationShutdown();
    history = new PairHistoryService(config, connections, store, new Clock());
    for (let id = 10; id < 20; id++) await other.run('source', `INSERT INTO notes VALUES (${id}, 'comes')`);
    await served();
    await look();
  });

  afterEach(async () => {
    await close();
    await other.drop();
  });

  const look = (): Promise<void> => history.measure('shop', new AbortController().signal);

  /** What the next look finds to have happened since the last one. */
  async function happened(): Promise<string | null> {
    const era = history.era('shop') ?? '';
    await look();
    return history.breakSince('shop', era, false)?.reason ?? null;
  }

  const slot = async (): Promise<Record<string, unknown> | undefined> => {
    const counters = has('PostgreSQL 14', 'source')
      ? 'pg_stat_replication_slots'
      : '(SELECT NULL AS slot_name, NULL AS total_txns)';
    const asked = `SELECT active, confirmed_flush_lsn >= pg_current_wal_lsn() AS has_all, total_txns::int AS transactions
      FROM pg_replication_slots s LEFT JOIN ${counters} t ON t.slot_name = s.slot_name::text WHERE s.slot_name = '${other.subscription}'`;
    return (await other.run('source', asked))[0];
  };

  const served = (): Promise<unknown> =>
    eventually('the target to have confirmed all', async () => {
      const { active, has_all, transactions } = (await slot()) ?? {};
      return active === true && has_all === true && Number(transactions ?? 1) > 0;
    });

  async function disable(): Promise<void> {
    await other.disable();
    await eventually('the slot to be free', async () => (await slot())?.['active'] === false);
  }

  const enable = () => other.run('target', `ALTER SUBSCRIPTION ${other.subscription} ENABLE`);
  const dropSlot = () => other.run('source', `SELECT pg_drop_replication_slot('${other.subscription}')`);
  const makeSlot = () =>
    other.run('source', `SELECT pg_create_logical_replication_slot('${other.subscription}', 'pgoutput')`);

  it('not when a subscription was disabled, refreshed and enabled', async () => {
    await disable();
    expect(await happened()).toBeNull();
    await enable();
    await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} REFRESH PUBLICATION`);
    await served();
    expect(await happened()).toBeNull();
  });

  // Before it nobody counts what a slot has decoded: see docs/postgresql.md.
  itNeeds('PostgreSQL 14', 'source', 'when a slot was made anew between two looks', async () => {
    await disable();
    await dropSlot();
    await makeSlot();
    await enable();
    expect(await happened()).toMatch(/slot "other_subscription" was made anew/);
  });

  it('when a slot is gone, and when it is there again', async () => {
    await disable();
    await dropSlot();
    expect(await happened()).toMatch(/slot "other_subscription" is gone/);
    await makeSlot();
    expect(await happened()).toMatch(/was missing on the source and is there again/);
  });

  it('when a slot was moved while nobody read from it', async () => {
    await disable();
    expect(await happened()).toBeNull();
    await other.run('source', "INSERT INTO notes VALUES (2, 'never comes')");
    await other.run('source', `SELECT pg_replication_slot_advance('${other.subscription}', pg_current_wal_lsn())`);
    expect(await happened()).toMatch(/was moved from .* while the subscription did not read from it/);
  });

  it('when a subscription was made anew, though all else is as before', async () => {
    const [row] = await other.run('target', 'SELECT subconninfo AS it FROM pg_subscription ORDER BY oid DESC LIMIT 1');
    const connection = String(row?.['it']).replaceAll("'", "''");
    await other.run(
      'target',
      `DROP SUBSCRIPTION ${other.subscription}`,
      `CREATE SUBSCRIPTION ${other.subscription} CONNECTION '${connection}' PUBLICATION ${other.publication} WITH (copy_data = false)`,
    );
    expect(await happened()).toMatch(/subscription "other_subscription" was dropped on the target and made anew/);
  });

  it('when a subscription reads other publications', async () => {
    await other.run('source', 'CREATE PUBLICATION more');
    await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} ADD PUBLICATION more WITH (refresh = false)`);
    expect(await happened()).toMatch(/read the publications other_publication and reads more, other_publication/);
  });

  itNeeds('PostgreSQL 15', 'target', 'when a subscription is told to skip a transaction', async () => {
    await disable();
    await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} SKIP (lsn = 'FFFFF/1')`);
    expect(await happened()).toMatch(/was told to skip the transaction that ends at FFFFF\/1/);
    await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} SKIP (lsn = NONE)`);
    expect(await happened()).toBeNull();
  });

  /** Makes the worker fail at one transaction of the source, and answers the position by which that is skipped. */
  async function fail(id: number): Promise<string> {
    await other.run('source', "SELECT pg_create_logical_replication_slot('beside', 'pgoutput')");
    await other.run('target', `INSERT INTO notes VALUES (${id}, 'in the way')`);
    await other.run('source', `INSERT INTO notes VALUES (${id}, 'never comes')`);
    const begun = `SELECT encode(substr(data, 2, 8), 'hex') AS lsn FROM pg_logical_slot_peek_binary_changes('beside', NULL, NULL,
      'proto_version', '1', 'publication_names', '${other.publication}') WHERE get_byte(data, 0) = ascii('B')`;
    const [row] = await other.run('source', begun);
    await other.run('source', "SELECT pg_drop_replication_slot('beside')");
    await eventually('the worker to fail', async () => {
      const asked = `SELECT apply_error_count > 0 AS it FROM pg_stat_subscription_stats WHERE subname = '${other.subscription}'`;
      return (await other.run('target', asked))[0]?.['it'] === true;
    });
    const position = String(row?.['lsn']);
    return `${position.slice(0, 8)}/${position.slice(8)}`;
  }

  const skip = (position: string) =>
    other.run('target', `ALTER SUBSCRIPTION ${other.subscription} SKIP (lsn = '${position}')`);

  itNeeds('PostgreSQL 15', 'target', 'when a transaction was skipped and passed between two looks', async () => {
    const position = await fail(30);
    expect(await happened()).toBeNull();
    await skip(position);
    await served();
    expect(await happened()).toMatch(
      /was altered on the target after "other_subscription" had failed: it may have been told to skip/,
    );
    expect(await happened()).toBeNull();
  });

  itNeeds(
    'PostgreSQL 15',
    'target',
    'when it was skipped and enabled again, after an error had disabled it',
    async () => {
      await other.run('target', `ALTER SUBSCRIPTION ${other.subscription} SET (disable_on_error = true)`);
      await look();
      const position = await fail(31);
      expect(await happened()).toBeNull();
      await skip(position);
      await enable();
      await served();
      expect(await happened()).toMatch(/was altered on the target after "other_subscription" had failed/);
    },
  );
});
