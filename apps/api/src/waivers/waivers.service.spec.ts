import { at } from '../../test/support/some-evidence.js';
import { StoreStage } from '../../test/support/store-stage.js';
import { Clock } from '../platform/clock.js';
import type { StoreConnection } from '../store/store-connection.js';
import { WaiverStore } from './store/waiver.store.js';
import { WaiversService, type NewWaiver } from './waivers.service.js';

const hourMs = 3_600_000;
const isoAfter = (ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** Both clocks go where the test says, each by itself. */
class TwoClocks extends Clock {
  wallMs = Date.parse(at);
  steadyMs = 0;
  override nowMs(): number {
    return this.wallMs;
  }
  override monotonicMs(): number {
    return this.steadyMs;
  }
  pass(ms: number): void {
    this.wallMs += ms;
    this.steadyMs += ms;
  }
}

const forAnHour: NewWaiver = {
  ...{ migration: 'shop', check: 'lag-threshold', subject: 'target', items: ['shop.e1'], covers: 'fail', by: 'ops' },
  ...{ why: 'the nightly batch', until: isoAfter(hourMs) },
};

describe('waivers', () => {
  let stage: StoreStage;
  let connection: StoreConnection;
  let clock: TwoClocks;
  let service: WaiversService;
  let changed: string[];

  async function start(): Promise<void> {
    const opened = await stage.open();
    ({ connection } = opened);
    service = new WaiversService(opened.waivers, clock);
    changed = [];
    service.changes.subscribe((migration) => changed.push(migration));
    await service.onModuleInit();
  }

  /** The next process: its monotonic clock begins anew. */
  async function restart(): Promise<void> {
    service.beforeApplicationShutdown();
    await connection.close();
    clock.steadyMs = 0;
    await start();
  }

  const standing = () => service.standing('shop').map(({ check }) => check);

  beforeEach(async () => {
    stage = new StoreStage();
    clock = new TwoClocks();
    await start();
  });
  afterEach(async () => {
    service.beforeApplicationShutdown();
    await stage.end();
  });

  it('count for their migration until their time is over, also after a restart', async () => {
    const given = await service.give(forAnHour);
    expect(given).toMatchObject({ isStanding: true, from: at, by: 'ops', why: 'the nightly batch' });
    expect(service.standing('crm')).toEqual([]);
    clock.pass(hourMs / 2);
    await restart();
    expect(service.standing('shop')).toEqual([given]);
    clock.pass(hourMs / 2 - 1);
    expect(standing()).toEqual(['lag-threshold']);
    clock.pass(1);
    expect(standing()).toEqual([]);
    await connection.flush();
    expect(await service.list('shop')).toMatchObject([{ isStanding: false, endedAt: isoAfter(hourMs) }]);
  });

  it('are not revived by a clock that is set back, nor by a restart after that', async () => {
    await service.give(forAnHour);
    clock.wallMs += 2 * hourMs;
    expect(standing()).toEqual([]);
    clock.wallMs -= 2 * hourMs;
    expect(standing()).toEqual([]);
    await restart();
    expect(standing()).toEqual([]);
  });

  it('are not made longer by a clock that is set back before they end', async () => {
    await service.give(forAnHour);
    clock.wallMs -= 5 * hourMs;
    clock.steadyMs += hourMs - 1;
    expect(standing()).toEqual(['lag-threshold']);
    clock.steadyMs += 1;
    expect(standing()).toEqual([]);
  });

  it('end by the wall clock where the machine slept, while the other one stood still', async () => {
    await service.give(forAnHour);
    clock.wallMs += hourMs;
    expect(standing()).toEqual([]);
  });

  it('do not count where the clock was set back to before they were given', async () => {
    await service.give(forAnHour);
    clock.wallMs -= hourMs;
    await restart();
    expect(standing()).toEqual([]);
  });

  it('count no more when they are revoked, which is kept', async () => {
    const { id } = await service.give(forAnHour);
    const revoked = await service.revoke('shop', id, 'lead');
    expect(revoked).toMatchObject({ id, revokedBy: 'lead', revokedAt: at, isStanding: false });
    expect(standing()).toEqual([]);
    expect(changed).toEqual(['shop', 'shop']);
    await restart();
    expect(standing()).toEqual([]);
    expect(await service.revoke('shop', id, 'other')).toEqual(revoked);
    await expect(service.revoke('crm', id, 'lead')).rejects.toMatchObject({ code: 'WAIVER_UNKNOWN' });
  });

  it('are not given where the store fails, and revoked at once all the same', async () => {
    const { id } = await service.give(forAnHour);
    await connection.close();
    await expect(service.give({ ...forAnHour, check: 'drain-time' })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(standing()).toEqual(['lag-threshold']);
    await expect(service.revoke('shop', id, 'lead')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(standing()).toEqual([]);
  });

  it('are one for a check and a subject: a second is refused, and says which to revoke', async () => {
    const { id } = await service.give(forAnHour);
    await expect(service.give({ ...forAnHour, by: 'lead' })).rejects.toMatchObject({
      ...{ status: 409, code: 'WAIVER_STANDS' },
      message: expect.stringMatching(new RegExp(`^ops answers for lag-threshold target until .+ revoke waiver ${id}`)),
    });
    await restart();
    await expect(service.give(forAnHour)).rejects.toMatchObject({ code: 'WAIVER_STANDS' });
    await service.give({ ...forAnHour, subject: 'source' });
    await service.give({ ...forAnHour, migration: 'crm' });
    await service.revoke('shop', id, 'lead');
    expect(service.standing('shop').map(({ subject }) => subject)).toEqual(['source']);
    await service.give(forAnHour);
  });

  it('are one of two that are asked for at the same moment', async () => {
    const answers = await Promise.allSettled([service.give(forAnHour), service.give(forAnHour)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(answers[1]).toMatchObject({ reason: { status: 409, code: 'WAIVER_STANDS' } });
    expect(service.standing('shop')).toHaveLength(1);
  });

  it('are so many at most', async () => {
    for (let given = 0; given < 50; given += 1) await service.give({ ...forAnHour, subject: `slot ${given}` });
    await expect(service.give(forAnHour)).rejects.toMatchObject({ status: 409, code: 'WAIVERS_FULL' });
  });

  it('are forgotten long after their time was over', async () => {
    await service.give(forAnHour);
    const kept = new WaiverStore(connection);
    expect(await kept.prune(isoAfter(hourMs))).toBe(0);
    expect(await kept.prune(isoAfter(hourMs + 1))).toBe(1);
    expect(await kept.list('shop')).toEqual([]);
  });
});
