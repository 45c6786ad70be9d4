import type { CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { MeasuringService, toldOrUnknown } from './measuring-service.js';

interface Told {
  value: string | null;
  reason: string | null;
}

/** Tells what the test says next. */
class Measured extends MeasuringService<Told> {
  next: () => Promise<string> = async () => 'on';

  protected ask(): Promise<Told> {
    const read = async (): Promise<Told> => ({ value: await this.next(), reason: null });
    return toldOrUnknown(read, (reason) => ({ value: null, reason }));
  }
}

const config = { migrations: [{ name: 'shop' }], monitoring: { intervalSeconds: 10 } } as CutoverConfig;
const measured = (): Measured => new Measured(config, new Clock());
const fails = (reason: unknown) => () => Promise.reject(reason as Error);

it('keeps what was told, with its time', async () => {
  const service = measured();
  expect(service.snapshot('shop')).toBeNull();
  await service.measure('shop', new AbortController().signal);
  expect(service.snapshot('shop')).toEqual({ value: 'on', reason: null, measuredAt: expect.stringMatching(/Z$/) });
});

it.each([
  ['an error', new Error('gone'), 'gone'],
  ['anything else', 'lost', 'lost'],
])('is unknown, with the reason, where reading ends in %s', async (_, thrown, reason) => {
  const service = measured();
  await service.measure('shop', new AbortController().signal);
  service.next = fails(thrown);
  await service.measure('shop', new AbortController().signal);
  expect(service.snapshot('shop')).toMatchObject({ value: null, reason });
});

it('keeps what it had where the measurement was cancelled, and tells of nothing', async () => {
  const service = measured();
  await service.measure('shop', new AbortController().signal);
  const heard: string[] = [];
  service.changes.subscribe(({ migration }) => heard.push(migration));
  service.next = fails(new Error('cancelled'));
  await service.measure('shop', AbortSignal.abort());
  expect(service.snapshot('shop')).toMatchObject({ value: 'on' });
  expect(heard).toEqual([]);
});

it('knows no migration that is not configured', () => {
  expect(() => measured().snapshot('nope')).toThrow('nope');
});

it('does not believe a measurement for ever when no other one comes', async () => {
  let nowMs = 0;
  const clock = Object.assign(new Clock(), { monotonicMs: () => nowMs });
  const service = new Measured(config, clock);
  await service.measure('shop', new AbortController().signal);
  nowMs = 5 * 60_000;
  expect(service.snapshot('shop')).not.toBeNull();
  nowMs += 1;
  expect(service.snapshot('shop')).toBeNull();
});

it('forgets what other servers said, what they are saying included, and tells of the next measurement', async () => {
  const service = measured();
  await service.measure('shop', new AbortController().signal);
  const heard: string[] = [];
  service.changes.subscribe(({ migration }) => heard.push(migration));
  let say: (value: string) => void = () => undefined;
  service.next = () => new Promise((resolve) => (say = resolve));
  const underWay = service.measure('shop', new AbortController().signal);
  service.forget('shop');
  say('on');
  await underWay;
  expect([service.snapshot('shop'), heard]).toEqual([null, []]);
  service.next = async () => 'on';
  await service.measure('shop', new AbortController().signal);
  expect(service.snapshot('shop')).toMatchObject({ value: 'on' });
  expect(heard).toEqual(['shop']);
});
