// The engine alone, on real servers: sessions, bounds, rights, and pairs that are configured wrongly.
import { resolve } from 'node:path';
import type { Role } from '@cutover/contracts';
import { engines, failureKind, StatementCancelled, StatementTimeout, type EngineSession } from '@cutover/databases';
import type { PostgresLab } from '@cutover/lab';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { probeEndpoint } from '../../src/connections/probe-endpoint.js';
import { documentBlocks } from '../support/document-blocks.js';
import { eventually } from '../support/eventually.js';
import { configOf, endpointOf, labPair, whileBroken } from '../support/lab-pair.js';
import { startPgBouncer } from '../support/pg-bouncer.js';
import { postgresPair } from '../support/postgres-pair.js';
import { has } from '../support/server-line.js';
import { readAsAdmin } from '../support/read-as-admin.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const { postgres } = engines;

let lab: PostgresLab;

beforeAll(async () => {
  lab = await postgresPair();
});

async function connected<T>(endpoint: EndpointConfig, work: (session: EngineSession) => Promise<T>): Promise<T> {
  const session = await postgres.connect(endpoint, () => undefined);
  try {
    return await work(session);
  } finally {
    await session.close('the test is over');
  }
}

const adminReads = (role: Role, sql: string): Promise<unknown> => readAsAdmin(lab, role, sql);

const asleep =
  "SELECT count(*)::integer FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(77)%' AND pid <> pg_backend_pid()";

/** The server tells its state a moment after it has told the client. */
const nothingAsleep = () =>
  eventually('it to end on the server', async () => (await adminReads('target', asleep)) === 0, 2_000);

describe('a session', () => {
  it('is read only, repeatable read and in UTC, whatever the role brings along', async () => {
    await lab.withAdmin('target', async (admin) => {
      await admin.query(
        "ALTER ROLE cutover SET default_transaction_read_only = off; ALTER ROLE cutover SET TimeZone = 'Asia/Tokyo'",
      );
    });
    try {
      await connected(endpointOf(lab, 'target'), async (session) => {
        const write = session.query("INSERT INTO public.suppliers (id, name, daily_cutoff) VALUES (1, 'x', '12:00')");
        await expect(write).rejects.toMatchObject({ code: '25006' });
        const settings =
          "SELECT current_setting('transaction_isolation') AS isolation, current_setting('TimeZone') AS zone";
        expect(await session.query(settings)).toEqual([{ isolation: 'repeatable read', zone: 'UTC' }]);
        expect(session.identity).toMatchObject({ flavor: 'postgres', account: 'cutover' });
        expect(session.tlsCipher).toMatch(/^TLS_/);
      });
    } finally {
      await lab.withAdmin('target', (admin) => admin.query('ALTER ROLE cutover RESET ALL'));
    }
  });

  it('gives integers and times as the server prints them', async () => {
    const sql =
      "SELECT 9007199254740993::bigint AS big, 1.10::numeric AS exact, TIMESTAMP '2026-01-02 03:04:05.678901' AS at, true AS is, 7 AS small";
    const [row] = await connected(endpointOf(lab, 'target'), (session) => session.query(sql));
    expect(row).toEqual({
      big: '9007199254740993',
      exact: '1.10',
      at: '2026-01-02 03:04:05.678901',
      is: true,
      small: 7,
    });
  });

  it('ends a statement on the server by its bound, by its signal, and when it is closed', async () => {
    const session = await postgres.connect(endpointOf(lab, 'target'), () => undefined);
    const sleep = 'SELECT pg_catalog.pg_sleep(77)';
    await expect(session.query(sleep, [], { timeoutMs: 300 })).rejects.toBeInstanceOf(StatementTimeout);
    await nothingAsleep();
    const cancel = new AbortController();
    const cancelled = session.query(sleep, [], { signal: cancel.signal });
    await eventually('it to run', async () => (await adminReads('target', asleep)) === 1);
    cancel.abort();
    await expect(cancelled).rejects.toBeInstanceOf(StatementCancelled);
    await nothingAsleep();
    const ended = session.query(sleep);
    ended.catch(() => undefined);
    await eventually('it to run', async () => (await adminReads('target', asleep)) === 1);
    await session.close('the test is over');
    await expect(ended).rejects.toBeInstanceOf(StatementCancelled);
    await nothingAsleep();
  });

  it('is bounded by the server too, for when this process dies', async () => {
    await connected(endpointOf(lab, 'target'), async (session) => {
      const [row] = await session.query("SELECT current_setting('statement_timeout') AS bound", [], {
        timeoutMs: 1_000,
      });
      expect(row).toEqual({ bound: '3s' });
    });
  });

  it('hears when the server ends it', async () => {
    let loss: unknown;
    const session = await postgres.connect(endpointOf(lab, 'target'), (error) => (loss ??= error));
    await adminReads(
      'target',
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cutover'",
    );
    await eventually('the loss', () => loss !== undefined);
    expect(['connection-ended', 'connection-lost']).toContain(failureKind(loss));
    session.abandon(new Error('gone'));
  });

  it('of its own keeps a snapshot between statements, and several of them go in one round trip', async () => {
    let ends = 0;
    const session = await postgres.openSession(endpointOf(lab, 'source'), {
      role: 'source',
      fingerprint: null,
      onEnd: () => void (ends += 1),
    });
    const count = 'SELECT count(*)::integer AS n FROM public.suppliers';
    const [, before] = await session.batch(['BEGIN', count]);
    await lab.withAdmin('source', (admin) =>
      admin.query("INSERT INTO suppliers (id, name, daily_cutoff) VALUES (3999999999, 'a row more', '12:00')"),
    );
    try {
      expect(await session.query(count)).toEqual(before);
      await session.close();
      await expect(session.query(count)).rejects.toThrow('A session on the source is gone: it was closed');
      expect(ends).toBe(1);
    } finally {
      await lab.withAdmin('source', (admin) => admin.query('DELETE FROM suppliers WHERE id = 3999999999'));
      await lab.catchUp();
    }
  });
});

describe('rights', () => {
  const account = { username: 'bare', password: 'bare-password' };
  const missing = (role: Role) =>
    connected(endpointOf(lab, role, account), (session) =>
      postgres.missingRights(session, session.identity, {
        ...{ role, rds: false, databases: ['public', 'absent'] },
        tables: [{ database: 'crm', name: 'people' }],
      }),
    );

  it.each(['source', 'target'] as const)(
    'that are missing on the %s are the statements that give them',
    async (role) => {
      const admin = (sql: string) => lab.withAdmin(role, (client) => client.query(sql));
      await admin("CREATE ROLE bare LOGIN PASSWORD 'bare-password'; GRANT CONNECT ON DATABASE shop TO bare");
      await admin('CREATE SCHEMA crm; CREATE TABLE crm.people (id integer PRIMARY KEY)');
      try {
        const statements = await missing(role);
        expect(statements).toEqual([
          ...(role === 'source' ? ['GRANT pg_monitor TO "bare";'] : []),
          'GRANT USAGE ON SCHEMA "public" TO "bare";',
          'GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "bare";',
          'GRANT USAGE ON SCHEMA "crm" TO "bare";',
          'GRANT SELECT ON TABLE "crm"."people" TO "bare";',
        ]);
        for (const statement of statements) await admin(statement);
        expect(await missing(role)).toEqual([]);
      } finally {
        await admin('DROP SCHEMA crm CASCADE; DROP OWNED BY bare; DROP ROLE bare');
      }
    },
  );
});

it('the account of the documents has every right, and none is left out', async () => {
  const [block] = documentBlocks(resolve(__dirname, '../../../..')).filter(({ file }) => file === 'docs/postgresql.md');
  const text = (block?.lines ?? []).join('\n').replaceAll("'…'", "'typed-by-a-reader'").replaceAll('cutover', 'reader');
  for (const [, role, statements = ''] of text.matchAll(/^-- (source|target)\n([^]*?)(?=^-- |(?![^]))/gm)) {
    const side = role as Role;
    const lines = statements.trim().split('\n');
    const needs = { role: side, rds: false, databases: ['public'], tables: [] };
    const missing = () =>
      connected(endpointOf(lab, side, { username: 'reader', password: 'typed-by-a-reader' }), (session) =>
        postgres.missingRights(session, session.identity, needs),
      );
    const admin = (sql: string) => lab.withAdmin(side, (client) => client.query(sql));
    try {
      for (const line of lines) await admin(line);
      expect(await missing()).toEqual([]);
      const last = lines.at(-1)?.replace('GRANT', 'REVOKE').replace(' TO ', ' FROM ') ?? '';
      await admin(last);
      expect(await missing()).toHaveLength(1);
    } finally {
      await admin('DROP OWNED BY reader; DROP ROLE reader');
    }
  }
});

describe('a fault', () => {
  const faultOf = async (changes: Partial<EndpointConfig>) => {
    const config = configOf(lab);
    const probe = await probeEndpoint(endpointOf(lab, 'target', changes), 'target', config.migrations[0]!);
    expect(probe.identity).toBeNull();
    return probe.faults[0];
  };

  it.each([
    ['a wrong password', { password: 'wrong' }, /^it refuses the login of "cutover"$/, /username and password/],
    ['a database that is not there', { database: 'Shop' }, /^it has no database "Shop"$/, /upper and lower case/],
    ['a closed port', { port: 1 }, /^nothing listens on 127\.0\.0\.1:1$/, /listen_addresses/],
    ['plain where TLS is demanded', { tls: undefined }, /pg_hba\.conf/, /hostssl, add tls/],
  ] as const)('of %s says what to do', async (_, changes, headline, action) => {
    const fault = await faultOf(changes);
    expect(fault?.headline).toMatch(headline);
    expect(fault?.action).toMatch(action);
    expect(JSON.stringify(fault)).not.toContain('wrong');
  });

  it('of a certificate for another address is seen before the password is sent', async () => {
    const fault = await faultOf({ tls: { verify: true } });
    expect(fault).toMatchObject({ code: 'TLS_REFUSED', action: expect.stringContaining('tls.ca') as string });
  });

  // There where a pair has such a source.
  if (!has('PostgreSQL 15', 'source'))
    it('of a target before 15 says what it must be', async () => {
      const probe = await probeEndpoint(endpointOf(lab, 'source'), 'target', configOf(lab).migrations[0]!);
      expect(probe.faults).toMatchObject([
        {
          code: 'VERSION_UNSUPPORTED',
          headline: expect.stringMatching(
            /^this server is PostgreSQL 1[34]\..*, which is too old for a target: it must be PostgreSQL 15 or newer$/,
          ),
          action: expect.stringContaining('docs/compatibility.md'),
        },
      ]);
    });

  it('of a pooler in between names it', async () => {
    const bouncer = await startPgBouncer(lab, 'target');
    try {
      const fault = await faultOf({ port: bouncer.port, tls: undefined });
      expect(fault).toMatchObject({ code: 'POOLER_BETWEEN' });
      expect(fault?.headline).toMatch(/a connection pooler \(PgBouncer, RDS Proxy, …\) answers on 127\.0\.0\.1:\d+/);
      expect(fault?.action).toMatch(/Give host and port of the server itself/);
    } finally {
      await bouncer.end();
    }
  });

  it.each([
    ['plain', undefined],
    ['over TLS', { verify: false }],
  ])('of a MariaDB pair under engine: postgres, and the reverse, says which engine to write (%s)', async (_, tls) => {
    const mariadb = await labPair();
    const toldToSet = (engine: string) => ({
      code: 'ENGINE_MISMATCH',
      action: expect.stringContaining(`Set engine: ${engine}`) as string,
    });
    // Over new ports, since what a server was seen to be is remembered for some time.
    const [toMariadb, toPostgres] = await Promise.all(
      [mariadb, lab].map((pair) => startTcpProxy(pair.endpoints.target)),
    );
    try {
      const asPostgres = endpointOf(mariadb, 'target', { database: 'shop', port: toMariadb!.port, tls });
      const [ours] = (await probeEndpoint(asPostgres, 'target', configOf(lab).migrations[0]!)).faults;
      expect(ours).toMatchObject(toldToSet('mariadb'));
      const asMariadb = endpointOf(lab, 'target', { port: toPostgres!.port, tls });
      const [theirs] = (await probeEndpoint(asMariadb, 'target', configOf(mariadb).migrations[0]!)).faults;
      expect(theirs).toMatchObject(toldToSet('postgres'));
    } finally {
      await Promise.all([toMariadb?.end(), toPostgres?.end()]);
    }
  });
});

it('two databases of one server are one server', async () => {
  const fingerprints = ['shop', 'postgres'].map((database) =>
    connected(endpointOf(lab, 'source', { username: 'replicator', ...replicator(database) }), ({ identity }) =>
      Promise.resolve(identity.fingerprint),
    ),
  );
  const [shop, other] = await Promise.all(fingerprints);
  expect(other).toBe(shop);
  expect(await connected(endpointOf(lab, 'target'), ({ identity }) => Promise.resolve(identity.fingerprint))).not.toBe(
    shop,
  );
});

const replicator = (database: string): Partial<EndpointConfig> => ({
  database,
  password: lab.place.state.replicationPassword,
});

it('positions move with what is written, and with what the target has confirmed', async () => {
  const bounds = { timeoutMs: 5_000 };
  const { hasReached, read } = postgres.positions;
  await connected(endpointOf(lab, 'source'), (source) =>
    connected(endpointOf(lab, 'target'), async (target) => {
      const both = { source, target };
      const before = await read(both, 'source', bounds);
      await lab.withAdmin('source', (admin) =>
        admin.query('UPDATE suppliers SET name = name WHERE id = (SELECT min(id) FROM suppliers)'),
      );
      const after = await read(both, 'source', bounds);
      expect(hasReached(after ?? '', before ?? '')).toBe(true);
      expect(hasReached(before ?? '', after ?? '')).toBe(false);
      await lab.catchUp();
      await eventually('the target to have confirmed it', async () =>
        hasReached((await read(both, 'target', bounds)) ?? '0/0', after ?? ''),
      );
      // A subscription that has lost its slot gets nothing any more.
      await whileBroken(lab, 'slot-dropped', async () => {
        expect(await read(both, 'target', bounds)).toBeNull();
      });
    }),
  );
});
