import type { FreezeProof, SwitchVerdict } from '@cutover/contracts';
import { aProof, lightsWith } from '../../test/support/a-freeze-proof.js';
import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import type { HeartbeatService } from '../lag/heartbeat/heartbeat.service.js';
import { Clock } from '../platform/clock.js';
import type { ReplicationPositionService } from '../replication/replication-position.service.js';
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
  override bootMs(): number {
    return this.sinceBootMs;
  }
}

/** The service with one proof that an earlier process left. */
async function withLast(proof: FreezeProof): Promise<{ service: FreezeProofService; clock: HeldClock }> {
  const clock = new HeldClock();
  const store = { last: async () => proof, save: async () => undefined } as unknown as FreezeProofStore;
  const heartbeats = { pause: () => undefined } as unknown as HeartbeatService;
  const service = new FreezeProofService(
    ...([config, {} as ConnectionsService, {} as ReplicationPositionService, {} as RequestedComparisons] as const),
    ...([store, heartbeats, clock] as const),
  );
  await service.onApplicationBootstrap();
  return { service, clock };
}

describe('the answer beside the lights', () => {
  const passed = aProof({ state: 'passed', lights: lightsWith('green') });

  it('counts as long as it is judged again and again, and is unknown once it is not', async () => {
    const { service, clock } = await withLast(passed);
    expect(service.snapshot('shop')?.verdict).toBeNull();
    service.hearVerdict('shop', safe, 60_000);
    expect(service.snapshot('shop')?.verdict).toEqual(safe);
    clock.sinceBootMs += 60_000;
    expect(service.snapshot('shop')?.verdict).toEqual(safe);
    clock.sinceBootMs += 1;
    expect(service.snapshot('shop')?.verdict).toBeNull();
    service.hearVerdict('shop', safe, 60_000);
    expect(service.snapshot('shop')?.verdict).toEqual(safe);
  });
});
