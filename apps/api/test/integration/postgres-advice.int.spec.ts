import type { PostgresBreakName, PostgresLab } from '@cutover/lab';
import type { ReplicaLag } from '@cutover/contracts';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { LagService } from '../../src/lag/lag.service.js';
import { Clock } from '../../src/platform/clock.js';
import { allChecks } from '../support/all-checks.js';
import { eventually } from '../support/eventually.js';
import { configOf, whileBroken } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { someEvidence } from '../support/some-evidence.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: PostgresLab;
let connections: ConnectionsService;
let service: LagService;

beforeAll(async () => {
  lab = await postgresPair();
  const config = configOf(lab);
  connections = await whenUp(startConnections(config));
  service = new LagService(config, connections, new Clock());
});

afterAll(() => connections.onApplicationShutdown());

async function measure(): Promise<ReplicaLag> {
  await service.measure('shop', new AbortController().signal);
  return service.snapshot('shop')!;
}

/** What the checks of PostgreSQL say of the lag that is measured now, as `check: message action`. */
async function judged(): Promise<string[]> {
  const evidence = someEvidence({ lag: await measure(), connection: connections.snapshot('shop') });
  return allChecks()
    .filter(({ check, section }) => section === 'lag' && (check.engines?.includes('postgres') ?? true))
    .flatMap(({ check }) =>
      check.judge(evidence, Date.now()).found.map(({ message, action }) => `${check.id}: ${message} ${action}`),
    );
}

it('has nothing to say of a pair that works', async () => {
  await lab.catchUp();
  await eventually('idle', async () => (await measure()).state === 'idle');
  for (let cycle = 0; cycle < 30; cycle++) expect(await judged()).toEqual([]);
});

it.each<[PostgresBreakName, RegExp]>([
  [
    'subscription-disabled',
    /^replication-stopped: Replication is stopped \(subscription shop_subscription\): The subscription is disabled .*ALTER SUBSCRIPTION "shop_subscription" ENABLE;$/,
  ],
  ['apply-error', /^replication-broken: .*Its worker fails again and again .*Mend that row on the target/],
  ['slot-dropped', /^replication-broken: .*The source has no slot "shop_subscription".*CREATE SUBSCRIPTION again/],
])('says of %s what to run, in the words of PostgreSQL', async (name, expected) => {
  await whileBroken(lab, name, async () => {
    const found = await eventually('the fault', async () => {
      const said = await judged();
      return said.some((text) => expected.test(text)) && said;
    });
    expect(found.join('\n')).not.toMatch(/SLAVE|REPLICA STATUS|CHANGE MASTER|gtid|binlog|3306|channel/i);
  });
  await lab.catchUp();
  await eventually('idle again', async () => (await measure()).state === 'idle');
});
