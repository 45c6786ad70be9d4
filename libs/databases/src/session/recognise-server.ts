import type { Engine } from '@cutover/contracts';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from '../endpoint.js';

/** A server on the other side of the world answers within this time. */
const answerWithinMs = 1_500;
/** The eight bytes with which a client of PostgreSQL asks for TLS; `S` or `N` is the answer. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** What a server said that it is. */
export interface RecognisedServer {
  engine: Engine;
  version: string;
}

/**
 * What a server is, by its first bytes: MariaDB and MySQL greet, PostgreSQL waits to be asked. null: it cannot be told.
 * MariaDB and MySQL count each look as a failed connect, and block a machine with too many of them (max_connect_errors).
 */
export async function recogniseServer({ host, port }: Endpoint): Promise<RecognisedServer | null> {
  const socket = connect({ host, port });
  socket.on('error', () => undefined);
  const next = (): Promise<Buffer | null> =>
    Promise.race([
      once(socket, 'data').then(([data]) => data as Buffer),
      once(socket, 'close').then(() => null),
      pause(answerWithinMs, null, { ref: false }),
    ]).catch(() => null);
  try {
    const greeting = await next();
    if (greeting !== null) return readGreeting(greeting);
    if (!socket.writable) return null;
    socket.write(sslRequest);
    const answer = (await next())?.toString('latin1');
    return answer === 'S' || answer === 'N' ? { engine: 'postgres', version: 'PostgreSQL' } : null;
  } finally {
    socket.destroy();
  }
}

/** Three bytes of length, a number, then protocol 10 and the version up to a zero; or 0xff, an error, for who may not connect. */
function readGreeting(greeting: Buffer): RecognisedServer | null {
  if (greeting[4] === 0xff) return { engine: 'mysql', version: 'MySQL or MariaDB' };
  if (greeting[4] !== 10) return null;
  const end = greeting.indexOf(0, 5);
  const version = greeting.toString('latin1', 5, end < 0 ? undefined : end);
  const isMariadb = /mariadb/i.test(version);
  return {
    engine: isMariadb ? 'mariadb' : 'mysql',
    version: isMariadb ? version.replace(/^5\.5\.5-/, '') : `MySQL ${version}`,
  };
}
