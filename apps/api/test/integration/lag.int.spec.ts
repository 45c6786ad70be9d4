import type { Lab } from '@cutover/lab';
import { replicaLagSchema, type ReplicaLag } from '@cutover/contracts';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { LagService } from '../../src/lag/lag.service.js';
import { Clock } from '../../src/platform/clock.js';
import { ReplicationPositionService } from '../../src/replication/replication-position.service.js';
import { eventually } from '../support/eventually.js';
import { noHeartbeat } from '../support/no-heartbeat.js';
import { runOn } from '../support/run-on.js';
import { configOf, labPair, whileBroken } from '../support/lab-pair.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let connections: ConnectionsService;
let service: LagService;

beforeAll(async () => {
  lab = await labPair();
});

beforeEach(async () => {
  const config = configOf(lab);
  connections = await whenUp(startConnections(config));
  service = new LagService(config, connections, new Clock(), noHeartbeat);
});

afterEach(() => connections.onApplicationShutdown());

/** One measurement, checked against the contract. */
async function measure(): Promise<ReplicaLag> {
  await service.measure('shop', new AbortController().signal);
  return replicaLagSchema.parse(service.snapshot('shop'));
}

/** Measures until it looks like this. */
function until(what: string, matches: (lag: ReplicaLag) => boolean): Promise<ReplicaLag> {
  return eventually(what, async () => {
    const lag = await measure();
    return matches(lag) && lag;
  });
}

async function writeOnSource(rows = 1): Promise<void> {
  await lab.withAdmin('source', async (root) => {
    for (let i = 0; i < rows; i++)
      await root.query(
        `INSERT INTO audit_log (table_name, row_key, action, actor) VALUES ('audit_log', 'test', 'note', 'test')`,
      );
  });
}

it('is idle with every measure at 0 when the target has caught up', async () => {
  await lab.catchUp();
  const lag = await until('idle', ({ state }) => state === 'idle');
  expect(lag).toMatchObject({
    isStale: false,
    seconds: 0,
    transactionsBehind: '0',
    notReceivedBytes: 0,
    notAppliedBytes: 0,
    predictedDrainSeconds: 0,
    contradiction: null,
    isOverThreshold: false,
    reason: null,
  });
  expect(lag.sourcePosition).toBe(lag.targetPosition);
  expect(lag.channels).toMatchObject([{ receiver: 'running', applier: 'running', tls: true, lastError: null }]);
});

it('measures both sides while the source is written, and never calls the target errant', async () => {
  const load = lab.startLoad({ rate: 100 });
  try {
    for (let i = 0; i < 30; i++) {
      const lag = await measure();
      expect(['idle', 'applying']).toContain(lag.state);
      expect(lag.domains.flatMap(({ errantGtids }) => errantGtids ?? [])).toEqual([]);
      expect(lag.contradiction).toBeNull();
    }
  } finally {
    await load.stop();
  }
});

it('counts what a delayed target has fetched and not applied, over a rotation of the binary log too', () =>
  whileBroken(lab, 'lag', async () => {
    await lab.withAdmin('source', (root) => root.query('FLUSH BINARY LOGS'));
    await writeOnSource(5);
    const lag = await until('fetched, not applied', (seen) => Number(seen.transactionsBehind) >= 6);
    expect(lag.state).toBe('applying');
    expect(lag.channels[0]?.delaySeconds).toBe(3600);
    const both = await until('all fetched', ({ notReceivedBytes }) => notReceivedBytes === 0);
    expect(both.notAppliedBytes).toBeGreaterThan(500);
  }));

it('is stopped, with seconds unknown and not 0, when replication is stopped', async () => {
  await whileBroken(lab, 'replica-stopped', async () => {
    await writeOnSource();
    const lag = await measure();
    expect(lag).toMatchObject({ state: 'stopped', seconds: null, isOverThreshold: null });
    expect(Number(lag.transactionsBehind)).toBeGreaterThan(0);
    const positions = new ReplicationPositionService(connections, new Clock());
    const wait = positions.waitForTarget('shop', lag.sourcePosition!, { timeoutMs: 20_000 });
    await expect(wait).resolves.toBe('replication-stopped');
  });
  const positions = new ReplicationPositionService(connections, new Clock());
  const source = await positions.sourcePosition('shop');
  await expect(positions.waitForTarget('shop', source!, { timeoutMs: 20_000 })).resolves.toBe('reached');
  await until('idle again', ({ state }) => state === 'idle');
});

it('is broken, with the error, when a row cannot be applied', async () => {
  await whileBroken(lab, 'replica-broken', async () => {
    const lag = await measure();
    expect(lag).toMatchObject({ state: 'broken', seconds: null });
    expect(lag.channels[0]).toMatchObject({ receiver: 'running', applier: 'stopped' });
    expect(lag.channels[0]?.lastError).toMatch(/1062.*Duplicate/);
  });
  await until('idle again', ({ state }) => state === 'idle');
});

it('shows a dead receiver beside a running applier', async () => {
  await whileBroken(lab, 'receiver-dead', async () => {
    await writeOnSource();
    const lag = await measure();
    expect(lag.state).not.toBe('idle');
    expect(lag.seconds).toBeNull();
    expect(lag.channels[0]?.receiver).not.toBe('running');
    expect(lag.channels[0]).toMatchObject({ applier: 'running', lastError: expect.stringContaining('Receiver error') });
    expect(lag.notReceivedBytes).toBeGreaterThan(0);
  });
  await until('idle again', ({ state }) => state === 'idle');
});

it('still tells the position of the source when the target is down', () =>
  whileBroken(lab, 'target-down', async () => {
    const lag = await measure();
    expect(lag).toMatchObject({ state: 'unknown', seconds: null, transactionsBehind: null, isOverThreshold: null });
    expect(lag.sourcePosition).toMatch(/^0-\d+-\d+$/);
    expect(lag.targetPosition).toBeNull();
    expect(lag.reason).toMatch(/target/);
  }));

it('still tells the channels and the position of the target when the source is down', () =>
  whileBroken(lab, 'source-down', async () => {
    const lag = await until('the receiver noticed', ({ channels }) => channels[0]?.receiver !== 'running');
    expect(lag).toMatchObject({ state: 'stopped', seconds: null, sourcePosition: null, notAppliedBytes: 0 });
    expect(lag.targetPosition).toMatch(/^0-\d+-\d+$/);
    expect(lag.reason).toMatch(/source/);
  }));

it('measures what it can without a right, names the exact GRANT, and sees it as soon as it is given', async () => {
  const run = (sql: string) => lab.withoutBinaryLog('target', (root) => root.query(sql).then(() => undefined));
  await run(`REVOKE SLAVE MONITOR ON *.* FROM 'cutover'@'%'`);
  const config = configOf(lab);
  // Sessions keep the rights they had when they began.
  const later = await whenUp(startConnections(config));
  try {
    service = new LagService(config, later, new Clock(), noHeartbeat);
    const lag = await measure();
    expect(lag).toMatchObject({ state: 'unknown', seconds: null, channels: [] });
    expect(lag.transactionsBehind).not.toBeNull();
    expect(lag.reason).toContain("GRANT SLAVE MONITOR ON *.* TO 'cutover'@'%';");
    await eventually('the missing right is in the status', () => later.snapshot('shop').target.missingGrants?.length);
  } catch (error) {
    await later.onApplicationShutdown();
    throw error;
  } finally {
    await run(`GRANT SLAVE MONITOR ON *.* TO 'cutover'@'%'`);
  }
  const healed = await measure();
  await later.onApplicationShutdown();
  expect(healed).toMatchObject({ state: 'idle', reason: null });
});

it('calls a write on the target errant', async () => {
  // A domain of its own: in domain 0 it would end replication (gtid_strict_mode).
  await lab.withAdmin('target', async (root) => {
    await root.query('SET SESSION gtid_domain_id = 77');
    await root.query('CREATE DATABASE cutover_errant');
  });
  try {
    const lag = await measure();
    expect(lag.domains.find(({ domain }) => domain === '77')).toMatchObject({
      errantGtids: expect.stringMatching(/^77-/),
      transactionsBehind: '0',
    });
  } finally {
    await lab.withAdmin('target', async (root) => {
      await root.query('SET SESSION sql_log_bin = 0');
      await root.query('DROP DATABASE cutover_errant');
      // A server remembers a domain until no binary log of it is left.
      await root.query('FLUSH BINARY LOGS');
      const [rows] = await root.query('SHOW MASTER STATUS');
      // The server may hold on to a file for a moment, and then refuses.
      await eventually('the domain is forgotten', async () => {
        await root.query('PURGE BINARY LOGS TO ?', [(rows as { File: string }[])[0]?.File]);
        return root.query('FLUSH BINARY LOGS DELETE_DOMAIN_ID = (77)').catch(() => null);
      });
    });
  }
  expect((await measure()).domains.map(({ domain }) => domain)).toEqual(['0']);
});

it('does not call errant what the source has applied itself, when it was the replica of the target and logged none of it', async () => {
  const onTarget = (...statements: string[]) => runOn(lab, 'target', ...statements);
  const setStrict = (value: 'ON' | 'OFF') =>
    Promise.all(
      (['source', 'target'] as const).map((role) => runOn(lab, role, `SET GLOBAL gtid_strict_mode = ${value}`)),
    );
  await setStrict('OFF');
  try {
    // Logged under a GTID of the target, and changes no row.
    await onTarget('ANALYZE TABLE shop.suppliers');
    const errant = await until('errant', ({ domains }) => domains.some(({ errantGtids }) => errantGtids !== null));
    const gtid = errant.domains.find(({ errantGtids }) => errantGtids !== null)?.errantGtids ?? '';
    await runOn(lab, 'source', `SET GLOBAL gtid_slave_pos = '${gtid}'`);
    const { domains } = await measure();
    expect(domains.filter(({ errantGtids, unexplainedGtids }) => errantGtids !== null || unexplainedGtids)).toEqual([]);
    await onTarget('ANALYZE TABLE shop.suppliers');
    const later = await measure();
    expect(later.domains.some(({ errantGtids }) => errantGtids !== null)).toBe(true);
  } finally {
    await runOn(lab, 'source', "SET GLOBAL gtid_slave_pos = ''");
    await onTarget('STOP SLAVE', 'RESET MASTER', 'START SLAVE');
    await setStrict('ON');
    await lab.catchUp();
  }
});
