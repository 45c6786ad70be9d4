// The product on a PostgreSQL pair: what is broken shows, and what is not the pair's own does not.
import type { AlertPage, AlertType, ReplicationState, MigrationDetail } from '@cutover/contracts';
import { postgresBreakNames, type PostgresBreakName, type PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf, endpointOf, whileBroken } from '../support/lab-pair.js';
import { subscribeOtherDatabase } from '../support/other-subscription.js';
import { startPgBouncer } from '../support/pg-bouncer.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { startConnections } from '../support/watched-pair.js';

let lab: PostgresLab;
let product: Product;

beforeAll(async () => {
  lab = await postgresPair();
  product = await startProduct(lab);
});
afterAll(() => product?.end());

const detail = (): Promise<MigrationDetail> => product.get('/api/migrations/shop');
const stateNow = async (): Promise<ReplicationState | undefined> => (await detail()).replicaLag?.state;

async function isFiring(type: AlertType): Promise<boolean> {
  const { alerts } = await product.get<AlertPage>('/api/alerts?state=firing&limit=200');
  return alerts.some((alert) => alert.type === type);
}

async function isWhole(): Promise<boolean> {
  const state = await stateNow();
  return state === 'idle' || state === 'applying';
}

/** Exhaustive: a new break of the lab does not compile until it is said here what it must show. */
const symptoms: Record<PostgresBreakName, { state: ReplicationState; alert: AlertType; headline: RegExp }> = {
  'subscription-disabled': { state: 'stopped', alert: 'replication_stopped', headline: /disabled/ },
  'apply-error': { state: 'broken', alert: 'replication_broken', headline: /fails again and again/ },
  'slot-dropped': { state: 'broken', alert: 'replication_broken', headline: /has no slot/ },
};

it.each(postgresBreakNames)(
  '%s shows in the state, the alerts and the verdict, and goes away after mend',
  async (name) => {
    const { state, alert, headline } = symptoms[name];
    await eventually('the pair is whole', isWhole);
    await whileBroken(lab, name, async () => {
      await eventually(`${name}: state ${state}`, async () => (await stateNow()) === state);
      await eventually(`${name}: what is wrong`, async () =>
        headline.test((await detail()).replicaLag?.channels[0]?.headline ?? ''),
      );
      await eventually(`${name}: alert ${alert}`, () => isFiring(alert));
      await eventually(`${name}: not safe`, async () => (await detail()).verdict.answer === 'not-safe');
    });
    await eventually(`${name}: whole again`, isWhole);
    await eventually(`${name}: alert ${alert} resolved`, async () => !(await isFiring(alert)));
  },
);

it('watches the subscription of its own database alone', async () => {
  await eventually('the pair is whole', isWhole);
  const other = await subscribeOtherDatabase(lab);
  try {
    await other.disable();
    const { measuredAt = null } = (await detail()).replicaLag ?? {};
    const later = await eventually('a later sample', async () => {
      const { replicaLag } = await detail();
      return replicaLag && replicaLag.measuredAt !== measuredAt ? replicaLag : null;
    });
    expect(later.channels.map(({ name }) => name)).toEqual(['shop_subscription']);
    expect(await isWhole()).toBe(true);
  } finally {
    await other.drop();
  }
});

it('refuses a pooler in place of the server, and says so', async () => {
  const bouncer = await startPgBouncer(lab, 'target');
  const target = endpointOf(lab, 'target', { host: bouncer.host, port: bouncer.port, tls: undefined });
  const connections = startConnections(configOf(lab, { target }));
  try {
    const { lastFault } = await eventually('the target has been tried', () => {
      const seen = connections.snapshot('shop').target;
      return seen.lastFault && seen;
    });
    expect(JSON.stringify(lastFault)).toMatch(/pooler.*in place of the server/);
    await eventually('the source is up', () => connections.snapshot('shop').source.state === 'up');
  } finally {
    await connections.onApplicationShutdown();
    await bouncer.end();
  }
});
