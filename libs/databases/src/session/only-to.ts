import { AnotherServer } from './another-server.js';
import type { OwnConnection } from './own-session.js';

/**
 * The same connection, which refuses to be set up when it leads to another server than that of the fingerprint: an address
 * may lead to several servers, and each connection to the next of them. `onOther` hears of it before whoever asked.
 */
export function onlyTo<Connection extends OwnConnection>(
  connection: Connection,
  fingerprint: string,
  onOther: (error: AnotherServer) => void,
): Connection {
  const setUp = async (): Promise<void> => {
    await connection.setUp();
    if ((await connection.fingerprint()) === fingerprint) return;
    const other = new AnotherServer();
    onOther(other);
    throw other;
  };
  return { ...connection, setUp };
}
