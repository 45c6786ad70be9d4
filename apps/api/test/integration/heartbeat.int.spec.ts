import type { Heartbeat } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { HeartbeatService } from '../../src/lag/heartbeat/heartbeat.service.js';
import { LagService } from '../../src/lag/lag.service.js';
import { Clock } from '../../src/platform/clock.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair, whileBroken } from '../support/lab-pair.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let connections: ConnectionsService;
let heartbeats: HeartbeatService;
let lags: LagService;

beforeAll(async () => {
  lab = await labPair();
  const config = configOf(lab, { heartbeat: { enabled: true, table: 'cutover.heart`beat' } });
  connections = await whenUp(startConnections(config));
  heartbeats = new HeartbeatService(config, connections, new Clock());
  lags = new LagService(config, connections, new Clock(), heartbeats);
});

afterAll(async () => {
  await heartbeats.beforeApplicationShutdown();
  await connections.onApplicationShutdown();
});

const never = new AbortController().signal;

async function beat(): Promise<Heartbeat> {
  await heartbeats.measure('shop', never);
  const last = heartbeats.snapshot('shop');
  if (last === null) throw new Error('No beat was tried');
  return last;
}

/** Beats until it looks like this. */
function until(what: string, matches: (heartbeat: Heartbeat) => boolean): Promise<Heartbeat> {
  return eventually(what, async () => {
    const last = await beat();
    return matches(last) && last;
  });
}

/** What an operator would copy out of the sentence. */
async function runAdvice({ action }: Heartbeat, role: 'source' | 'target'): Promise<void> {
  const statements = (action ?? '').replace(/^Run on the (source|target): /, '');
  expect(statements).not.toBe(action);
  await lab.withAdmin(role, async (root) => {
    for (const statement of statements.split(/;\s*/).filter((text) => text !== '')) await root.query(statement);
    await root.query('SET SESSION sql_log_bin = 1');
  });
}

it('says what an operator has to run until it beats, and beats then', async () => {
  const rights = await until('a failure', ({ writer }) => writer === 'failing');
  expect(rights).toMatchObject({ seconds: null, lastBeatAt: null });
  expect(rights.reason).toBe('The account may not write the heartbeat');
  await runAdvice(rights, 'source');
  const denied = await until('written, and not to be read', ({ writer }) => writer === 'writing');
  expect(denied.reason).toBe('The account may not read the heartbeat on the target');
  await runAdvice(denied, 'target');
  const beating = await until('a beat on the target', ({ seconds }) => seconds === 0);
  expect(beating).toMatchObject({ writer: 'writing', reason: null, action: null });
});

it('tells the lag where the server says nothing of it', () =>
  whileBroken(lab, 'replica-stopped', async () => {
    const behind = await until('behind', ({ seconds }) => seconds !== null && seconds > 1);
    expect(behind.writer).toBe('writing');
    await lags.measure('shop', never);
    const lag = lags.snapshot('shop');
    expect(lag).toMatchObject({ seconds: null, heartbeat: { writer: 'writing' } });
    expect(lag?.atLeastSeconds).toBeGreaterThanOrEqual(1);
  }));

it('says that the table is gone, and how it is made', async () => {
  await lab.withAdmin('source', (root) => root.query('DROP TABLE cutover.`heart``beat`'));
  const missing = await until('a table that is missing', ({ writer }) => writer === 'failing');
  expect(missing.reason).toBe('The table of the heartbeat is not there');
  await runAdvice(missing, 'source');
  await until('beating again', ({ seconds }) => seconds === 0);
});

it('calls a source that takes no writes a dead writer, and no lag', async () => {
  await until('caught up', ({ seconds }) => seconds === 0);
  await lab.withAdmin('source', async (root) => {
    await root.query('SET GLOBAL read_only = ON');
    try {
      const dead = await beat();
      expect(dead).toMatchObject({ writer: 'failing', seconds: null });
      expect(dead.reason).toBe('The source refuses writes (read_only)');
      expect(dead.lastBeatAt).not.toBeNull();
    } finally {
      await root.query('SET GLOBAL read_only = OFF');
    }
  });
  await until('beating again', ({ seconds, writer }) => writer === 'writing' && seconds === 0);
});

it('writes nothing while it is paused, and begins by itself when the pause is over', async () => {
  const position = async () => {
    const [row] = await lab.withAdmin('source', async (root) => {
      const [rows] = await root.query('SELECT @@global.gtid_binlog_pos AS position');
      return rows as { position: string }[];
    });
    return row?.position;
  };
  heartbeats.pause('shop', 60_000);
  const before = await position();
  expect(await beat()).toMatchObject({ writer: 'paused', seconds: null });
  expect(await position()).toBe(before);
  heartbeats.pause('shop', 0);
  expect((await beat()).writer).toBe('writing');
});

it('leaves no transaction open and no session behind', async () => {
  const ours = () =>
    lab.withAdmin('source', async (root) => {
      const [rows] = await root.query(
        "SELECT COUNT(*) AS open FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id WHERE p.USER = 'cutover'",
      );
      return Number((rows as { open: number }[])[0]?.open);
    });
  await beat();
  expect(await ours()).toBe(0);
});
