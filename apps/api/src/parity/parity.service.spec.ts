import { parityQuerySchema } from '@cutover/contracts';
import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import type { AreaReading, ComparedArea } from './parity-area.js';
import { ParityService } from './parity.service.js';

const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
});
const never = new AbortController().signal;
const equal: AreaReading = {
  ...{ compared: { table: 2 }, differences: [], unknown: [], statements: { source: 3, target: 3 } },
};

class StoppedClock extends Clock {
  atMs = 0;
  override monotonicMs = (): number => this.atMs;
}

function build(engines: ComparedArea['engines'] = ['mariadb']) {
  const clock = new StoppedClock();
  const area = { calls: 0, takesMs: 0, answer: (): AreaReading => equal };
  const compared: ComparedArea = {
    ...{ area: 'schema', engines, checks: [] },
    compare: async () => {
      area.calls++;
      clock.atMs += area.takesMs;
      return area.answer();
    },
  };
  const connections = { get: () => ({}) } as unknown as ConnectionsService;
  const service = new ParityService(config, connections, clock, [compared]);
  const heard: string[] = [];
  service.changes.subscribe(({ migration }) => heard.push(migration));
  return { service, area, clock, heard };
}

it('has nothing before the first reading, and of what the engine does not have', async () => {
  const { service, area } = build(['postgres']);
  await service.measure('shop', never);
  expect(area.calls).toBe(0);
  expect(service.list('shop', parityQuerySchema.parse({}))).toMatchObject({ areas: [], differences: [], total: 0 });
  expect(() => service.snapshot('nope')).toThrow('There is no migration');
});

it('keeps the last reading, tells of it, and says why no newer one is there', async () => {
  const { service, area, heard } = build();
  await service.measure('shop', never);
  area.answer = () => {
    throw new Error('it is down');
  };
  await service.measure('shop', never);
  expect(heard).toEqual(['shop', 'shop']);
  expect(service.snapshot('shop').schema?.state).toMatchObject({
    ...{ compared: { table: 2 }, failure: 'it is down', unknown: [], statements: { source: 3, target: 3 } },
  });
});

it('knows nothing where the first reading failed, and says so', async () => {
  const { service, area } = build();
  area.answer = () => {
    throw new Error('it is down');
  };
  await service.measure('shop', never);
  const state = service.snapshot('shop').schema?.state;
  expect(state?.unknown).toMatchObject([{ what: 'all of it', reason: 'it is down', blocks: true }]);
});

it('keeps what it knew when the round was cancelled', async () => {
  const { service, heard } = build();
  await service.measure('shop', AbortSignal.abort());
  expect(heard).toEqual([]);
});

it('rests after a reading that took long, for at most ten minutes', async () => {
  const { service, area, clock } = build();
  area.takesMs = 3_000;
  await service.measure('shop', never);
  clock.atMs += 59_999;
  await service.measure('shop', never);
  expect(area.calls).toBe(1);
  clock.atMs += 1;
  area.takesMs = 3_600_000;
  await service.measure('shop', never);
  clock.atMs += 600_000;
  await service.measure('shop', never);
  expect(area.calls).toBe(3);
});

it('rests as long after one that was tried in vain for long, and not after one that failed at once', async () => {
  const { service, area, clock } = build();
  area.answer = () => {
    throw new Error('the statement timed out');
  };
  area.takesMs = 15_000;
  await service.measure('shop', never);
  clock.atMs += 299_999;
  await service.measure('shop', never);
  expect(area.calls).toBe(1);
  clock.atMs += 1;
  area.takesMs = 0;
  await service.measure('shop', never);
  await service.measure('shop', never);
  expect(area.calls).toBe(3);
});

it('forgets what was read on other servers, and reads these without a rest', async () => {
  const { service, area } = build();
  area.takesMs = 30_000;
  await service.measure('shop', never);
  await service.measure('shop', never);
  expect(area.calls).toBe(1);
  service.forget('shop');
  expect(service.snapshot('shop')).toEqual({});
  area.answer = () => {
    service.forget('shop');
    return equal;
  };
  await service.measure('shop', never);
  expect([area.calls, service.snapshot('shop')]).toEqual([2, {}]);
});
