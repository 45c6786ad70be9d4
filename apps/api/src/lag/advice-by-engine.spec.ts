import type { Engine, ReplicaLag } from '@cutover/contracts';
import { gtidCodecs, readChannelStatus } from '@cutover/databases/mysql-family';
import { allChecks } from '../../test/support/all-checks.js';
import { at, server, someEvidence } from '../../test/support/some-evidence.js';
import { lagOf, slot, sourceOf, subscription, type Told } from '../../test/support/told-subscription.js';
import type { Found } from '../evidence/check.js';
import { composeLag } from './dialects/mysql-family/compose-lag.js';
import type { PositionSample } from './lag-history.js';

const nowMs = Date.parse(at);

/** Words that are wrong advice on the other family of engines. */
const mysqlWords =
  /\bSLAVE\b|START REPLICA|REPLICA STATUS|CHANGE MASTER|RESET MASTER|gtid|binlog|binary log|AUTO_INCREMENT|read_only|\b3306\b|channel/i;
const postgresWords = /subscription|publication|\bslot|\bpg_|apply worker|write-ahead|\bWAL\b/i;

/** What the checks of this engine say of a lag, both servers being up; INFO too, which the verdict shows. */
function judged(engine: Engine, lag: ReplicaLag): (Found & { check: string })[] {
  const port = engine === 'postgres' ? 5432 : 3306;
  const up = server({ since: lag.measuredAt, port });
  const evidence = someEvidence({ connection: { source: up, target: up, sameServer: false }, lag });
  return allChecks()
    .filter(({ check }) => check.engines?.includes(engine) ?? true)
    .flatMap(({ check }) => check.judge(evidence, nowMs).found.map((found) => ({ ...found, check: check.id })));
}

const textOf = ({ message, action }: Found): string => `${message}\n${action}`;

const sample = (atMs: number, position: string): PositionSample => ({
  ...{ atMs, sourcePosition: position, behind: 0n, written: null },
});
const disabled = subscription({ is_enabled: false, is_running: false });
const filling = {
  tables: 3,
  ready: 1,
  pending: [{ table: 'shop.a', state: 'copying' as const, copiedBytes: null, copiedRows: null }],
};
const retaining = { retained_bytes: '900', safe_bytes: '100' };

it.each<[string, Told, string, RegExp]>([
  ['disabled', { subscriptions: [disabled] }, 'replication-stopped', /ALTER SUBSCRIPTION "sub" ENABLE/],
  [
    'disabled while its worker still runs',
    { subscriptions: [subscription({ is_enabled: false })] },
    'replication-stopped',
    /subscription sub.*disabled[^]*ALTER SUBSCRIPTION "sub" ENABLE/,
  ],
  [
    'without a worker',
    { subscriptions: [subscription({ is_running: false })] },
    'replication-stopped',
    /error log of the target/,
  ],
  [
    'without a connection to a source that answers',
    { source: sourceOf([slot({ is_active: false })]) },
    'receiver-dead',
    /^The apply worker runs, and is not connected to the source \(subscription sub\): the target gets nothing[^]*error log of the target says why/,
  ],
  [
    'failing again and again',
    { subscriptions: [subscription({ apply_errors: '7' })], memory: lagOf({}).memory },
    'replication-broken',
    /7 times[^]*mend that row/,
  ],
  ['without its slot', { source: sourceOf([]) }, 'replication-broken', /no slot "sub"[^]*CREATE SUBSCRIPTION again/],
  [
    'whose slot is lost',
    { source: sourceOf([slot({ wal_status: 'lost' })]) },
    'replication-broken',
    /is lost[^]*the copy must be made anew/,
  ],
  ['not there', { subscriptions: [] }, 'replication-not-configured', /run CREATE SUBSCRIPTION/],
  [
    'over the limit',
    { history: [sample(80_000, '0/1800'), sample(85_000, '0/1900')] },
    'lag-threshold',
    /15 s \(limit 10 s\)[^]*a lock/,
  ],
  ['behind by an unknown time', {}, 'lag-threshold', /unknown[^]*Wait for the next measurements.*pg_stat_subscription/],
  [
    'not told by the target',
    { subscriptions: null },
    'stale-data',
    /could not be read[^]*Look at the connection of both sides/,
  ],
  [
    'being copied for the first time',
    { subscriptions: [subscription({ initialSync: filling })] },
    'initial-sync',
    /1 of 3 tables[^]*Wait for its end/,
  ],
  [
    'without a table',
    { subscriptions: [subscription({ initialSync: { tables: 0, ready: 0, pending: [] } })] },
    'initial-sync',
    /no table[^]*ALTER SUBSCRIPTION "sub" REFRESH PUBLICATION/,
  ],
  [
    'about to lose its slot',
    { source: sourceOf([slot({ ...retaining, wal_status: 'unreserved' })]) },
    'replication-slot',
    /about to remove[^]*max_slot_wal_keep_size/,
  ],
  ['near the limit of its slot', { source: sourceOf([slot(retaining)]) }, 'replication-slot', /max_slot_wal_keep_size/],
])('advises on a subscription that is %s in the words of PostgreSQL', (_, told, check, expected) => {
  const found = judged('postgres', lagOf(told).lag);
  expect(found.filter((each) => each.check === check).map(textOf)).toEqual([expect.stringMatching(expected)]);
  for (const each of found) expect(textOf(each)).not.toMatch(mysqlWords);
});

const runs = { Slave_IO_Running: 'Yes', Slave_SQL_Running: 'Yes', Seconds_Behind_Master: '0' };

interface ToldByMysqlFamily {
  /** Rows of the status of replication. */
  rows?: object[];
  source?: string;
  target?: string;
  written?: string;
  usesCurrentPos?: boolean;
  isStrict?: boolean;
  history?: PositionSample[];
}

function mysqlFamilyLag(engine: 'mariadb' | 'mysql', told: ToldByMysqlFamily): ReplicaLag {
  const { rows = [runs], source = '0-1-5', target = source, written = null, isStrict = false, history = [] } = told;
  const place = { file: 'b.1', position: 700 };
  return composeLag({
    target: {
      channels: { isKnown: true, value: rows.map(readChannelStatus) },
      position: { isKnown: true, value: { applied: target, written, serverId: '2', logsApplied: true, isStrict } },
    },
    source: {
      position: { isKnown: true, value: { position: source, written: null } },
      binlog: { isKnown: true, value: place },
    },
    ...{ sourceServerId: '1', history, memory: null, thresholdSeconds: 10, measuredAt: at, nowMs: 100_000 },
    math: gtidCodecs[engine],
  }).lag;
}

const uuid = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const stopped = { Slave_IO_Running: 'No', Slave_SQL_Running: 'No' };
const host = { Master_Host: 'db', Master_Port: '3307' };
const duplicate = { Slave_SQL_Running: 'No', Last_SQL_Errno: '1062', Last_SQL_Error: 'Duplicate entry' };
const locked = { Slave_IO_Running: 'Connecting', Last_IO_Errno: '4151', Last_IO_Error: 'Access denied, locked' };
const mine = { written: '0-1-5,0-2-8' };

it.each<[string, 'mariadb' | 'mysql', ToldByMysqlFamily, string, RegExp]>([
  [
    'whose threads are both stopped',
    'mariadb',
    { rows: [{ ...runs, ...stopped }] },
    'replication-stopped',
    /^Replication is stopped \(default channel\): Both replication threads are stopped\nIf nobody stopped it on purpose, start it, and look at the error log of the target\.$/,
  ],
  [
    'that does not apply',
    'mariadb',
    { rows: [{ ...runs, Slave_SQL_Running: 'No' }] },
    'replication-stopped',
    /^The target receives but does not apply \(default channel\): The applier is stopped\nIf nobody stopped it/,
  ],
  [
    'whose receiver is stopped',
    'mariadb',
    { rows: [{ ...runs, Slave_IO_Running: 'No' }] },
    'receiver-dead',
    /^The receiver is stopped \(default channel\): the target gets nothing from the source, whatever the seconds say\nIf nobody stopped it on purpose, start it, and look at the error log of the target\.$/,
  ],
  [
    'that has just begun to connect',
    'mysql',
    { rows: [{ ...runs, ...host, Slave_IO_Running: 'Connecting' }], source: `${uuid}:1-5` },
    'receiver-dead',
    /^The receiver cannot connect to db:3307 \(default channel\): the target gets nothing from the source\nCheck from the target's host that db:3307 can be reached/,
  ],
  [
    'that cannot log in',
    'mariadb',
    { rows: [{ ...runs, ...locked }] },
    'receiver-dead',
    /^The receiver cannot connect to the source \(default channel\): .*\. The target cannot log in to the source: account locked\nUnlock .* The server says: Receiver error 4151/,
  ],
  ['that is broken', 'mariadb', { rows: [{ ...runs, ...duplicate }] }, 'replication-broken', /then START REPLICA/],
  [
    'that is not there',
    'mariadb',
    { rows: [] },
    'replication-not-configured',
    /run CHANGE MASTER TO … \(CHANGE REPLICATION SOURCE TO …\) and START REPLICA there/,
  ],
  [
    'that says 0 seconds and does not move',
    'mariadb',
    { source: '0-1-9', target: '0-1-5', history: [sample(80_000, '0-1-7')] },
    'lag-contradiction',
    /Look at the receiver on the target \(SHOW REPLICA STATUS\): a dead one reads 0 s\.$/,
  ],
  [
    'that does not say its seconds',
    'mariadb',
    { rows: [{ ...runs, Seconds_Behind_Master: null }] },
    'lag-threshold',
    /at the rights of our accounts and at SHOW REPLICA STATUS on the target/,
  ],
  [
    'with errant transactions',
    'mariadb',
    mine,
    'errant-transactions',
    /^The target has transactions that the source never had, in domain 0: 0-2-8 and up to 2 more right before it, written on the target itself\. Somebody wrote[^]*\nSet read_only=ON on the target[^]*Find who wrote it [^]*STOP SLAVE; RESET MASTER; START SLAVE/,
  ],
  [
    'with errant transactions that end replication at the next write',
    'mariadb',
    { ...mine, isStrict: true },
    'errant-transactions',
    /gtid_strict_mode is on[^]*\nSet read_only=ON [^]*undo the write by hand[^]*RESET MASTER/,
  ],
  [
    'with errant transactions that end replication at the next connect',
    'mariadb',
    { ...mine, rows: [{ ...runs, Using_Gtid: 'Current_Pos' }] },
    'errant-transactions',
    /Using_Gtid: Current_Pos[^]*\nBefore anything else run on the target: .*MASTER_USE_GTID = slave_pos/,
  ],
  [
    'with errant transactions on MySQL',
    'mysql',
    { source: `${uuid}:1-5`, target: `${uuid}:1-7` },
    'errant-transactions',
    /:6-7, under the identity of another server[^]*make the source know each of them by an empty transaction/,
  ],
])('advises on a channel %s in the words of its engine', (_, engine, told, check, expected) => {
  const found = judged(engine, mysqlFamilyLag(engine, told));
  expect(found.filter((each) => each.check === check).map(textOf)).toEqual([expect.stringMatching(expected)]);
  for (const each of found) expect(textOf(each)).not.toMatch(postgresWords);
});

it.each<[string, ReplicaLag]>([
  [
    'a channel',
    mysqlFamilyLag('mariadb', {
      rows: [
        { ...runs, ...stopped },
        { ...runs, ...locked },
      ],
    }),
  ],
  ['a subscription', lagOf({ subscriptions: [disabled] }).lag],
])('gives %s that is not as it should be its headline and action', (_, { channels }) => {
  for (const { headline, action } of channels) expect([headline, action]).not.toContain(null);
});

it('has nothing to say of what works', () => {
  for (const { channels } of [mysqlFamilyLag('mariadb', {}), lagOf({}).lag])
    expect(channels).toMatchObject([{ headline: null, action: null }]);
});
