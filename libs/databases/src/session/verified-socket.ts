import { connect, isIP, type Socket } from 'node:net';

/**
 * Opens the TCP socket that the driver then upgrades to TLS.
 *
 * Why not leave it to the driver: for a host given as an address it passes no name to TLS, and Node then checks the
 * certificate against the host name of the socket, or against `localhost` where the socket has none. A socket to an
 * address has none, so any certificate for `localhost` would do. Giving the socket its name makes Node check the
 * address that the user wrote, before a password is sent.
 */
export function openSocket(host: string, port: number): Socket {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
  return isIP(host) ? Object.assign(socket, { _host: host }) : socket;
}
