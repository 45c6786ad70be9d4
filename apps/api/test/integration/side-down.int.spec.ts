// One server is down, by the built product on a real pair: one reason, one alert, one message, and nothing that passes without it.
import {
  notificationSchema,
  readinessSchema,
  type Alert,
  type AlertPage,
  type MigrationDetail,
  type Notification,
  type Readiness,
  type Role,
} from '@cutover/contracts';
import type { BreakName, Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { openHttpSink, type HttpSink } from '../support/http-sink.js';
import { labPair, whileBroken } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

/** What is judged on the answers of one side, or of both: it cannot pass while that side is away. */
const ofTarget = [
  ...['encryption-incomplete', 'event-scheduler', 'replication-broken', 'replication-stopped', 'rollback-path'],
  ...['target-writable', 'unseen-writes'],
];
const ofSource = ['binlog-retention'];
const ofBoth = [
  ...[
    'accounts-parity',
    'errant-transactions',
    'heartbeat-written',
    'lag-threshold',
    'long-transaction',
    'metadata-lock',
  ],
  ...[
    'pair-seen',
    'receiver-dead',
    'schema-parity',
    'stale-data',
    'table-name-case',
    'variables-parity',
    'version-pair',
  ],
];
/** Rows stay as they were proved, whoever answers now. */
const proved = ['checksum-diverged', 'checksum-unverified', 'definition-diverged'];

/** What tells that it could not be measured, and when that was tried: all within some seconds. */
const measured: Record<Role, readonly string[]> = {
  source: ['binlog-retention', 'heartbeat-written', 'long-transaction'],
  target: ['encryption-incomplete', 'event-scheduler', 'heartbeat-written', 'long-transaction', 'target-writable'],
};

describe('a side that does not answer', () => {
  let lab: Lab;
  let product: Product;
  let hook: HttpSink;

  const readiness = async (): Promise<Readiness> =>
    readinessSchema.parse(await product.get('/api/migrations/shop/readiness'));
  const reasons = async (): Promise<MigrationDetail['verdict']['reasons']> =>
    (await product.get<MigrationDetail>('/api/migrations/shop')).verdict.reasons;
  const alerts = async (): Promise<Alert[]> => (await product.get<AlertPage>('/api/alerts?limit=200')).alerts;
  const isSafe = async (): Promise<boolean> => (await readiness()).answer === 'safe';
  const messages = (): Notification[] => hook.requests.map(({ body }) => notificationSchema.parse(JSON.parse(body)));
  const outcomes = async (ids: readonly string[]): Promise<Record<string, string | undefined>> => {
    const { checks } = await readiness();
    return Object.fromEntries(ids.map((id) => [id, checks.find(({ check }) => check === id)?.outcome]));
  };
  const all = (ids: readonly string[], outcome: string) => Object.fromEntries(ids.map((id) => [id, outcome]));

  const isFiring = async (type: string): Promise<boolean> =>
    (await alerts()).some((alert) => alert.type === type && alert.state === 'firing');
  /** Whether the watchers of that side have looked in vain since this instant. */
  const isLookedAt = async (role: Role, since: string): Promise<boolean> => {
    const { checks } = await readiness();
    return measured[role].every((id) =>
      checks.some(({ check, findings }) => check === id && findings.some(({ evidence }) => evidence > since)),
    );
  };

  /** Runs what the product says that the heartbeat lacks, on either side, until it beats. */
  async function makeHeartbeat(): Promise<void> {
    await eventually('the heartbeat beats', async () => {
      const { checks } = await readiness();
      const [found] = checks.find(({ check }) => check === 'heartbeat-written')?.findings ?? [];
      if (found?.outcome === 'pass') return true;
      const [, role, statements] = /^Run on the (source|target): (.*)$/.exec(found?.action ?? '') ?? [];
      if (role === undefined || statements === undefined) return false;
      await lab.withAdmin(role as Role, async (root) => {
        for (const each of statements.split(/;\s*/).filter((text) => text !== '')) await root.query(each);
      });
      return false;
    });
  }

  beforeAll(async () => {
    lab = await labPair();
    hook = await openHttpSink();
    const channels = [
      { name: 'hook', type: 'webhook', url: hook.url, secret: 'a-secret-of-the-webhook', groupSeconds: 8 },
    ];
    product = await startProduct(lab, {
      migration: { heartbeat: { enabled: true, table: 'cutover.beats' } },
      sections: { alerts: { holdSeconds: 5, resolveSamples: 2, channels } },
    });
    await makeHeartbeat();
  });
  afterAll(async () => {
    await product.end();
    await hook.end();
  });
  beforeEach(async () => {
    await eventually('the pair is safe', isSafe);
    await eventually('everything was looked at', async () => {
      const now = await outcomes([...ofTarget, ...ofSource, ...ofBoth]);
      return Object.values(now).every((outcome) => outcome !== 'unknown');
    });
    await eventually('the webhook heard that it is safe, and of nothing else that is open', async () => {
      const last = messages().at(-1);
      if (last !== undefined) return last.verdict?.answer === 'safe' && last.firing.count === 0;
      // A first answer is no news. It is noted once it has lasted for the hold time.
      const { since } = (await product.get<MigrationDetail>('/api/migrations/shop')).verdict;
      return Date.now() - Date.parse(since) > 30_000;
    });
  });

  it.each<[BreakName, Role, readonly string[]]>([
    ['target-down', 'target', [...ofTarget, ...ofBoth]],
    ['source-down', 'source', [...ofSource, ...ofBoth]],
    ['wrong-password', 'target', [...ofTarget, ...ofBoth]],
  ])(
    '%s: is one reason, one alert and one message; what needs it is unknown until it is back',
    async (name, role, needing) => {
      const known = new Set((await alerts()).map(({ id }) => id));
      const told = messages().length;
      /** All that was ever named while it was away. */
      const named = new Set<string>();
      await whileBroken(lab, name, async () => {
        await eventually(`the ${role} is away`, async () =>
          (await reasons()).some(({ check }) => check === 'connection-lost'),
        );
        const since = new Date().toISOString();
        await eventually('every watcher has looked in vain, and the alert fires', async () => {
          for (const { check, subject } of await reasons()) named.add(`${check} ${subject}`);
          return (await isLookedAt(role, since)) && (await isFiring('connection_lost'));
        });
        expect([...named]).toEqual([`connection-lost ${role}`]);
        expect(await outcomes(needing)).toEqual(all(needing, 'unknown'));
        expect(await outcomes(proved)).toEqual(all(proved, 'pass'));
        const { answer, remaining, checks } = await readiness();
        expect(answer).toBe('cannot-tell');
        // What to do: one step.
        expect(remaining.filter(({ isBlocking }) => isBlocking).map(({ check }) => check)).toEqual(['connection-lost']);
        const of = (id: string) => checks.find(({ check }) => check === id)?.findings[0]?.message;
        expect(of('receiver-dead')).toBe(
          `Unknown whether the target receives from the source: the ${role} does not answer`,
        );
        await eventually('the webhook heard of it', () => messages().length > told);
      });
      await eventually('safe again', isSafe);
      await eventually('what needs it passes again', async () =>
        Object.values(await outcomes(needing)).every((outcome) => outcome !== 'unknown'),
      );
      const fired = (await alerts()).filter(({ id, severity }) => !known.has(id) && severity !== 'INFO');
      expect(fired.map(({ type, subject }) => `${type} ${subject}`)).toEqual([`connection_lost ${role}`]);
      const [began, ...others] = messages()
        .slice(told)
        .filter(({ firing, verdict }) => firing.count > 0 || verdict?.answer !== 'safe');
      expect(others).toEqual([]);
      expect(began?.firing.alerts.map(({ type }) => type)).toEqual(['connection_lost']);
      expect(began?.verdict).toMatchObject({
        answer: 'cannot-tell',
        changedFrom: 'safe',
        reasons: [expect.stringContaining(role)],
      });
    },
  );

  it('leaves a difference that was known before a reason, and its alert open', () =>
    whileBroken(lab, 'index-missing', async () => {
      const before = await eventually('it fires', async () =>
        (await alerts()).find(({ type, state }) => type === 'schema_parity' && state === 'firing'),
      );
      await whileBroken(lab, 'target-down', async () => {
        await eventually('the target is away', async () => (await reasons()).length === 2);
        expect((await reasons()).map(({ check, outcome }) => `${check} ${outcome}`)).toEqual([
          ...['schema-parity fail', 'connection-lost unknown'],
        ]);
        await eventually('both fire', () => isFiring('connection_lost'));
        expect((await readiness()).answer).toBe('not-safe');
      });
      await eventually('the target is back', async () =>
        (await reasons()).every(({ check }) => check !== 'connection-lost'),
      );
      const now = (await alerts()).filter(
        ({ type, activeAt }) => type === 'schema_parity' && activeAt >= before.activeAt,
      );
      expect(now.map(({ id, state }) => [id, state])).toEqual([[before.id, 'firing']]);
    }));
});
