import { randomBytes } from 'node:crypto';
import { connect as connectTcp, type Socket as TcpSocket } from 'node:net';
import { socketPath } from '@cutover/contracts';

/** A browser that opens the WebSocket, joins the namespace, and never reads a byte after that. */
export async function connectDeaf(url: string): Promise<TcpSocket> {
  const { port, host } = new URL(url);
  const socket = connectTcp(Number(port), '127.0.0.1');
  const key = randomBytes(16).toString('base64');
  socket.write(
    [
      `GET ${socketPath}/?EIO=4&transport=websocket HTTP/1.1`,
      ...[`Host: ${host}`, 'Upgrade: websocket', 'Connection: Upgrade'],
      ...[`Sec-WebSocket-Key: ${key}`, 'Sec-WebSocket-Version: 13', '', ''],
    ].join('\r\n'),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('data', () => resolve());
    socket.once('error', reject);
  });
  // Packet 40: connect to the namespace; a client's frames are masked, here with zeros.
  socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
  socket.pause();
  return socket;
}
