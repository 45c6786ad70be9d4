import type {
  AlertPage,
  AlertType,
  FindingList,
  MigrationDetail,
  MigrationMetrics,
  OverallVerdict,
  Readiness,
} from '@cutover/contracts';
import { breakNames, type BreakName, type Lab } from '@cutover/lab';
import { alertTypeOf } from '../../src/evidence/check.js';
import { runClient } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { ourSessions } from '../support/our-statements.js';
import { startProduct, type Product } from '../support/product.js';

/** What a break must show: the alert that fires, the overall answer, and what the migration's state says. */
interface Symptoms {
  alert: AlertType;
  /** An alert that the same cause must not raise beside it. */
  notAlso?: AlertType;
  answer: OverallVerdict['answer'];
  /** What the alert says, and what it says to do. The page shows both as they are. */
  says: { message: RegExp; action?: RegExp };
  /** The check that is the one reason of the answer: what else is unknown follows from it. */
  onlyReason?: string;
  /** The statements of the finding, run as they are printed, mend it; the lab then puts back what it had before. */
  isMendedAsPrinted?: true;
  state(seen: MigrationMetrics): boolean;
}

const checksumVerdict = ({ checksumResults }: MigrationMetrics, table: string): string | undefined =>
  checksumResults.find((r) => r.table === table)?.verdict;
const consistencyVerdict = ({ consistencyResults }: MigrationMetrics, table: string): string | undefined =>
  consistencyResults.find((r) => r.table === table)?.verdict;

const replicates = ({ replicaLag }: MigrationMetrics): boolean =>
  replicaLag?.state === 'applying' || replicaLag?.state === 'idle';

/** No row shows it. */
const isMatched = ({ checksumResults }: MigrationMetrics): boolean =>
  checksumResults.length > 0 && checksumResults.every(({ verdict }) => verdict !== 'diverged');

/** Exhaustive: a new break of the lab does not compile until it is said here what it must show. */
const symptoms: Record<BreakName, Symptoms> = {
  'replica-stopped': {
    isMendedAsPrinted: true,
    alert: 'replication_stopped',
    answer: 'not-safe',
    says: { message: /stopped/i },
    state: (d) => d.replicaLag?.state === 'stopped',
  },
  'replica-broken': {
    alert: 'replication_broken',
    answer: 'not-safe',
    says: { message: /already has a row that the source inserted/ },
    state: (d) => d.replicaLag?.state === 'broken',
  },
  'receiver-dead': {
    alert: 'receiver_dead',
    answer: 'not-safe',
    says: { message: /receiver cannot connect/i },
    state: (d) => d.replicaLag?.channels[0]?.receiver !== 'running',
  },
  'target-down': {
    alert: 'connection_lost',
    notAlso: 'stale_data',
    answer: 'cannot-tell',
    says: { message: /target .*has not answered/i },
    onlyReason: 'connection-lost',
    state: (d) => d.connectionStatus.target.state === 'down',
  },
  'source-down': {
    alert: 'connection_lost',
    answer: 'cannot-tell',
    says: { message: /source .*has not answered/i },
    onlyReason: 'connection-lost',
    state: (d) => d.connectionStatus.source.state === 'down',
  },
  'row-changed': {
    alert: 'checksum_diverged',
    answer: 'not-safe',
    says: { message: /shop\.customers differs/ },
    state: (d) => checksumVerdict(d, 'shop.customers') === 'diverged',
  },
  'row-missing': {
    alert: 'consistency_diverged',
    answer: 'not-safe',
    says: { message: /shop\.reviews/ },
    state: (d) => consistencyVerdict(d, 'shop.reviews') === 'diverged',
  },
  'row-extra': {
    alert: 'checksum_diverged',
    answer: 'not-safe',
    says: { message: /shop\.coupons/ },
    state: (d) => checksumVerdict(d, 'shop.coupons') === 'diverged',
  },
  lag: {
    // The lag is that delay, and no step of its own.
    alert: 'replication_delayed',
    notAlso: 'lag_threshold',
    answer: 'not-safe',
    says: { message: /applies everything .* late on purpose/, action: /Take the delay away/ },
    state: (d) => d.replicaLag?.isOverThreshold === true,
  },
  'index-missing': {
    isMendedAsPrinted: true,
    alert: 'schema_parity',
    answer: 'not-safe',
    says: {
      message: /^Index audit_log_time of shop\.audit_log is missing on the target$/,
      action:
        /^Do not cut over before it is mended\.[^]* Run on the target: SET SESSION sql_log_bin = 0;\nALTER TABLE /,
    },
    state: isMatched,
  },
  'collation-changed': {
    isMendedAsPrinted: true,
    alert: 'schema_parity',
    answer: 'not-safe',
    says: {
      message: /^Column name of shop\.suppliers is .* on the source and .*COLLATE utf8mb4_bin.* on the target$/,
      action:
        /^Do not cut over before it is mended\.[^]* Run on the target: SET SESSION sql_log_bin = 0;\nALTER TABLE /,
    },
    state: isMatched,
  },
  'auto-increment-behind': {
    isMendedAsPrinted: true,
    alert: 'schema_parity',
    answer: 'not-safe',
    says: {
      message: /^AUTO_INCREMENT of id of shop\.product_images is at \d+ on the source and at \d+ on the target$/,
      action:
        /^Do not cut over before it is mended\.[^]* Run on the target: SET SESSION sql_log_bin = 0;\nALTER TABLE /,
    },
    state: isMatched,
  },
  'table-dropped': {
    alert: 'table_missing',
    notAlso: 'checksum_diverged',
    answer: 'not-safe',
    says: { message: /shop\.product_images/ },
    state: (d) => checksumVerdict(d, 'shop.product_images') === 'diverged',
  },
  'grant-missing': {
    isMendedAsPrinted: true,
    alert: 'accounts_parity',
    answer: 'not-safe',
    says: { message: /shop_app/ },
    state: () => true,
  },
  'wrong-password': {
    alert: 'connection_lost',
    notAlso: 'stale_data',
    answer: 'cannot-tell',
    says: { message: /target .*Access denied/i },
    onlyReason: 'connection-lost',
    state: (d) => d.connectionStatus.target.lastFault?.code === 'ER_ACCESS_DENIED_ERROR',
  },
  // What the server says of its tablespaces: encryption.int.spec.ts.
  'encryption-threads-zero': {
    isMendedAsPrinted: true,
    alert: 'encryption_stuck',
    answer: 'not-safe',
    says: { message: /innodb_encryption_threads = 0/ },
    state: replicates,
  },
  'plain-table': {
    isMendedAsPrinted: true,
    alert: 'encryption_incomplete',
    answer: 'not-safe',
    says: { message: /shop\.reviews stays plain/ },
    state: replicates,
  },
  'event-scheduler-on': {
    isMendedAsPrinted: true,
    ...{ alert: 'event_scheduler', answer: 'not-safe', state: () => true },
    says: { message: /is on; it runs shop\.audit_log_purged/, action: /SET GLOBAL event_scheduler = OFF/ },
  },
  'stray-write-on-target': {
    alert: 'errant_transactions',
    answer: 'not-safe',
    state: (d) => d.replicaLag?.domains.some(({ errantGtids }) => errantGtids !== null) === true,
    says: { message: /transactions that the source never had/, action: /Find who wrote/ },
  },
  // Warnings, of which the freeze takes care: the answer stays as it is.
  'long-transaction': {
    isMendedAsPrinted: true,
    ...{ alert: 'long_transaction', answer: 'safe', state: () => true },
    says: { message: /open on the source.*root@localhost for \d+ s \(SELECT SLEEP\(\?\)/, action: /KILL \d+/ },
  },
  'binlog-retention-short': {
    isMendedAsPrinted: true,
    ...{ alert: 'binlog_retention', answer: 'safe', state: () => true },
    says: { message: /for 60 min only/, action: /SET GLOBAL binlog_expire_logs_seconds = 604800/ },
  },
};

describe('every break of the lab', () => {
  let lab: Lab;
  let product: Product;

  const detail = (): Promise<MigrationDetail> => product.get('/api/migrations/shop');
  const seen = async (): Promise<MigrationMetrics> => {
    const [shop] = await product.get<MigrationMetrics[]>('/api/metrics');
    if (shop === undefined) throw new Error('No metrics of the one migration');
    return shop;
  };
  const alerts = (state: 'firing' | 'resolved'): Promise<AlertPage> =>
    product.get(`/api/alerts?state=${state}&limit=200`);
  const isFiring = async (type: AlertType): Promise<boolean> =>
    (await alerts('firing')).alerts.some((a) => a.type === type);
  const isSafe = async (): Promise<boolean> => (await detail()).verdict.answer === 'safe';

  /** Types the statements of the findings of a check into the client of their side, as an administrator would. */
  const runAsPrinted = async (alert: AlertType): Promise<void> => {
    const { findings } = await product.get<FindingList>('/api/migrations/shop/findings');
    const statements = findings
      .filter(({ check, outcome }) => alertTypeOf(check) === alert && outcome === 'fail')
      .flatMap((finding) => finding.statements ?? []);
    expect(statements).not.toEqual([]);
    const { remaining } = await product.get<Readiness>('/api/migrations/shop/readiness');
    const steps = remaining.filter(({ check, outcome }) => alertTypeOf(check) === alert && outcome === 'fail');
    expect(steps.flatMap((step) => step.statements)).toEqual(statements);
    for (const { on, sql } of statements) expect(await runClient(lab, on, sql)).toMatchObject({ code: 0, errors: '' });
  };

  beforeAll(async () => {
    lab = await labPair();
    product = await startProduct(lab, {
      // Watchers that look every 10 s would make two good samples a wait of 20 s for each break.
      sections: { alerts: { holdSeconds: 1, resolveSamples: 1 } },
    });
    await eventually('the untouched pair is safe', isSafe);
  });
  afterAll(() => product.end());

  it.each(breakNames)('%s shows in the state, the alerts and the verdict, and goes away after mend', async (name) => {
    const { alert, notAlso, answer, onlyReason, state, says, isMendedAsPrinted } = symptoms[name];
    await lab.break(name);
    try {
      await eventually(`${name}: its state`, async () => state(await seen()));
      await eventually(`${name}: alert ${alert}`, () => isFiring(alert));
      await eventually(`${name}: the answer is ${answer}`, async () => (await detail()).verdict.answer === answer);
      if (onlyReason)
        await eventually(`${name}: the one reason is ${onlyReason}`, async () => {
          const { reasons } = (await detail()).verdict;
          return reasons.length === 1 && reasons[0]?.check === onlyReason;
        });
      if (notAlso) await eventually(`${name}: no ${notAlso}`, async () => !(await isFiring(notAlso)));
      // What it says may become more precise with the next reading.
      const fired = await eventually(`${name}: ${alert} says ${says.message}`, async () =>
        (await alerts('firing')).alerts.find((a) => a.type === alert && says.message.test(a.message)),
      );
      expect(fired.message.length).toBeGreaterThan(10);
      expect(fired.action).toMatch(says.action ?? /.{11}/);
      if (isMendedAsPrinted) {
        await runAsPrinted(alert);
        await eventually(`${name}: alert ${alert} resolved by its statements`, async () => !(await isFiring(alert)));
      }
    } finally {
      await lab.mend(name);
    }
    await eventually(`${name}: alert ${alert} resolved`, async () => !(await isFiring(alert)));
    await eventually(`${name}: safe again`, isSafe);
    expect((await alerts('resolved')).alerts.map((a) => a.type)).toContain(alert);
  });

  it('leaves no statement of ours on the servers and exits 0 within 10 s on SIGTERM', async () => {
    const startedMs = performance.now();
    expect(await product.stop()).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    for (const role of ['source', 'target'] as const) {
      await eventually(`no session of ours is left on the ${role}`, async () => (await ourSessions(lab, role)) === 0);
    }
  });
});
