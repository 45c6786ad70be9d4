// The product on subscriptions that are not the pair's own, and on slots that the source has given up.
import type { MigrationDetail, Role } from '@cutover/contracts';
import { addDatabase, type PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct } from '../support/product.js';
import { readAsAdmin } from '../support/read-as-admin.js';
import { itNeeds } from '../support/server-line.js';

let lab: PostgresLab;

beforeAll(async () => {
  lab = await postgresPair();
});

type State = NonNullable<MigrationDetail['replicaLag']>['state'];

/**
 * What the product says of replication when it watches these sides and has come to one of these states. A first look may
 * say less: the target alone does not tell what the source has of a subscription, and the source may answer later.
 */
async function replicated(
  migration: Record<string, unknown>,
  ...states: readonly State[]
): Promise<MigrationDetail['replicaLag']> {
  const product = await startProduct(lab, { migration });
  try {
    return await eventually(`replication ${states.join(' or ')}`, async () => {
      const { replicaLag } = await product.get<MigrationDetail>('/api/migrations/shop');
      return replicaLag !== null && states.includes(replicaLag.state) && replicaLag;
    });
  } finally {
    await product.end();
  }
}

/** One side of a migration that logs in to another database of the same server. */
function sideIn(database: string, role: Role): Record<string, unknown> {
  const { [role]: side } = configOf(lab).migrations[0]!;
  return { ...side, password: lab.endpoints[role].password, database };
}

async function letIn(database: string): Promise<void> {
  for (const role of ['source', 'target'] as const)
    await lab.withAdmin(role, (admin) => admin.query(`GRANT CONNECT ON DATABASE ${database} TO cutover`));
}

describe('a subscription of another database', () => {
  it('is not taken for ours', async () => {
    const other = await addDatabase(lab, 'other');
    try {
      await other.disable();
      const own = await replicated({}, 'idle');
      expect(own?.channels.map(({ name, state }) => [name, state])).toEqual([['shop_subscription', 'idle']]);
      await letIn(other.database);
      const crossed = await replicated({ target: sideIn(other.database, 'target') }, 'broken');
      expect(crossed?.channels[0]?.headline).toContain('belongs to the database other of the source');
    } finally {
      await other.drop();
    }
  });
});

describe('a slot that the source has given up', () => {
  const admin = (sql: string) => lab.withAdmin('source', (source) => source.query(sql));

  /** What is shown of a disabled subscription that has lost its slot to a setting of the source. */
  async function withLostSlot(setting: string, value: string, prepare: () => Promise<void>) {
    const other = await addDatabase(lab, 'other');
    try {
      await other.disable();
      await letIn(other.database);
      await prepare();
      await admin(`ALTER SYSTEM SET ${setting} = '${value}'`);
      await admin('SELECT pg_reload_conf()');
      const status = `SELECT wal_status FROM pg_replication_slots WHERE slot_name = '${other.subscription}'`;
      await eventually('the slot to be lost', async () => {
        await admin('CHECKPOINT');
        return (await readAsAdmin(lab, 'source', status)) === 'lost';
      });
      const [source, target] = [sideIn(other.database, 'source'), sideIn(other.database, 'target')];
      return (await replicated({ source, target }, 'broken'))?.channels[0];
    } finally {
      await admin(`ALTER SYSTEM RESET ${setting}`);
      await admin('SELECT pg_reload_conf()');
      await other.drop();
    }
  }

  /** Fills some segments of the log, and waits until the pair's own slot needs them no more: it must not be lost too. */
  async function writeSegments(): Promise<void> {
    for (let segment = 0; segment < 3; segment++)
      await admin("SELECT pg_logical_emit_message(false, 'cutover', 'full'); SELECT pg_switch_wal()");
    const retained =
      "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::integer FROM pg_replication_slots WHERE slot_name = 'shop_subscription'";
    await eventually('the own slot to move on', async () => {
      await admin('CHECKPOINT');
      return Number(await readAsAdmin(lab, 'source', retained)) < 1024 * 1024;
    });
  }

  it('for want of space needs a new copy', async () => {
    const channel = await withLostSlot('max_slot_wal_keep_size', '1MB', writeSegments);
    expect(channel).toMatchObject({ state: 'broken' });
    expect(channel?.headline).toMatch(/is lost: the source has removed what it still needed/);
    expect(channel?.action).toMatch(/max_slot_wal_keep_size.*copy must be made anew/);
  });

  itNeeds('PostgreSQL 18', 'source', 'for lying idle needs that, and a longer time', async () => {
    const channel = await withLostSlot('idle_replication_slot_timeout', '1s', () => Promise.resolve());
    expect(channel).toMatchObject({ state: 'broken' });
    expect(channel?.headline).toMatch(/is lost: nobody read from it for longer than idle_replication_slot_timeout/);
    expect(channel?.action).toMatch(/idle_replication_slot_timeout.*copy must be made anew/);
  });
});
