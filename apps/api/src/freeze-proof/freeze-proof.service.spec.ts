import type { FreezeProof, SwitchVerdict } from '@cutover/contracts';
import { aProof, lightsWith } from '../../test/support/a-freeze-proof.js';
import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import type { HeartbeatService } from '../lag/heartbeat/heartbeat.service.js';
import { Clock } from '../platform/clock.js';
import type { ReplicationPositionService } from '../replication/replication-position.service.js';
import { newAftermath } from './aftermath/watch-aftermath.js';
import { FreezeProofService } from './freeze-proof.service.js';
import type { RequestedComparisons } from './requested-comparisons.js';
import type { FreezeProofStore } from './store/freeze-proof.store.js';

const endpoint = { host: 'db', username: 'u', password: 'p' };
const config = configSchema.parse({
  monitoring: { intervalSeconds: 5 },
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});
const safe: SwitchVerdict = { answer: 'safe', against: [], againstCount: 0 };

class HeldClock extends Clock {
  sinceBootMs = 0;
  turnedBackMs = 0;
  protected override machineMs(): number {
    return super.machineMs() - this.turnedBackMs;
  }
  override bootMs(): number {
    return this.sinceBootMs;
  }
}

/** The service with one proof that an earlier process left. */
async function withLast(proof: FreezeProof) {
  const clock = new HeldClock();
  const save = jest.fn(async () => undefined);
  const store = { last: async () => proof, save } as unknown as FreezeProofStore;
  // Neither side answers.
  const away = {
    engine: 'mariadb',
    query: () => Promise.reject(new Error('connection refused')),
    identity: () => null,
  };
  const connections = { get: () => away } as unknown as ConnectionsService;
  const heartbeats = { pause: () => undefined } as unknown as HeartbeatService;
  const service = new FreezeProofService(
    ...([config, connections, {} as ReplicationPositionService, {} as RequestedComparisons] as const),
    ...([store, heartbeats, clock] as const),
  );
  await service.onApplicationBootstrap();
  return { service, clock, save };
}

describe('the answer beside the lights', () => {
  const passed = aProof({ state: 'passed', lights: lightsWith('green') });

  it('counts as long as it is judged again and again, and is unknown once it is not', async () => {
    const { service, clock } = await withLast(passed);
    expect(service.snapshot('shop')?.verdict).toBeNull();
    service.hearVerdict('shop', () => safe, 60_000);
    expect(service.snapshot('shop')?.verdict).toEqual(safe);
    clock.sinceBootMs += 60_000;
    expect(service.snapshot('shop')?.verdict).toEqual(safe);
    clock.sinceBootMs += 1;
    expect(service.snapshot('shop')?.verdict).toBeNull();
    service.hearVerdict('shop', () => safe, 60_000);
    expect(service.snapshot('shop')?.verdict).toEqual(safe);
  });
});

const mark = {
  ...{ position: '0-1-7', logged: null, log: null, transactions: null },
  ...{ serverTime: '2026-01-01T00:00:00.000Z', at: '2026-01-01T00:00:00.000Z' },
};

it('keeps and tells once that a side is away, not with each look', async () => {
  const after = newAftermath('2026-01-01T00:00:00.000Z');
  const { service, save } = await withLast(
    aProof({ state: 'passed', lights: lightsWith('green'), source: mark, captured: mark, after }),
  );
  const told = jest.fn();
  service.changes.subscribe(told);
  save.mockClear();
  for (let look = 0; look < 3; look += 1) await service.measure('shop', new AbortController().signal);
  expect(service.snapshot('shop')?.after?.strayWrites.reason).toContain('connection refused');
  expect([save.mock.calls.length, told.mock.calls.length]).toEqual([1, 1]);
});

it('does not hold a proof of which it is not known on which servers it was made', async () => {
  const after = newAftermath(new Date().toISOString());
  const { servers: _, ...earlier } = aProof({ state: 'passed', lights: lightsWith('green'), after });
  const { service } = await withLast(earlier as FreezeProof);
  await service.measure('shop', new AbortController().signal);
  expect(service.snapshot('shop')?.standing).toBe('other-server');
});

describe('a clock that was set back', () => {
  const seen = (ms: number): string => new Date(Date.now() + ms).toISOString();
  const passed = (at: string): FreezeProof =>
    aProof({ state: 'passed', lights: lightsWith('green'), startedAt: at, finishedAt: at, after: newAftermath(at) });

  it('makes nothing of before look as if it came after what is seen since', async () => {
    const { service, clock } = await withLast(passed(seen(0)));
    const before = service.snapshot('shop')!;
    clock.turnedBackMs = 60_000;
    // Whoever reads the clock next notices.
    service.snapshot('shop');
    const now = service.snapshot('shop')!;
    expect(Date.parse(before.startedAt) - Date.parse(now.startedAt)).toBeGreaterThan(59_000);
    expect(Date.parse(now.finishedAt!)).toBeLessThanOrEqual(clock.nowMs());
  });

  it('while Cutover was down, leaves nothing in the future', async () => {
    const { service, save } = await withLast(passed(seen(3_600_000)));
    expect(Date.parse(service.snapshot('shop')!.startedAt)).toBeLessThanOrEqual(Date.now());
    // Kept so: the last one of a migration is found by its beginning.
    expect(save).toHaveBeenCalledWith(expect.objectContaining({ startedAt: service.snapshot('shop')!.startedAt }));
  });
});
