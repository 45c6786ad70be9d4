import type { ReplicaLag } from '@cutover/contracts';
import type { CutoverConfig } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import { ServerUnavailable } from '@cutover/databases';
import { Clock } from '../platform/clock.js';
import { noHeartbeat } from '../../test/support/no-heartbeat.js';
import { LagService } from './lag.service.js';

class HeldClock extends Clock {
  wallMs = 1_700_000_000_000;
  monotonic = 0;
  override nowMs(): number {
    return this.wallMs;
  }
  override monotonicMs(): number {
    return this.monotonic;
  }
}

const channel = {
  Slave_IO_Running: 'Yes',
  Slave_SQL_Running: 'Yes',
  Seconds_Behind_Master: '0',
  Master_Log_File: 'b.1',
  Read_Master_Log_Pos: '700',
  Relay_Master_Log_File: 'b.1',
  Exec_Master_Log_Pos: '700',
};

/** Both servers, answering from what stands in `answers` at the time. */
function watchOver(answers: { source: string; target: string; channels: object[] | Error; binlog?: object[] }) {
  const query = async (sql: string) => {
    if (sql.includes('SLAVES')) {
      if (answers.channels instanceof Error) throw answers.channels;
      return answers.channels;
    }
    if (sql.includes('MASTER')) return answers.binlog ?? [{ File: 'b.1', Position: '700' }];
    if (sql.includes('applied') && answers.channels instanceof Error) throw answers.channels;
    if (sql.includes('applied'))
      return [{ applied: answers.target, written: answers.target, serverId: '2', logsApplied: 1, isStrict: 0 }];
    return [{ position: answers.source, written: answers.source }];
  };
  const identity = () => ({ flavor: 'mariadb', versionNumber: 101106, serverId: '1' });
  const connections = {
    get: (_: string, role: string) => ({ role, engine: 'mariadb', rds: false, identity, query }),
  } as unknown as ConnectionsService;
  const config = {
    monitoring: { intervalSeconds: 5 },
    migrations: [{ name: 'shop', engine: 'mariadb', replicaLagThresholdSeconds: 10 }],
  } as unknown as CutoverConfig;
  const clock = new HeldClock();
  const service = new LagService(config, connections, clock, noHeartbeat);
  const measure = async (): Promise<ReplicaLag> => {
    await service.measure('shop', new AbortController().signal);
    return service.snapshot('shop')!;
  };
  return { service, clock, measure };
}

it('is null before the first measurement', () => {
  expect(watchOver({ source: '', target: '', channels: [] }).service.snapshot('shop')).toBeNull();
});

it('publishes each reading', async () => {
  const { service, measure } = watchOver({ source: '0-1-5', target: '0-1-5', channels: [channel] });
  const seen: string[] = [];
  service.readings.subscribe(({ migration, lag }) => seen.push(`${migration} ${lag.state}`));
  await measure();
  expect(seen).toEqual(['shop idle']);
});

it('reports a contradiction when a server says 0 seconds and does not move', async () => {
  const answers = { source: '0-1-5', target: '0-1-5', channels: [channel] };
  const { clock, measure } = watchOver(answers);
  await measure();
  answers.source = '0-1-50';
  expect((await measure()).contradiction).toBeNull();
  clock.monotonic = 15_000;
  const lag = await measure();
  expect(lag).toMatchObject({ seconds: 0, transactionsBehind: '45', isOverThreshold: true, state: 'applying' });
  expect(lag.contradiction).toContain('15 s ago');
});

it('turns unknown after three intervals, with nothing left that could pass for good', async () => {
  const { service, clock, measure } = watchOver({ source: '0-1-5', target: '0-1-5', channels: [channel] });
  await measure();
  clock.monotonic = 15_000;
  expect(service.snapshot('shop')).toMatchObject({ isStale: false, state: 'idle' });
  clock.monotonic = 15_001;
  expect(service.snapshot('shop')).toMatchObject({
    isStale: true,
    state: 'unknown',
    seconds: null,
    transactionsBehind: null,
    notReceivedBytes: null,
    notAppliedBytes: null,
    isOverThreshold: null,
    channels: [{ state: 'unknown', receiver: 'unknown', applier: 'unknown', secondsBehind: null }],
    sourcePosition: '0-1-5',
  });
});

it('does not grow stale, nor fresh, when the wall clock jumps', async () => {
  const { service, clock, measure } = watchOver({ source: '0-1-5', target: '0-1-5', channels: [channel] });
  await measure();
  clock.wallMs += 86_400_000;
  expect(service.snapshot('shop')?.isStale).toBe(false);
  clock.wallMs -= 10 * 86_400_000;
  clock.monotonic = 60_000;
  expect(service.snapshot('shop')?.isStale).toBe(true);
});

it('is unknown with a reason, and does not reject, when the target cannot be read', async () => {
  const down = new ServerUnavailable('The target is down since noon');
  const { measure } = watchOver({ source: '0-1-5', target: '0-1-5', channels: down });
  expect(await measure()).toMatchObject({ state: 'unknown', seconds: null, reason: 'The target is down since noon.' });
});

it('calls errant what was written on the target while it could not be asked', async () => {
  const answers: Parameters<typeof watchOver>[0] = { source: '0-1-5', target: '0-1-5', channels: [channel] };
  const { measure } = watchOver(answers);
  await measure();
  answers.channels = new ServerUnavailable('The target is down since noon');
  expect(await measure()).toMatchObject({ domains: [] });
  Object.assign(answers, { channels: [channel], target: '0-7-4,0-1-5' });
  expect(await measure()).toMatchObject({ domains: [{ errantGtids: '0-7-4' }] });
});

it('says what is not configured', async () => {
  const { measure } = watchOver({ source: '', target: '', channels: [], binlog: [] });
  const lag = await measure();
  expect(lag).toMatchObject({ state: 'not-configured', seconds: null, transactionsBehind: null });
  expect(lag.reason).toMatch(/Replication is not configured.*binary log of the source is off/);
});

it('tells idle from applying by bytes where there are no GTIDs', async () => {
  const answers = { source: '', target: '', channels: [channel], binlog: [{ File: 'b.1', Position: '700' }] };
  const { measure } = watchOver(answers);
  expect((await measure()).state).toBe('idle');
  answers.binlog = [{ File: 'b.1', Position: '900' }];
  expect(await measure()).toMatchObject({ state: 'applying', notReceivedBytes: 200, transactionsBehind: null });
});

it('keeps the last reading when it is cancelled', async () => {
  const { service, measure } = watchOver({ source: '0-1-5', target: '0-1-5', channels: [channel] });
  const last = await measure();
  await service.measure('shop', AbortSignal.abort());
  expect(service.snapshot('shop')).toEqual(last);
});
