import { readFile } from 'node:fs/promises';
import { engines, failureKind } from '@cutover/databases';
import { type Lab } from '@cutover/lab';
import { createConnection, type Connection } from 'mysql2/promise';
import { byPlace } from '../../src/checksum/comparison/chunks/chunk-feed.js';
import type { ChunkRecord } from '../../src/checksum/comparison/exact-hooks.js';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { createAccount, passwordOfTests } from '../support/other-account.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { openedVerifiers } from '../support/opened-verifiers.js';

let lab: Lab;
let twin: TwinDatabase;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'exact_disturbed');
});

afterAll(async () => {
  await twin.drop();
});

const open = openedVerifiers(() => lab);

const small = { targetMs: 20, first: 500, smallest: 300, largest: 1_000 };

describe('a comparison that is disturbed', () => {
  beforeAll(async () => {
    await twin.both('CREATE TABLE big (id INT PRIMARY KEY, v VARCHAR(50) NOT NULL)');
    await twin.both('INSERT INTO big SELECT seq, MD5(seq) FROM seq_1_to_20000', 'ANALYZE TABLE big');
  });

  it('takes a new pair when a connection is killed in the middle, and proves the table', async () => {
    const verifier = await open({ databases: [twin.name] });
    let killed = 0;
    const onChunk = async (): Promise<void> => {
      if (killed++ > 0) return;
      await lab.withAdmin('target', async (root) => {
        const [rows] = await root.query(
          "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'cutover' AND COMMAND = 'Sleep'",
        );
        for (const { ID } of rows as { ID: number }[]) await root.query(`KILL ${ID}`).catch(() => undefined);
      });
    };
    const { finding } = await verifier.verify('exact_disturbed.big', { sizing: small, onChunk });
    expect({ verdict: finding.verdict, reason: finding.reason }).toEqual({ verdict: 'matched', reason: undefined });
  });

  it('is unverified when the definition changes meanwhile', async () => {
    const verifier = await open({ databases: [twin.name] });
    let asked = 0;
    const pauseReason = async (): Promise<string | null> => {
      asked++;
      // No snapshot is held any more when it is asked again: DDL would wait for one.
      if (asked === 4) await twin.both('ALTER TABLE big ADD COLUMN later INT');
      return asked === 3 ? 'somebody alters the table' : null;
    };
    const { finding } = await verifier.verify('exact_disturbed.big', { sizing: small, pauseReason });
    expect(finding).toMatchObject({ verdict: 'unverified', reason: expect.stringContaining('DDL') });
  });

  it('goes on from the chunks of a run that was interrupted', async () => {
    const verifier = await open({ databases: [twin.name] });
    await twin.only('target', "UPDATE big SET v = 'x' WHERE id IN (5, 19000)");
    const chunks: ChunkRecord[] = [];
    const whole = await verifier.verify('exact_disturbed.big', {
      sizing: small,
      onChunk: (chunk) => void chunks.push(chunk),
    });
    expect(whole.differences.map(({ key }) => key['id'])).toEqual(['5', '19000']);
    // As several workers leave them: one was not done, and the end was not reached.
    const stored = JSON.parse(JSON.stringify([...chunks.slice(0, 4), ...chunks.slice(5, 10)])) as ChunkRecord[];
    const again: ChunkRecord[] = [];
    const rest = await verifier.verify('exact_disturbed.big', {
      ...{ sizing: small, workers: 2 },
      onChunk: (chunk) => void again.push(chunk),
      unfinished: async () => ({ chunks: stored, differences: whole.differences.slice(0, 1) }),
    });
    const all = [...stored, ...again].sort((a, b) => byPlace(a.range, b.range));
    expect(all.slice(1).map(({ range }) => range.after)).toEqual(all.slice(0, -1).map(({ range }) => range.upTo));
    expect([all[0]?.range.after, all.at(-1)?.range.upTo]).toEqual([null, null]);
    expect(rest.finding).toMatchObject({
      ...{ verdict: 'diverged', sourceRows: '20000', chunks: { total: all.length } },
      differences: { changed: 2, complete: true },
    });
    expect(rest.differences.map(({ key }) => key['id'])).toEqual(['5', '19000']);

    const unnamed = stored.map((chunk) => ({ ...chunk, isNamed: chunk.verdict === 'matched' }));
    const { finding } = await verifier.verify('exact_disturbed.big', {
      unfinished: async () => ({ chunks: unnamed, differences: whole.differences.slice(0, 1) }),
    });
    expect(finding).toMatchObject({ verdict: 'diverged', differences: { changed: 2, complete: false } });
  });

  it('holds no snapshot while it is told to pause, and says why it waits', async () => {
    const verifier = await open({ databases: [twin.name] });
    const said: (string | null)[] = [];
    const openTransactions = (): Promise<number> =>
      lab.withAdmin('source', async (root) => {
        const [rows] = await root.query('SELECT COUNT(*) AS n FROM information_schema.INNODB_TRX');
        return Number((rows as { n: number }[])[0]?.n);
      });
    let asked = 0;
    let held = -1;
    await verifier.verify('exact_disturbed.big', {
      sizing: small,
      pauseReason: async () => {
        asked++;
        if (asked === 4) held = await openTransactions();
        return asked === 3 || asked === 4 ? 'the source is busy' : null;
      },
      onPause: (_, reason) => void said.push(reason),
    });
    expect(said).toEqual(['the source is busy', 'the source is busy', null]);
    expect(held).toBe(0);
  });

  it('ends its statements on both servers within two seconds when it is cancelled, and leaves no transaction open', async () => {
    const verifier = await open({ databases: [twin.name] });
    const end = new AbortController();
    await lab.withAdmin('target', async (root) => {
      const running = verifier.verify('exact_disturbed.big', { sizing: small, onChunk: () => end.abort() }, end.signal);
      await expect(running).rejects.toBeDefined();
      const cancelled = performance.now();
      await eventually('nothing of ours runs', async () => {
        const [rows] = await root.query(
          "SELECT COUNT(*) AS n FROM information_schema.INNODB_TRX JOIN information_schema.PROCESSLIST ON ID = trx_mysql_thread_id WHERE USER = 'cutover'",
        );
        return Number((rows as { n: number }[])[0]?.n) === 0;
      });
      expect(performance.now() - cancelled).toBeLessThan(2_000);
    });
  });

  it('lets several workers share a table, without a gap or an overlap', async () => {
    const load = lab.startLoad({ rate: 300 });
    try {
      const verifier = await open();
      await eventually('the load writes', () => load.commits() > 20);
      const chunks: ChunkRecord[] = [];
      const { finding } = await verifier.verify('shop.order_items', {
        ...{ sizing: small, workers: 3, onChunk: (chunk) => void chunks.push(chunk) },
      });
      expect({ verdict: finding.verdict, reason: finding.reason }).toEqual({ verdict: 'matched', reason: undefined });
      const starts = chunks.map(({ range }) => JSON.stringify(range.after));
      const ends = chunks.map(({ range }) => JSON.stringify(range.upTo));
      expect(starts.length).toBeGreaterThan(10);
      expect([...starts].sort()).toEqual([...ends].sort());
      expect(new Set(starts).size).toBe(starts.length);
    } finally {
      await load.stop();
      await lab.catchUp();
    }
  });
});

describe('a server without a free connection', () => {
  /** Takes every connection of the source that is left; answers what gives them back. */
  async function takeAll(root: Connection): Promise<() => Promise<void>> {
    const { host, port, tls } = lab.endpoints.source;
    const ssl = { ca: await readFile(tls.ca, 'utf8') };
    const [[before]] = (await root.query('SELECT @@GLOBAL.max_connections AS most')) as unknown as [[{ most: number }]];
    await root.query('SET GLOBAL max_connections = 50');
    const taken: Connection[] = [];
    try {
      for (;;) {
        const one = await createConnection({ host, port, user: 'filler', password: passwordOfTests, ssl });
        one.on('error', () => undefined);
        taken.push(one);
      }
    } catch (error) {
      expect(failureKind(error)).toBe('no-free-connection');
    }
    return async () => {
      await Promise.all(taken.map((one) => one.end()));
      await root.query(`SET GLOBAL max_connections = ${before.most}`);
    };
  }

  /** How many have tried to connect. */
  async function asked(root: Connection): Promise<number> {
    const [[row]] = (await root.query("SHOW GLOBAL STATUS LIKE 'Connections'")) as unknown as [[{ Value: string }]];
    return Number(row.Value);
  }

  it('is asked again when it may have one, and the reason says what to do where it has none', async () => {
    await twin.both('CREATE TABLE small (id INT PRIMARY KEY)', 'INSERT INTO small VALUES (1), (2)');
    const { drop } = await createAccount(lab, 'filler', { source: [], target: [] });
    const verifier = await open({ databases: [twin.name] });
    await lab.withAdmin('source', async (root) => {
      let given: Promise<void> | null = null;
      const passing = await verifier.verify('exact_disturbed.small', {
        pauseReason: async () => {
          if (given !== null) return null;
          const giveBack = await takeAll(root);
          const before = await asked(root);
          given = eventually('somebody is refused', async () => (await asked(root)) > before).then(giveBack);
          return null;
        },
      });
      await given;
      expect({ verdict: passing.finding.verdict, reason: passing.finding.reason }).toEqual({
        ...{ verdict: 'matched', reason: undefined },
      });
      let giveBack = async (): Promise<void> => undefined;
      // One that holds no snapshots yet: those of before would do.
      const fresh = await open({ databases: [twin.name] });
      const lasting = await fresh.verify('exact_disturbed.small', {
        pauseReason: async () => {
          giveBack = await takeAll(root);
          // Sessions that are being closed at this moment leave no room either.
          await root.query('SET GLOBAL max_connections = 10');
          return null;
        },
      });
      await giveBack();
      expect(lasting.finding).toMatchObject({
        verdict: 'unverified',
        reason: expect.stringMatching(
          /The source has no free connection \(.*\)\. Look at SHOW PROCESSLIST, max_connections/,
        ),
      });
    });
    await drop();
  });
});

it('leaves no snapshot and no lock behind when the whole machine is gone that reads in it', async () => {
  await twin.both('CREATE TABLE left_alone (id INT PRIMARY KEY)');
  const { engine } = lab.endpoints.source;
  const way = await startTcpProxy(lab.endpoints.source);
  const owner = { role: 'source' as const, fingerprint: null, onEnd: () => undefined };
  const own = await engines[engine].openSession(endpointOf(lab, 'source', { port: way.port }), owner);
  try {
    const [[thread]] = (await own.batch(
      [
        'SELECT CONNECTION_ID() AS id',
        'START TRANSACTION WITH CONSISTENT SNAPSHOT',
        `SELECT * FROM ${twin.name}.left_alone`,
      ],
      // A snapshot may be idle for as long as the statement before might have run, and half a minute.
      { timeoutMs: 1_000 },
    )) as [[{ id: string }]];
    way.hold();
    await eventually('the server ends the transaction', () =>
      lab.withAdmin('source', async (root) => {
        const [rows] = await root.query(`SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ${thread.id}`);
        return (rows as object[]).length === 0;
      }),
    );
    // It would wait for the lock of a snapshot that has read the table.
    await twin.only('source', 'SET SESSION lock_wait_timeout = 1', 'DROP TABLE left_alone');
  } finally {
    await own.close();
    await way.end();
  }
});
