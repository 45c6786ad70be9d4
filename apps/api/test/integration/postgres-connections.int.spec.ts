// Connections of PostgreSQL that are cut, led elsewhere, or set up by others: what statements on them do.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { engines, failureKind, isConnectionLoss, ServerUnavailable, StatementTimeout } from '@cutover/databases';
import type { PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { itNeeds } from '../support/server-line.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const { postgres } = engines;

let lab: PostgresLab;

beforeAll(async () => {
  lab = await postgresPair();
});

/** How many statements with this text run on the target. */
async function running(text: string): Promise<number> {
  const { rows } = await lab.withAdmin('target', (admin) =>
    admin.query<{ n: number }>(
      "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()",
      [`%${text}%`],
    ),
  );
  return rows[0]?.n ?? 0;
}

it('a reset in the middle of a statement is a loss of the connection, and ends nothing else', async () => {
  const proxy = await startTcpProxy(lab.endpoints.target);
  try {
    let loss: unknown;
    const session = await postgres.connect(
      endpointOf(lab, 'target', { port: proxy.port }),
      (error) => (loss ??= error),
    );
    const statement = session.query('SELECT pg_catalog.pg_sleep(78)').catch((error: unknown) => error);
    await eventually('it to run', async () => (await running('pg_sleep(78)')) === 1);
    proxy.reset();
    expect(failureKind(await statement)).toBe('connection-lost');
    await eventually('the probe to hear of it', () => loss !== undefined);
    session.abandon(new Error('gone'));
  } finally {
    await proxy.end();
    await lab.withAdmin('target', (admin) =>
      admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_catalog.pg_sleep(78)%'",
      ),
    );
  }
});

describe('the environment of the process', () => {
  const before = process.env;

  beforeEach(() => {
    process.env = { ...before };
  });
  afterEach(() => {
    process.env = before;
  });

  it.each([
    ['PGOPTIONS', '-c work_mem=123kB'],
    ['PGOPTIONS', '-c nosuch=1'],
    ['PGREPLICATION', 'database'],
    ['PGSSLNEGOTIATION', 'direct'],
    ['PGSSLNEGOTIATION', 'nosuch'],
  ])('does not reach a connection: %s=%s', async (name, value) => {
    process.env[name] = value;
    const plain = await postgres.openSession(endpointOf(lab, 'source'), {
      role: 'source',
      fingerprint: null,
      onEnd: () => undefined,
    });
    const asked = 'SELECT current_setting($1) AS memory';
    expect(await plain.query(asked, ['work_mem'])).toEqual([{ memory: '4MB' }]);
    await plain.close();
    const session = await postgres.connect(endpointOf(lab, 'target'), () => undefined);
    expect(await session.query(asked, ['work_mem'])).toEqual([{ memory: '4MB' }]);
    await session.close('the test is over');
  });

  it('does not give a password in place of an empty one', async () => {
    const { password, port } = lab.endpoints.target;
    const folder = await mkdtemp(join(tmpdir(), 'cutover-pgpass-'));
    try {
      const file = join(folder, 'pgpass');
      await writeFile(file, `127.0.0.1:${port}:*:*:${password}\n`, { mode: 0o600 });
      for (const [name, value] of [
        ['PGPASSFILE', file],
        ['PGPASSWORD', password],
      ] as const) {
        process.env[name] = value;
        const attempt = postgres.connect(endpointOf(lab, 'target', { password: '' }), () => undefined);
        const outcome: unknown = await attempt.then(
          (session) => session.close('the test is over'),
          (error: unknown) => failureKind(error),
        );
        expect([name, outcome]).toEqual([name, 'login-denied']);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

it('a limit of the role for idle sessions does not end ours', async () => {
  const admin = (sql: string) => lab.withAdmin('target', (client) => client.query(sql));
  await admin("ALTER ROLE cutover SET idle_session_timeout = '300ms'");
  try {
    let loss: unknown;
    const session = await postgres.connect(endpointOf(lab, 'target'), (error) => (loss ??= error));
    const backend = 'SELECT pg_catalog.pg_backend_pid() AS pid';
    const first = await session.query(backend);
    await setTimeout(900);
    expect(await session.query(backend)).toEqual(first);
    expect(loss).toBeUndefined();
    await session.close('the test is over');
  } finally {
    await admin('ALTER ROLE cutover RESET ALL');
  }
});

itNeeds('PostgreSQL 17', 'target', 'a limit of the role for transactions does not end our snapshots', async () => {
  const admin = (sql: string) => lab.withAdmin('target', (client) => client.query(sql));
  await admin("ALTER ROLE cutover SET transaction_timeout = '300ms'");
  try {
    const session = await postgres.openSession(endpointOf(lab, 'target'), {
      ...{ role: 'target', fingerprint: null, onEnd: () => undefined },
    });
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    expect(await session.query('SELECT 1 AS one FROM pg_catalog.pg_sleep(0.9)')).toEqual([{ one: 1 }]);
    await session.close();
  } finally {
    await admin('ALTER ROLE cutover RESET ALL');
  }
});

it('a statement that waits for a connection does so as long as its own bound allows', async () => {
  const session = await postgres.connect(endpointOf(lab, 'target'), () => undefined);
  try {
    // For longer than a connect may take: that limit must not count for waiting.
    const busy = [1, 2, 3, 4].map(() => session.query('SELECT pg_catalog.pg_sleep(10.5)'));
    const short = session.query('SELECT 1 AS one', [], { timeoutMs: 200 });
    await expect(short).rejects.toBeInstanceOf(StatementTimeout);
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await Promise.all(busy);
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  } finally {
    await session.close('the test is over');
  }
});

describe('a connection that leads to another server than the one that was identified', () => {
  const twin = { username: 'twin', password: 'twin-password', tls: { verify: false } };

  it('is hung up, and its statement fails as with a lost connection', async () => {
    const roles = ['source', 'target'] as const;
    const both = (sql: string) => Promise.all(roles.map((role) => lab.withAdmin(role, (admin) => admin.query(sql))));
    await both("CREATE ROLE twin LOGIN PASSWORD 'twin-password'; GRANT CONNECT ON DATABASE shop TO twin");
    const proxy = await startTcpProxy(lab.endpoints.source);
    const endpoint = endpointOf(lab, 'source', { ...twin, port: proxy.port });
    const losses: unknown[] = [];
    const session = await postgres.connect(endpoint, (error) => losses.push(error));
    try {
      proxy.leadTo(lab.endpoints.target);
      const port = "SELECT current_setting('port') AS port";
      for (let n = 0; n < 2; n++) {
        const error: unknown = await session.query(port).catch((thrown: unknown) => thrown);
        expect(failureKind(error)).toBe('another-server');
        expect(losses.at(-1)).toBe(error);
        expect(isConnectionLoss(error)).toBe(true);
      }
      let ends = 0;
      const owner = {
        role: 'source' as const,
        fingerprint: session.identity.fingerprint,
        onEnd: () => void (ends += 1),
      };
      const own = await postgres.openSession(endpoint, owner);
      await expect(own.query(port)).rejects.toThrow('another server');
      await expect(own.query(port)).rejects.toBeInstanceOf(ServerUnavailable);
      expect([own.isOpen, ends]).toEqual([false, 1]);
      proxy.leadTo(lab.endpoints.source);
      expect(await session.query(port)).toEqual([{ port: String(lab.endpoints.source.port) }]);
    } finally {
      await session.close('the test is over');
      await proxy.end();
      await both('DROP OWNED BY twin; DROP ROLE twin');
    }
  });
});
