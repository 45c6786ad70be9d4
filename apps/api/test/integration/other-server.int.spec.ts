// Several servers behind one address: a failover, or a proxy that leads to the next of them.
import { setTimeout as pause } from 'node:timers/promises';
import { engines, failureKind, ServerUnavailable } from '@cutover/databases';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;

beforeAll(async () => {
  lab = await labPair();
});

/** Runs a statement on both servers, each for itself. */
async function onBoth(statement: string): Promise<void> {
  for (const role of ['source', 'target'] as const)
    await lab.withAdmin(role, async (root) => {
      await root.query('SET SESSION sql_log_bin = 0');
      await root.query(statement);
    });
}

it('a connection that leads to another server than the one that was identified is hung up, and its statement lost', async () => {
  const { engine } = lab.endpoints.source;
  await onBoth("CREATE USER twin@'%' IDENTIFIED BY 'twin-password'");
  const way = await startTcpProxy(lab.endpoints.source);
  const twin = { username: 'twin', password: 'twin-password', port: way.port };
  const losses: unknown[] = [];
  const session = await engines[engine].connect(endpointOf(lab, 'source', twin), (error) => losses.push(error));
  try {
    way.leadTo(lab.endpoints.target);
    const port = 'SELECT @@port AS port';
    for (let n = 0; n < 2; n++) {
      const error: unknown = await session.query(port).catch((thrown: unknown) => thrown);
      expect(failureKind(error)).toBe('another-server');
      expect(losses.at(-1)).toBe(error);
    }
    let ends = 0;
    const owner = { role: 'source' as const, fingerprint: session.identity.fingerprint, onEnd: () => void (ends += 1) };
    const own = await engines[engine].openSession(endpointOf(lab, 'source', twin), owner);
    await expect(own.query(port)).rejects.toThrow('another server');
    await expect(own.query(port)).rejects.toBeInstanceOf(ServerUnavailable);
    expect([own.isOpen, ends]).toEqual([false, 1]);
    way.leadTo(lab.endpoints.source);
    expect(await session.query(port)).toEqual([{ port: String(lab.endpoints.source.port) }]);
  } finally {
    await session.close('the test is over');
    await way.end();
    await onBoth("DROP USER twin@'%'");
  }
});

it('asks a server on and on that has taken over while a question to the one before was open', async () => {
  await onBoth("CREATE USER twin@'%' IDENTIFIED BY 'twin-password'");
  const way = await startTcpProxy(lab.endpoints.source);
  const source = endpointOf(lab, 'source', { username: 'twin', password: 'twin-password', port: way.port });
  const opened = startConnections(configOf(lab, { source }, { intervalSeconds: 5 }));
  try {
    const connections = await whenUp(opened);
    const link = connections.get('shop', 'source');
    const first = link.identity()?.fingerprint;
    way.hold();
    way.leadTo(lab.endpoints.target);
    // The next question comes after 5 s, and is waited for for as long.
    await pause(6_000);
    const statements = Array.from({ length: 5 }, () => link.query('SELECT 1', [], { timeoutMs: 3_000 }));
    await Promise.allSettled(statements);
    await eventually('the other server is known', async () => link.identity()?.fingerprint !== first);
    const { lastSeenAt } = link.status();
    await eventually('it is asked again', async () => link.status().lastSeenAt !== lastSeenAt);
  } finally {
    await opened.onApplicationShutdown();
    await way.end();
    await onBoth("DROP USER twin@'%'");
  }
});

describe('a statement whose server was replaced while it ran', () => {
  /** A statement of somebody else, on a thread of the target that has the number of `session` on the source. */
  async function sameThread(session: { id: number }, run: () => Promise<void>): Promise<unknown> {
    for (;;) {
      const outcome = await lab.withAdmin('target', async (root) => {
        const [rows] = await root.query('SELECT CONNECTION_ID() AS id');
        const id = Number((rows as { id: unknown }[])[0]?.id);
        if (id > session.id) throw new Error(`The target counts ${id} threads already, and ${session.id} is wanted`);
        if (id < session.id) return null;
        const theirs = root.query('SELECT SLEEP(3600) AS wasEnded').then(([found]) => found);
        await eventually('it runs', () => isRunning(id));
        await run();
        const isStill = await isRunning(id);
        await lab.withAdmin('target', async (other) => void (await other.query(`KILL QUERY ${id}`)));
        await theirs.catch(() => undefined);
        return { isStill };
      });
      if (outcome !== null) return outcome;
    }
  }

  async function isRunning(id: number): Promise<boolean> {
    return lab.withAdmin('target', async (root) => {
      const [rows] = await root.query(
        `SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ${id} AND INFO LIKE 'SELECT SLEEP%'`,
      );
      return (rows as object[]).length > 0;
    });
  }

  async function threadsOfTarget(): Promise<number> {
    return lab.withAdmin('target', async (root) => {
      const [rows] = await root.query('SELECT CONNECTION_ID() AS id');
      return Number((rows as { id: unknown }[])[0]?.id);
    });
  }

  it('is not ended on a thread of a stranger that has its number, whatever the account may do', async () => {
    const { engine } = lab.endpoints.source;
    await onBoth("CREATE USER twin@'%' IDENTIFIED BY 'twin-password'");
    await onBoth("GRANT CONNECTION ADMIN ON *.* TO twin@'%'");
    const way = await startTcpProxy(lab.endpoints.source);
    const twin = endpointOf(lab, 'source', { username: 'twin', password: 'twin-password', port: way.port });
    const owner = { role: 'source' as const, fingerprint: null, onEnd: () => undefined };
    // Above all threads of the target, with some room for what connects there meanwhile.
    const wanted = (await threadsOfTarget()) + 20;
    let own = await engines[engine].openSession(twin, owner);
    const idOf = async (): Promise<number> =>
      Number((await own.query<{ id: string }>('SELECT CONNECTION_ID() AS id'))[0]?.id);
    try {
      while ((await idOf()) < wanted) {
        await own.close();
        own = await engines[engine].openSession(twin, owner);
      }
      const outcome = await sameThread({ id: await idOf() }, async () => {
        const ended = own.query('SELECT SLEEP(3600)', [], { timeoutMs: 1_000 });
        way.hold();
        way.leadTo(lab.endpoints.target);
        await expect(ended).rejects.toThrow('Ended after');
      });
      expect(outcome).toEqual({ isStill: true });
    } finally {
      await own.close();
      await way.end();
      await onBoth("DROP USER twin@'%'");
    }
  });
});
