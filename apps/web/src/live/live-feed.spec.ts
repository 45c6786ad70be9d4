import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSocket } from '../../test/fake-socket.js';
import { migrationUpdate } from '../../test/fixtures.js';
import { LiveFeed, pollEveryMs, type FeedListener, type LiveEvent } from './live-feed.js';

/** A feed over a socket without a network, and what it told. */
function startedFeed(poll: () => Promise<void> = () => Promise.resolve()) {
  const socket = new FakeSocket();
  const states: [string, string | null][] = [];
  const batches: (readonly LiveEvent[])[] = [];
  const frames: (() => void)[] = [];
  const asked = vi.fn(poll);
  const listener: FeedListener = {
    received: (events) => batches.push(events),
    changed: (state, reason) => states.push([state, reason]),
    sent: () => undefined,
    poll: asked,
  };
  const feed = new LiveFeed(socket.asLive(), listener, (flush) => frames.push(flush));
  feed.start();
  return { socket, feed, states, batches, frames, asked, last: () => states.at(-1)?.[0] };
}
const update = (): LiveEvent => ({
  type: 'metrics_update',
  timestamp: '2026-11-20T03:00:00.000Z',
  data: migrationUpdate(),
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('LiveFeed', () => {
  it('is live once the socket is open', () => {
    const { socket, states } = startedFeed();
    socket.happen('connect');
    expect(states).toEqual([['live', null]]);
  });

  it('asks for backups while a page shows them, again after each loss of the connection', () => {
    const { socket, feed } = startedFeed();
    feed.watchBackups(true);
    expect(socket.sent).toEqual([]);
    socket.happen('connect');
    socket.happen('disconnect', 'ping timeout');
    socket.happen('connect');
    feed.watchBackups(false);
    socket.happen('disconnect', 'ping timeout');
    socket.happen('connect');
    expect(socket.sent).toEqual([
      ['watch_backups', true],
      ['watch_backups', true],
      ['watch_backups', false],
    ]);
  });

  it('hands a burst on in one batch a frame, in order', () => {
    const { socket, batches, frames } = startedFeed();
    socket.happen('metrics_update', update());
    socket.happen('metrics_update', update());
    expect(batches).toEqual([]);
    expect(frames).toHaveLength(1);
    frames[0]?.();
    expect(batches.map((events) => events.length)).toEqual([2]);
  });

  it('says at once that it is disconnected, and why', () => {
    const { socket, states } = startedFeed();
    socket.happen('connect');
    socket.happen('disconnect', 'ping timeout');
    expect(states.at(-1)).toEqual(['disconnected', 'The API stopped answering on the live connection']);
  });

  it('asks over REST after five seconds without a socket, and every five after', async () => {
    const { socket, asked, last } = startedFeed();
    socket.happen('connect_error', new Error('websocket error'));
    await vi.advanceTimersByTimeAsync(pollEveryMs - 1);
    expect(asked).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(last()).toBe('polling');
    await vi.advanceTimersByTimeAsync(pollEveryMs);
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('stays polling while attempts to reopen the socket fail', async () => {
    const { socket, last } = startedFeed();
    socket.happen('connect_error', new Error('websocket error'));
    await vi.advanceTimersByTimeAsync(pollEveryMs);
    socket.happen('connect_error', new Error('websocket error'));
    expect(last()).toBe('polling');
  });

  it('is disconnected, not polling, when REST does not answer either', async () => {
    const { socket, states } = startedFeed(() => Promise.reject(new Error('The API does not answer')));
    socket.happen('connect');
    socket.happen('disconnect', 'transport close');
    await vi.advanceTimersByTimeAsync(pollEveryMs);
    expect(states.at(-1)).toEqual(['disconnected', 'The API does not answer']);
  });

  it('stops asking over REST when the socket is back', async () => {
    const { socket, asked, last } = startedFeed();
    socket.happen('disconnect', 'transport close');
    socket.happen('connect');
    await vi.advanceTimersByTimeAsync(pollEveryMs * 3);
    expect(asked).not.toHaveBeenCalled();
    expect(last()).toBe('live');
  });

  it('is not taken back to polling by an answer that comes after the socket', async () => {
    let answer = (): void => undefined;
    const { socket, last } = startedFeed(() => new Promise((resolve) => (answer = resolve)));
    socket.happen('disconnect', 'transport close');
    await vi.advanceTimersByTimeAsync(pollEveryMs);
    socket.happen('connect');
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(last()).toBe('live');
  });

  it('opens the socket again after the server closed it, which the client would not do by itself', async () => {
    const { socket } = startedFeed();
    socket.happen('connect');
    socket.happen('disconnect', 'io server disconnect');
    await vi.advanceTimersByTimeAsync(1000);
    expect(socket.calls).toEqual(['connect']);
  });

  it('does nothing more once stopped', async () => {
    const { socket, feed, asked } = startedFeed();
    socket.happen('disconnect', 'transport close');
    feed.stop();
    await vi.advanceTimersByTimeAsync(pollEveryMs * 2);
    expect(asked).not.toHaveBeenCalled();
  });
});
