// What the event scheduler of a real target tells an account that may not see its events.
import type { Lab } from '@cutover/lab';
import { eventSchedulerDialects } from '../../src/event-scheduler/dialects/registry.js';
import type { ToldScheduler } from '../../src/event-scheduler/event-scheduler-dialect.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { eventually } from '../support/eventually.js';
import { createAccount } from '../support/other-account.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
const event = 'shop.audit_log_purged';
const admin = (...statements: string[]) =>
  lab.withoutBinaryLog('target', async (root) => {
    for (const statement of statements) await root.query(statement);
  });

/** What an account with these rights on the target is told, read until `isThere`. */
async function toldTo(rights: string[], isThere: (told: ToldScheduler) => boolean): Promise<ToldScheduler> {
  const all = ['SELECT ON shop.*', 'SLAVE MONITOR ON *.*', ...rights];
  const { drop, ...sides } = await createAccount(lab, 'onlooker', { source: all, target: all });
  const connections = await whenUp(startConnections(configOf(lab, sides)));
  let told: ToldScheduler | undefined;
  try {
    await eventually('the scheduler tells it', async () => {
      told = await eventSchedulerDialects.mariadb.read(connections.get('shop', 'target'), { timeoutMs: 5_000 });
      return told !== undefined && isThere(told);
    });
    if (told === undefined) throw new Error('Nothing was told');
    return told;
  } finally {
    await connections.onApplicationShutdown();
    await drop();
  }
}

beforeAll(async () => {
  lab = await labPair();
  await admin('SET GLOBAL event_scheduler = ON');
});
afterAll(() => admin('SET GLOBAL event_scheduler = OFF', `ALTER EVENT ${event} ENABLE`));

it('names the enabled events where the account may see them', async () => {
  const told = await toldTo(['SELECT ON mysql.event'], () => true);
  expect(told).toMatchObject({ setting: 'ON', enabled: { total: 1, named: [event] }, hasWaiting: true, grant: null });
});

it('tells an account with PROCESS alone that an event waits, and that none does once it is disabled', async () => {
  const waiting = await toldTo(['PROCESS ON *.*'], ({ hasWaiting }) => hasWaiting !== null);
  expect(waiting).toMatchObject({ setting: 'ON', enabled: null, hasWaiting: true });
  // As replication leaves the events that it brings.
  await admin(`ALTER EVENT ${event} DISABLE ON SLAVE`);
  // The thread sleeps until the event would have run; a new one looks at once.
  await admin('SET GLOBAL event_scheduler = OFF', 'SET GLOBAL event_scheduler = ON');
  const idle = await toldTo(['PROCESS ON *.*'], ({ hasWaiting }) => hasWaiting !== null);
  expect(idle).toMatchObject({ setting: 'ON', enabled: null, hasWaiting: false });
});

it('takes nothing for known without a right, and says which one is missing', async () => {
  const told = await toldTo([], () => true);
  expect(told).toMatchObject({ enabled: null, hasWaiting: null, statement: 'SET GLOBAL event_scheduler = OFF;' });
  expect(told.grant).toMatch(/GRANT SELECT ON mysql\.event TO 'onlooker'@'%';$/);
});
