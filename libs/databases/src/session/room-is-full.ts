import type { ConnectionRoom, Place } from './connection-room.js';
import { within } from './within.js';

/** Every connection that we may open on the server is at work, and none became free in time. */
export class RoomIsFull extends Error {
  readonly code = 'CONNECTIONS_IN_USE';

  constructor(most: number) {
    super(`all ${most} connections that Cutover may open on this server are in use`);
  }
}

/** A place in the room. Rejects with RoomIsFull where there is none within `limitMs`. */
export async function placeIn(room: ConnectionRoom, limitMs: number): Promise<Place> {
  const taken = room.take();
  const place = await within(limitMs, taken);
  if (place !== null) return place;
  void taken.then((late) => late.leave());
  throw new RoomIsFull(room.most);
}
