import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import type { HoldUp, SideSessions } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { sessionsDialects } from '../../src/sessions/dialects/registry.js';
import { configOf } from './lab-pair.js';
import { runUnlogged } from './run-on.js';
import { startConnections, whenUp } from './watched-pair.js';

/** Sessions of the source that hold something up, and what is seen of them. They have `held.t` to do it with. */
export interface HeldSessions {
  /** What our account sees of the source now. */
  read(): Promise<SideSessions>;
  /** Asks for the first of a kind: for `eventually`. */
  foundOf(kind: HoldUp['kind']): () => Promise<HoldUp | undefined>;
  /** A session of root, which is not the account that looks. What it does stays on the source. */
  session(): Promise<Connection>;
  /** Hangs up all sessions. */
  release(): void;
  end(): Promise<void>;
}

/** Connects to the pair, and makes the table. */
export async function heldSessions(lab: Lab): Promise<HeldSessions> {
  const connections: ConnectionsService = await whenUp(startConnections(configOf(lab)));
  const opened: Connection[] = [];
  const [drop, create] = ['DROP DATABASE IF EXISTS held', 'CREATE DATABASE held'];
  await runUnlogged(lab, 'source', drop, create, 'CREATE TABLE held.t (c INT PRIMARY KEY)');
  const read = async (): Promise<SideSessions> => {
    // A server renews its list of transactions only where nobody has read it for a tenth of a second.
    await pause(150);
    const server = connections.get('shop', 'source');
    return sessionsDialects[server.engine]!.read(server, { timeoutMs: 30_000 });
  };
  return {
    read,
    foundOf: (kind) => async () => (await read()).holdUps.find((each) => each.kind === kind),
    session: async () => {
      const connection = await createConnection(lab.admin('source'));
      connection.on('error', () => undefined);
      opened.push(connection);
      await connection.query('SET SESSION sql_log_bin = 0');
      return connection;
    },
    release: () => {
      for (const connection of opened.splice(0)) connection.destroy();
    },
    end: async () => {
      await runUnlogged(lab, 'source', drop);
      await connections.onApplicationShutdown();
    },
  };
}
