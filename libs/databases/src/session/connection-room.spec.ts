import { ConnectionRoom, type Place } from './connection-room.js';
import { placeIn } from './room-is-full.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const linger = 150;
/** Takes a place, and says when it is there. */
function take(room: ConnectionRoom): { place: Place | null } {
  const taken: { place: Place | null } = { place: null };
  void room.take().then((place) => (taken.place = place));
  return taken;
}
const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

it('has so many places, and gives one that is left to who waits first', async () => {
  const room = new ConnectionRoom(2);
  const [first, , third, fourth] = [take(room), take(room), take(room), take(room)];
  await pass(0);
  expect([third.place, fourth.place]).toEqual([null, null]);
  first.place?.leave();
  first.place?.leave();
  await pass(0);
  expect(third.place).not.toBeNull();
  expect(fourth.place).toBeNull();
});

it('closes for who waits the connection that has rested for the longest time, and no other', async () => {
  const room = new ConnectionRoom(2);
  const [old, young] = [take(room), take(room)];
  await pass(0);
  const closed: string[] = [];
  old.place?.rest(() => closed.push('old'));
  await pass(linger);
  young.place?.rest(() => closed.push('young'));
  await pass(linger);
  expect(closed).toEqual([]);
  const third = take(room);
  await pass(linger);
  expect(closed).toEqual(['old']);
  // The place is free when the connection is closed, not when it was told so.
  expect(third.place).toBeNull();
  old.place?.leave();
  await pass(0);
  expect(third.place).not.toBeNull();
  await pass(60_000);
  expect(closed).toEqual(['old']);
});

it('closes a spare one before the only one of somebody else, however long that has rested', async () => {
  const room = new ConnectionRoom(2);
  const [only, spare] = [take(room), take(room)];
  await pass(0);
  const closed: string[] = [];
  only.place?.rest(() => closed.push('only'));
  await pass(linger);
  spare.place?.rest(
    () => closed.push('spare'),
    () => true,
  );
  await pass(linger);
  take(room);
  await pass(linger);
  expect(closed).toEqual(['spare']);
  take(room);
  await pass(linger);
  expect(closed).toEqual(['spare', 'only']);
});

it('says whether somebody would have to give up for one more', async () => {
  const room = new ConnectionRoom(1);
  expect(room.hasFreePlace).toBe(true);
  const first = take(room);
  await pass(0);
  expect(room.hasFreePlace).toBe(false);
  first.place?.leave();
  expect(room.hasFreePlace).toBe(true);
});

it('leaves alone what is at work again, and what was used a moment ago', async () => {
  const room = new ConnectionRoom(1);
  const only = take(room);
  await pass(0);
  const giveUp = jest.fn();
  only.place?.rest(giveUp);
  const second = take(room);
  await pass(50);
  only.place?.wake();
  await pass(60_000);
  expect(giveUp).not.toHaveBeenCalled();
  only.place?.rest(giveUp);
  await pass(linger);
  expect(giveUp).toHaveBeenCalledTimes(1);
  only.place?.leave();
  await pass(0);
  expect(second.place).not.toBeNull();
});

it('does not wait without limit, and loses no place to who has gone', async () => {
  const room = new ConnectionRoom(1);
  const only = take(room);
  await pass(0);
  const late = placeIn(room, 1_000);
  const refused = expect(late).rejects.toMatchObject({ code: 'CONNECTIONS_IN_USE', message: /all 1 connections/ });
  await pass(1_001);
  await refused;
  only.place?.leave();
  await pass(0);
  const next = take(room);
  await pass(0);
  expect(next.place).not.toBeNull();
});
