// Jobs of pg_cron, on a real pair: the extension itself, loaded on the target, in another database and in that of the migration.
import { existsSync, readdirSync } from 'node:fs';
import { Client } from 'pg';
import { eventSchedulerAnswerSchema, type FindingList, type MigrationDetail, type Role } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { eventSchedulerCheck } from '../../src/event-scheduler/event-scheduler.check.js';
import { EventSchedulerService } from '../../src/event-scheduler/event-scheduler.service.js';
import { Clock } from '../../src/platform/clock.js';
import { eventually } from '../support/eventually.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct } from '../support/product.js';
import { someEvidence } from '../support/some-evidence.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: PostgresLab;
let connections: ConnectionsService;
let service: EventSchedulerService;

beforeAll(async () => {
  lab = await postgresPair();
  const config = configOf(lab);
  connections = await whenUp(startConnections(config));
  service = new EventSchedulerService(config, connections, new Clock());
});
afterAll(() => connections.onApplicationShutdown());

/** Runs statements one by one as an administrator. */
async function run(role: Role, database: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client(lab.admin(role, database));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function look() {
  await service.measure('shop', new AbortController().signal);
  const told = service.snapshot('shop')!;
  const { found, rest } = eventSchedulerCheck.judge(someEvidence({ 'event-scheduler': told }), Date.now());
  return { told, found, rest };
}

it('passes where pg_cron is not loaded, and cannot tell where our account may not see whether it is', async () => {
  expect(await look()).toMatchObject({
    told: { scheduler: 'pg_cron', setting: 'not loaded', jobs: { source: [], target: [] }, reason: null },
    ...{ found: [], rest: 'pass' },
  });
  await run('target', 'shop', 'REVOKE pg_monitor FROM cutover');
  try {
    const { told, found } = await look();
    expect(told).toMatchObject({ setting: null, enabled: null, jobs: { source: [], target: null } });
    expect(found).toMatchObject([
      { outcome: 'unknown', statements: [{ on: 'target', sql: 'GRANT pg_monitor TO "cutover";' }] },
    ]);
  } finally {
    await run('target', 'shop', 'GRANT pg_monitor TO cutover');
  }
});

/** Debian has it for each version; a server from elsewhere, and those of the matrix, come without. */
const debian = '/usr/lib/postgresql';
const hasCron =
  process.env['CUTOVER_TEST_SERVERS'] === undefined &&
  existsSync(debian) &&
  readdirSync(debian).some((version) => existsSync(`${debian}/${version}/lib/pg_cron.so`));

(hasCron ? describe : describe.skip)(`with pg_cron on the target${hasCron ? '' : ' (which it comes without)'}`, () => {
  const restart = async (): Promise<void> => {
    await lab.server('target').stop();
    await lab.server('target').start();
    await whenUp(connections);
    await eventually('it to answer', () =>
      connections
        .get('shop', 'target')
        .query('SELECT 1')
        .then(
          () => true,
          () => false,
        ),
    );
  };
  const names = ({ told }: Awaited<ReturnType<typeof look>>) => told.jobs?.target?.map(({ name }) => name);

  beforeAll(async () => {
    await run('target', 'shop', "ALTER SYSTEM SET shared_preload_libraries = 'pg_cron'");
    await restart();
    await run('target', 'shop', 'ALTER SYSTEM SET cron.use_background_workers = on');
    await restart();
  });
  afterAll(async () => {
    for (const database of ['postgres', 'shop']) await run('target', database, 'DROP EXTENSION IF EXISTS pg_cron');
    await run(
      ...([
        'target',
        'shop',
        'ALTER ROLE cutover NOBYPASSRLS',
        'ALTER SYSTEM RESET cron.use_background_workers',
      ] as const),
      ...['ALTER SYSTEM RESET cron.database_name', 'ALTER SYSTEM RESET shared_preload_libraries'],
    );
    await restart();
    await lab.catchUp();
  });

  it('finds the jobs that the database of pg_cron keeps for ours, once our account may see them', async () => {
    // Loaded, and installed nowhere: there is nothing that it could run.
    expect(await look()).toMatchObject({ told: { setting: 'ON', jobs: { target: [] } }, found: [], rest: 'pass' });
    await run(
      ...(['target', 'postgres', 'CREATE EXTENSION pg_cron'] as const),
      "SELECT cron.schedule_in_database('nightly', '0 3 * * *', 'DELETE FROM suppliers WHERE false', 'shop')",
      "SELECT cron.schedule_in_database('weekly', '0 3 * * 0', 'SELECT 1', 'shop', active := false)",
      "SELECT cron.schedule('of another database', '0 4 * * *', 'SELECT 1')",
    );
    const hidden = await look();
    expect(hidden.told).toMatchObject({ setting: 'ON', enabled: null, jobs: { target: null } });
    expect(hidden.found).toMatchObject([{ outcome: 'unknown', severity: 'INFO' }]);
    expect(hidden.found[0]?.message).toMatch(
      /^pg_cron of the target is on; whether it has an event to run is not visible/,
    );
    expect(hidden.found[0]?.statements).toEqual([
      {
        on: 'target',
        sql: '/* in database "postgres" */ GRANT USAGE ON SCHEMA cron TO "cutover"; ALTER ROLE "cutover" BYPASSRLS;',
      },
    ]);
    // Who sees the table without the jobs of others sees none of them: that is not "none".
    await run('target', 'postgres', 'GRANT USAGE ON SCHEMA cron TO cutover');
    expect((await look()).told).toMatchObject({ enabled: null, grant: expect.not.stringContaining('USAGE') });
    await run('target', 'postgres', hidden.found[0]!.statements![0]!.sql);

    const { told, found } = await look();
    expect(told.jobs?.target).toEqual([
      { name: 'nightly', schedule: '0 3 * * *', isActive: true },
      { name: 'weekly', schedule: '0 3 * * 0', isActive: false },
    ]);
    expect(found).toMatchObject([{ outcome: 'fail', severity: 'WARNING', items: ['nightly (0 3 * * *)'] }]);
    expect(found[0]?.message).toContain('pg_cron of the target is on; it runs nightly (0 3 * * *)');
    await run('target', 'postgres', found[0]!.statements![0]!.sql);
    expect(await look()).toMatchObject({ found: [], rest: 'pass', told: { enabled: { total: 0 } } });
  });

  it('is not let in to the database of pg_cron: unknown, with the GRANT', async () => {
    await run('target', 'postgres', 'REVOKE CONNECT ON DATABASE postgres FROM PUBLIC');
    try {
      const { told, found } = await look();
      expect(told).toMatchObject({
        setting: 'ON',
        enabled: null,
        grant: 'GRANT CONNECT ON DATABASE "postgres" TO "cutover";',
      });
      expect(found).toMatchObject([{ outcome: 'unknown' }]);
    } finally {
      await run('target', 'postgres', 'GRANT CONNECT ON DATABASE postgres TO PUBLIC');
    }
  });

  it('finds the jobs of its own database in the product, where one that runs does write', async () => {
    await run('target', 'postgres', 'DROP EXTENSION pg_cron');
    await run('target', 'shop', "ALTER SYSTEM SET cron.database_name = 'shop'");
    await restart();
    await run(
      ...(['target', 'shop', 'CREATE EXTENSION pg_cron', 'GRANT USAGE ON SCHEMA cron TO cutover'] as const),
      "SELECT cron.schedule('poll', '* * * * *', 'CREATE TABLE IF NOT EXISTS cron.written (c integer)')",
    );
    const seen = await look();
    expect(names(seen)).toEqual(['poll']);
    const product = await startProduct(lab);
    try {
      const finding = await eventually('the finding', async () => {
        const { findings } = await product.get<FindingList>('/api/migrations/shop/findings');
        return findings.find(({ check, outcome }) => check === 'event-scheduler' && outcome === 'fail');
      });
      expect(finding.blocks).toBe(true);
      const answer = await eventually('the source to have told, too', async () => {
        const told = eventSchedulerAnswerSchema.parse(await product.get('/api/migrations/shop/event-scheduler'));
        return told.eventScheduler?.jobs?.source && told.eventScheduler;
      });
      expect(answer).toMatchObject({ setting: 'ON', jobs: { source: [] } });
      const { sections } = await product.get<MigrationDetail>('/api/migrations/shop');
      const facts = sections.find(({ id }) => id === 'event-scheduler')?.facts;
      expect(facts).toContainEqual({ label: 'Jobs of the target', value: 'poll (* * * * *)', hint: null });
    } finally {
      await product.end();
    }
    await eventually(
      'the job to have run',
      async () =>
        (await lab.withAdmin('target', (admin) => admin.query("SELECT to_regclass('cron.written') IS NOT NULL AS is")))
          .rows[0]?.['is'],
    );
    await run('target', 'shop', seen.found[0]!.statements![0]!.sql, 'DROP TABLE cron.written');
    expect((await look()).found).toEqual([]);
  });
});
