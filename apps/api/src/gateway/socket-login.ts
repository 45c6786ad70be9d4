import type { Socket } from 'socket.io';
import type { AccessService } from '../platform/access/access.service.js';
import { UserError } from '../platform/failures.js';

/** What Socket.IO hands to the client as `connect_error`: the message, and `data` with our code. */
export class SocketRefused extends Error {
  constructor(
    message: string,
    readonly data: { code: string },
  ) {
    super(message);
  }
}

/**
 * The same login as REST, at the handshake: the browser's Basic credentials, or `auth: { username, password }` for
 * programs. Resolves with the error to refuse with, or with nothing.
 */
export async function admitSocket(
  socket: Socket,
  access: AccessService,
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

function authorizationOf(socket: Socket): string | undefined {
  const { username, password } = socket.handshake.auth as { username?: unknown; password?: unknown };
  if (typeof username === 'string' && typeof password === 'string')
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return socket.handshake.headers.authorization;
}

function addressOf(socket: Socket, trustProxy: boolean): string {
  const forwarded = socket.handshake.headers['x-forwarded-for'];
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return (trustProxy && last) || socket.handshake.address;
}
