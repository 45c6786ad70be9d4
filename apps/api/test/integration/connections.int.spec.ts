import { createServer, connect, type Server } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import type { Lab } from '@cutover/lab';
import type { ConnectionsService } from '../../src/connections/connections.service.js';
import { probeEndpoint } from '../../src/connections/probe-endpoint.js';
import { ServerUnavailable, StatementCancelled, StatementTimeout } from '@cutover/databases';
import type { CutoverConfig } from '../../src/config/config.schema.js';
import { eventually } from '../support/eventually.js';
import { configOf, endpointOf, labPair, whileBroken } from '../support/lab-pair.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

let lab: Lab;
let opened: ConnectionsService[] = [];

beforeAll(async () => {
  lab = await labPair();
});

afterEach(async () => {
  await Promise.all(opened.map((service) => service.onApplicationShutdown()));
  opened = [];
});

/** Connections over `config`, closed after the test. */
function watch(config: CutoverConfig = configOf(lab)): ConnectionsService {
  const service = startConnections(config);
  opened.push(service);
  return service;
}

/** How many statements of the account hold this mark, as root sees it. */
async function runningWith(mark: string): Promise<number> {
  return lab.withAdmin('source', async (root) => {
    const [rows] = await root.query('SELECT INFO FROM information_schema.PROCESSLIST WHERE USER = ?', ['cutover']);
    return (rows as { INFO: string | null }[]).filter(({ INFO }) => INFO?.includes(mark)).length;
  });
}

describe('the engine', () => {
  const misnamed = (): CutoverConfig => configOf(lab, { engine: 'mysql' });

  it('is what the configuration says, and a server of another one is refused', async () => {
    const connections = watch(misnamed());
    const source = connections.get('shop', 'source');
    expect(source.engine).toBe('mysql');
    await eventually('the source was refused', async () => source.status().lastFault !== null);
    expect(source.status()).toMatchObject({
      lastFault: {
        code: 'ENGINE_MISMATCH',
        headline: expect.stringMatching(/^engine is mysql in the configuration, and this server is \d+\..*MariaDB/),
        action: expect.stringMatching(/^Set engine: mariadb for this migration, or correct host and port/),
      },
    });
    await expect(source.query('SELECT 1')).rejects.toThrow(/Set engine: mariadb/);
  });

  it('that is wrong is the one fault of a look at the side', async () => {
    const { migrations } = misnamed();
    const { identity, faults, missingGrants } = await probeEndpoint(
      endpointOf(lab, 'source'),
      'source',
      migrations[0]!,
    );
    expect({ identity, missingGrants }).toEqual({ identity: null, missingGrants: null });
    expect(faults.map(({ code }) => code)).toEqual(['ENGINE_MISMATCH']);
  });
});

describe('a statement', () => {
  const slow = (mark: string): string => `SELECT /* ${mark} */ SLEEP(20)`;

  it('is ended on the server when its time is over', async () => {
    const source = (await whenUp(watch())).get('shop', 'source');
    const answer = source.query(slow('too-long'), [], { timeoutMs: 700 });
    const outcome = expect(answer).rejects.toBeInstanceOf(StatementTimeout);
    await eventually('the statement runs', async () => (await runningWith('too-long')) === 1);
    await outcome;
    expect(await runningWith('too-long')).toBe(0);
  });

  it('is ended on the server within a second of its cancellation', async () => {
    const source = (await whenUp(watch())).get('shop', 'source');
    const cancel = new AbortController();
    const outcome = expect(source.query(slow('cancelled'), [], { signal: cancel.signal })).rejects.toBeInstanceOf(
      StatementCancelled,
    );
    await eventually('the statement runs', async () => (await runningWith('cancelled')) === 1);
    const cancelledAt = performance.now();
    cancel.abort();
    await outcome;
    expect(performance.now() - cancelledAt).toBeLessThan(1_000);
    expect(await runningWith('cancelled')).toBe(0);
  });

  it('is ended by the server itself when nobody is left to end it', async () => {
    const source = (await whenUp(watch())).get('shop', 'source');
    const rows = await source.query<{ seconds: string }>('SELECT @@max_statement_time AS seconds', [], {
      timeoutMs: 3_000,
    });
    expect(Number(rows[0]?.seconds)).toBe(5);
  });

  it('cannot write, whatever the account may do', async () => {
    const source = (await whenUp(watch())).get('shop', 'source');
    await expect(source.query('DELETE FROM shop.customers')).rejects.toThrow(/denied|read.only/i);
  });

  it('takes parameters as values and gives big integers as text', async () => {
    const source = (await whenUp(watch())).get('shop', 'source');
    const rows = await source.query('SELECT ? AS said, CAST(9223372036854775807 AS SIGNED) AS big', ["'; -- "]);
    expect(rows).toEqual([{ said: "'; -- ", big: '9223372036854775807' }]);
  });

  it('ends with the process on shutdown', async () => {
    const service = await whenUp(watch());
    const outcome = expect(service.get('shop', 'source').query(slow('at-shutdown'))).rejects.toBeInstanceOf(
      StatementCancelled,
    );
    await eventually('the statement runs', async () => (await runningWith('at-shutdown')) === 1);
    const startedAt = performance.now();
    await service.onApplicationShutdown();
    await outcome;
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(await runningWith('at-shutdown')).toBe(0);
  });
});

describe('a side', () => {
  it('is up with version, cipher and latency, and lacks nothing', async () => {
    const service = await whenUp(watch());
    const source = await eventually('rights are probed', () => {
      const status = service.snapshot('shop').source;
      return status.missingGrants && status;
    });
    expect(source).toMatchObject({ version: expect.stringMatching(/MariaDB/), failedAttempts: 0, missingGrants: [] });
    expect(source.tlsCipher).toMatch(/TLS_|-/);
    expect(source.latencyMs).toBeGreaterThan(0);
    expect(service.snapshot('shop').sameServer).toBe(false);
  });

  it('is called the same server when both sides lead to one', async () => {
    const config = configOf(lab);
    // The configuration refuses one address twice; two names of one server it cannot know.
    const [migration] = config.migrations;
    const service = await whenUp(watch({ ...config, migrations: [{ ...migration!, target: migration!.source }] }));
    expect(service.snapshot('shop').sameServer).toBe(true);
  });

  it('goes down alone when its server stops, refuses at once, and comes back by itself', async () => {
    const service = await whenUp(watch());
    await whileBroken(lab, 'target-down', async () => {
      const target = await eventually('the target is down', () => {
        const status = service.snapshot('shop').target;
        return status.state === 'down' && status;
      });
      expect(target.lastFault).toMatchObject({ code: 'ECONNREFUSED', headline: expect.stringContaining('127.0.0.1') });
      // At once: before anything could come over a connection, however busy the machine is.
      const later = new Promise((resolve) => setImmediate(resolve, 'later'));
      const refused = service
        .get('shop', 'target')
        .query('SELECT 1')
        .catch((error: unknown) => error);
      expect(await Promise.race([refused, later])).toBeInstanceOf(ServerUnavailable);
      expect(await service.get('shop', 'source').query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });
    await whenUp(service);
    expect(service.snapshot('shop').target.lastFault).not.toBeNull();
    expect(await service.get('shop', 'target').query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  });

  it('stays up when only its probe connection is killed by hand', async () => {
    const service = await whenUp(watch());
    const changes: string[] = [];
    service.changes.subscribe(({ role, status }) => changes.push(status[role].state));
    await lab.withAdmin('source', async (root) => {
      const [rows] = await root.query('SELECT ID FROM information_schema.PROCESSLIST WHERE USER = ?', ['cutover']);
      for (const { ID } of rows as { ID: string }[]) await root.query(`KILL CONNECTION ${ID}`);
    });
    await eventually('it noticed', () => service.snapshot('shop').source.lastFault);
    await eventually('it answers', async () =>
      service
        .get('shop', 'source')
        .query('SELECT 1')
        .catch(() => null),
    );
    expect(service.snapshot('shop').source.state).toBe('up');
    expect(changes).not.toContain('down');
  });

  it('names a wrong password, without repeating it, and recovers when it is right again', async () => {
    const service = await whenUp(watch());
    await whileBroken(lab, 'wrong-password', async () => {
      const target = await eventually('the target is down', () => {
        const status = service.snapshot('shop').target;
        return status.state === 'down' && status;
      });
      expect(target.lastFault?.code).toBe('ER_ACCESS_DENIED_ERROR');
      expect(JSON.stringify(service.snapshot('shop'))).not.toContain(lab.endpoints.target.password);
    });
    await whenUp(service);
  });

  it('goes from connecting to down after three attempts at a port where nobody listens', async () => {
    const service = watch(configOf(lab, { target: endpointOf(lab, 'target', { port: 1 }) }));
    expect(service.snapshot('shop').target.state).toBe('connecting');
    const target = await eventually('it is down', () => {
      const status = service.snapshot('shop').target;
      return status.state === 'down' && status;
    });
    expect(target.failedAttempts).toBeGreaterThanOrEqual(3);
    expect(target.lastSeenAt).toBeNull();
  });
});

describe('TLS', () => {
  let folder: string;
  let proxy: Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cutover-tls-'));
    proxy = createServer((client) => {
      const server = connect(lab.endpoints.source.port, '127.0.0.1');
      for (const socket of [client, server]) socket.on('error', () => [client, server].forEach((s) => s.destroy()));
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.2', resolve));
  });

  afterAll(async () => {
    proxy.close();
    await rm(folder, { recursive: true, force: true });
  });

  const lookAt = async (changes: Parameters<typeof endpointOf>[2]) => {
    const config = configOf(lab);
    const found = await probeEndpoint(endpointOf(lab, 'source', changes), 'source', config.migrations[0]!);
    return found.faults[0];
  };

  it('refuses a server whose certificate another CA signed', async () => {
    const ca = join(folder, 'other-ca.pem');
    const subject = [
      '-subj',
      '/CN=another',
      '-days',
      '1',
      '-nodes',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
    ];
    execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', join(folder, 'k.pem'), '-out', ca], {
      stdio: 'ignore',
    });
    expect(await lookAt({ tls: { ca, verify: true } })).toMatchObject({
      code: 'TLS_REFUSED',
      action: expect.stringContaining('tls.ca'),
    });
  });

  it('refuses an address that does not stand in the certificate, although localhost does', async () => {
    const port = (proxy.address() as { port: number }).port;
    expect(await lookAt({ host: '127.0.0.2', port })).toMatchObject({
      code: 'TLS_REFUSED',
      headline: expect.stringContaining('127.0.0.2'),
    });
    expect(
      await lookAt({ host: '127.0.0.2', port, tls: { ca: lab.endpoints.source.tls.ca, verify: false } }),
    ).toBeUndefined();
  });

  it('names a CA file that cannot be read', async () => {
    expect(await lookAt({ tls: { ca: join(folder, 'absent.pem'), verify: true } })).toMatchObject({
      code: 'TLS_FILE_UNREADABLE',
      action: expect.stringContaining('absent.pem'),
    });
  });

  it('names a CA file that holds no certificate any more, not the certificate of the server', async () => {
    const ca = join(folder, 'emptied.pem');
    await writeFile(ca, 'nothing here\n');
    expect(await lookAt({ tls: { ca, verify: true } })).toMatchObject({
      code: 'TLS_FILE_INVALID',
      headline: expect.stringContaining(`${ca} holds no certificate`),
    });
  });

  it('mentions TLS when a side without it is refused', async () => {
    expect((await lookAt({ tls: undefined }))?.action).toContain('TLS');
  });

  it('reads a password file, and names one that cannot be read', async () => {
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, `${lab.endpoints.source.password}\n`);
    expect(await lookAt({ password: undefined, passwordFile })).toBeUndefined();
    expect(await lookAt({ password: undefined, passwordFile: join(folder, 'gone') })).toMatchObject({
      code: 'PASSWORD_FILE_UNREADABLE',
    });
  });
});

describe('the rights probe', () => {
  /** Takes a right away for the time of `work`. */
  async function without(role: 'source' | 'target', right: string, work: () => Promise<void>): Promise<void> {
    const run = (sql: string) => lab.withoutBinaryLog(role, (root) => root.query(sql).then(() => undefined));
    await run(`REVOKE ${right} FROM 'cutover'@'%'`);
    try {
      await work();
    } finally {
      await run(`GRANT ${right} TO 'cutover'@'%'`);
    }
  }

  const missingAt = async (role: 'source' | 'target', changes = {}) => {
    const migration = configOf(lab, changes).migrations[0]!;
    return (await probeEndpoint(migration[role], role, migration)).missingGrants;
  };

  it('prints the exact GRANT for the binary log of the source', () =>
    without('source', 'BINLOG MONITOR ON *.*', async () => {
      expect(await missingAt('source')).toEqual([
        "SET SESSION sql_log_bin = 0; GRANT BINLOG MONITOR ON *.* TO 'cutover'@'%';",
      ]);
    }));

  it('prints the exact GRANT for the state of replication on the target', () =>
    without('target', 'SLAVE MONITOR ON *.*', async () => {
      expect(await missingAt('target')).toEqual([
        "SET SESSION sql_log_bin = 0; GRANT SLAVE MONITOR ON *.* TO 'cutover'@'%';",
      ]);
    }));

  it('prints the exact GRANT for a database and a table that may not be read', async () => {
    expect(await missingAt('source', { databases: ['we`ird'], tables: ['shop.orders', 'other.t.x'] })).toEqual([
      "SET SESSION sql_log_bin = 0; GRANT SELECT ON `we``ird`.* TO 'cutover'@'%';",
      "SET SESSION sql_log_bin = 0; GRANT SELECT ON `other`.`t.x` TO 'cutover'@'%';",
    ]);
  });
});
