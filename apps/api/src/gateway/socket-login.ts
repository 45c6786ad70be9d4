import type { Socket } from 'socket.io';
import type { AccessService } from '../platform/access/access.service.js';
import { UserError } from '../failures/failures.js';

/** What Socket.IO hands to the client as `connect_error`: the message, and `data` with our code. */
class SocketRefused extends Error {
  constructor(
    message: string,
    readonly data: { code: string },
  ) {
    super(message);
  }
}

/**
 * The same login as REST, at the handshake: the browser's Basic credentials, or `auth: { username, password }` for
 * programs. Resolves with the error to refuse with, or with nothing. Host and origin are judged by the socket adapter.
 */
export async function admitSocket(
  socket: Pick<Socket, 'handshake'>,
  access: Pick<AccessService, 'authenticate'>,
  trustProxy: boolean,
): Promise<SocketRefused | undefined> {
  try {
    await access.authenticate(authorizationOf(socket), addressOf(socket, trustProxy));
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return new SocketRefused(error.message, { code: error.code });
    return new SocketRefused('The login could not be checked; see the log of the API', { code: 'LOGIN_FAILED' });
  }
}

function authorizationOf({ handshake }: Pick<Socket, 'handshake'>): string | undefined {
  const { username, password } = handshake.auth as { username?: unknown; password?: unknown };
  if (typeof username === 'string' && typeof password === 'string')
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return handshake.headers.authorization;
}

/** Behind a proxy the last entry is the one that our own proxy wrote; those before it are the client's word. */
function addressOf({ handshake }: Pick<Socket, 'handshake'>, trustProxy: boolean): string {
  const forwarded = handshake.headers['x-forwarded-for'];
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return (trustProxy && last) || handshake.address;
}
