import type { Notification } from '@cutover/contracts';
import { composeTest } from '../messages/compose.js';
import { ChannelLine, type LineStore } from './channel-line.js';
import { untried, type ChannelRecord } from './channel-record.js';
import { DeliveryFailure } from './channel-sender.js';

const startMs = Date.parse('2026-01-01T00:00:00.000Z');

function message(id: string, atMs = startMs): Notification {
  return composeTest({ id, channel: 'c', nowIso: new Date(atMs).toISOString(), publicUrl: undefined });
}

/** A line over a sender that fails as the test says, and a store in memory. */
class Stage {
  sent: string[] = [];
  kept = new Set<string>();
  record: ChannelRecord = untried;
  failure: DeliveryFailure | null = null;
  readonly line: ChannelLine;

  constructor() {
    const store: LineStore = {
      addMessage: async ({ id }) => void this.kept.add(id),
      removeMessage: async (id) => void this.kept.delete(id),
      saveRecord: async (_, record) => void (this.record = record),
    };
    const send = async ({ id }: Notification): Promise<string> => {
      this.sent.push(id);
      if (this.failure !== null) throw this.failure;
      return 'ok';
    };
    const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
    const deps = { clock, store, random: () => 0.5, onChange: () => undefined };
    this.line = new ChannelLine('c', { destination: 'there', send }, deps);
  }
}

describe('ChannelLine', () => {
  let stage: Stage;
  beforeEach(() => {
    jest.useFakeTimers({ now: startMs });
    stage = new Stage();
  });
  afterEach(() => jest.useRealTimers());
  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  it('keeps a message until it is delivered', async () => {
    await stage.line.put(message('a'));
    expect([...stage.kept]).toEqual(['a']);
    await pass(0);
    expect([stage.sent, [...stage.kept]]).toEqual([['a'], []]);
    expect(stage.record).toMatchObject({ lastSuccessAt: '2026-01-01T00:00:00.000Z', failingSince: null });
  });

  it('tries again after 1, 2, 4 s …, in order, and sends the rest when it works', async () => {
    stage.failure = new DeliveryFailure('HTTP 500', 'Look there.');
    await stage.line.put(message('a'));
    await stage.line.put(message('b', startMs + 1));
    for (const [waitMs, attempts] of [
      [0, 1],
      [999, 1],
      [1, 2],
      [1999, 2],
      [1, 3],
    ] as const) {
      await pass(waitMs);
      expect(stage.sent).toHaveLength(attempts);
    }
    expect(stage.record).toMatchObject({ failedAttempts: 3, failingSince: '2026-01-01T00:00:00.000Z' });
    stage.failure = null;
    await pass(4001);
    await pass(1);
    expect(stage.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect([stage.record.failingSince, stage.record.failedAttempts, stage.kept.size]).toEqual([null, 0, 0]);
  });

  it('waits as long as the other side asks', async () => {
    stage.failure = new DeliveryFailure('HTTP 429', 'Wait.', { retryAfterMs: 120_000 });
    await stage.line.put(message('a'));
    await pass(119_999);
    expect(stage.sent).toHaveLength(1);
    await pass(1);
    expect(stage.sent).toHaveLength(2);
  });

  it('goes on where an earlier process stopped: with its messages, and not sooner than was agreed', async () => {
    const record = {
      ...untried,
      failedAttempts: 5,
      failingSince: '2025-12-31T23:00:00.000Z',
      notBeforeMs: startMs + 9_000,
    };
    stage.line.restore(record, [message('b', startMs - 1), message('a', startMs - 2)]);
    await pass(8_999);
    expect(stage.sent).toEqual([]);
    await pass(1);
    await pass(1);
    expect(stage.sent).toEqual(['a', 'b']);
  });

  it('gives up a message that is refused again and again, and counts it', async () => {
    stage.failure = new DeliveryFailure('HTTP 422', 'Look.', { isRefusal: true });
    await stage.line.put(message('bad'));
    await pass(60_000);
    expect(stage.sent).toEqual(Array(5).fill('bad'));
    expect([stage.record.lost, stage.kept.size]).toEqual([1, 0]);
  });

  it('gives up nothing because the clock was set forward by two days', async () => {
    stage.failure = new DeliveryFailure('HTTP 500', 'Look there.');
    await stage.line.put(message('a'));
    await pass(0);
    jest.setSystemTime(startMs + 2 * 24 * 3_600_000);
    await pass(10_000);
    expect([stage.sent.length > 1, [...stage.kept], stage.record.lost]).toEqual([true, ['a'], 0]);
  });

  it('gives up what is older than a day, after one more attempt, and what is more than it can hold', async () => {
    stage.failure = new DeliveryFailure('HTTP 500', 'Look.');
    stage.line.restore(null, [message('old', startMs - 25 * 3_600_000)]);
    await pass(0);
    expect([stage.sent, stage.record.lost]).toEqual([['old'], 1]);
    for (let index = 0; index < 502; index += 1) await stage.line.put(message(`m${index}`, startMs + index));
    expect([stage.line.waiting, stage.record.lost, stage.line.oldest?.id]).toEqual([500, 3, 'm2']);
  });

  it('has a test that works mend the channel, and sends what waits at once', async () => {
    stage.failure = new DeliveryFailure('HTTP 500', 'Look.', { retryAfterMs: 3_600_000 });
    await stage.line.put(message('a'));
    await pass(0);
    stage.failure = null;
    expect(await stage.line.try(message('test'))).toBe('ok');
    await pass(0);
    expect(stage.sent).toEqual(['a', 'test', 'a']);
  });

  it('sends nothing more once it was stopped', async () => {
    await stage.line.put(message('a'));
    await stage.line.stop();
    await pass(10_000);
    expect([stage.sent, [...stage.kept]]).toEqual([[], ['a']]);
  });
});
