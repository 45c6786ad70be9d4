import { dialects, type Lab } from '@cutover/lab';
import type { ExactHooks } from '../../src/checksum/comparison/exact-hooks.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { serverLine } from '../support/server-line.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const rows = 20_000;
const changed = 40;

let lab: Lab;
let twin: TwinDatabase;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'keyless');
  // Rows with a TEXT are read five at once, so that naming these takes sixteen scans of each side.
  await twin.both('CREATE TABLE heap (a INT NOT NULL, b TEXT NOT NULL)');
  const fill = `INSERT INTO heap SELECT seq, MD5(seq) FROM seq_1_to_${rows}`;
  await twin.both(dialects[lab.flavor].translate(fill), 'ANALYZE TABLE heap');
  await twin.only('target', `UPDATE heap SET b = 'changed' WHERE a <= ${changed}`);
});

afterAll(() => twin.drop());

/** Transactions that our account holds open on the source. */
function openTransactions(): Promise<number> {
  return lab.withAdmin('source', async (root) => {
    const [found] = await root.query(
      "SELECT COUNT(*) AS n FROM information_schema.INNODB_TRX JOIN information_schema.PROCESSLIST ON ID = trx_mysql_thread_id WHERE USER = 'cutover'",
    );
    return Number((found as { n: number }[])[0]?.n);
  });
}

/** MySQL does not say where a snapshot stands. */
const modes = serverLine.flavor === 'mysql' ? (['sandwich'] as const) : (['snapshot', 'sandwich'] as const);

describe.each(modes)('a table without a key, in mode %s', (mode) => {
  let verifier: Verifier;

  beforeAll(async () => {
    const config = configOf(lab, { databases: [twin.name] }, { tableTimeoutSeconds: 2 });
    verifier = await startVerifier(lab, { ...config, verification: { ...config.verification, mode } });
  });

  afterAll(() => verifier.close());

  const verify = (hooks: ExactHooks) => verifier.verify('keyless.heap', hooks);

  it('is not scanned when that would take too long; the reason holds the estimate, and what to do', async () => {
    const { finding } = await verify({ keyless: { sampleRows: 1_000, longestScanMs: 1 } });
    expect(finding).toMatchObject({
      ...{ verdict: 'unverified', mode: null },
      reason: expect.stringMatching(
        /^Too large without a key \(about \d+ rows, \d+ MiB\): a scan would take about [\d.]+ (s|min).*Add a primary key.*tableTimeoutSeconds: \d+.*verify --table 'keyless\.heap'$/,
      ),
    });
  });

  it('says the same of a scan that was ended at its limit', async () => {
    let unlock = (): void => undefined;
    let locking = Promise.resolve();
    const lock = async (): Promise<null> => {
      const released = new Promise<void>((resolve) => (unlock = resolve));
      await new Promise<void>((granted) => {
        locking = lab.withAdmin('target', async (root) => {
          await root.query('LOCK TABLES keyless.heap WRITE');
          granted();
          await released;
        });
      });
      return null;
    };
    let isLocked: Promise<null> | null = null;
    try {
      // The definition is read again after the rows, and would wait for the lock too.
      const { finding } = await verify({ pauseReason: () => (isLocked ??= lock()), onChunk: () => unlock() });
      expect(finding).toMatchObject({
        ...{ verdict: 'unverified' },
        reason: expect.stringMatching(/^Too large without a key .*a scan takes over 2 s.*Add a primary key/),
      });
    } finally {
      unlock();
      await locking;
    }
  });

  it('makes way for busy servers between two scans, with no snapshot held, and all its rows are named', async () => {
    let asked = 0;
    let held = -1;
    const { finding } = await verify({
      pauseReason: async () => {
        asked++;
        if (asked === 6) held = await openTransactions();
        return asked === 5 ? 'the source is busy' : null;
      },
    });
    expect({ held, isAskedOften: asked > 10 }).toEqual({ held: 0, isAskedOften: true });
    expect(finding).toMatchObject({
      ...{ verdict: 'diverged', mode, differences: { missing: changed, extra: changed, complete: true } },
    });
  });

  it('stays proved different when naming its rows would take too long, and says so', async () => {
    const { finding } = await verify({ keyless: { namingMs: 0 } });
    expect(finding).toMatchObject({
      ...{ verdict: 'diverged', mode, differences: { complete: false } },
      reason: expect.stringContaining('add a primary key'),
    });
  });
});

/** A MySQL that encrypts by itself takes no table of an engine that cannot. */
const itWithMyisam = serverLine.flavor === 'mysql' ? it.skip : it;

itWithMyisam(
  'a table that is locked while it is read keeps its writers waiting for no longer than a round of the schedule may',
  async () => {
    await twin.both('CREATE TABLE locked (a INT) ENGINE=MyISAM', 'INSERT INTO locked VALUES (1), (2), (3)');
    const verifier = await startVerifier(lab, configOf(lab, { databases: [twin.name] }));
    let unlock = (): void => undefined;
    let locking = Promise.resolve();
    // Reading waits for a writer as long as a writer would have to wait for a long reading.
    const lock = async (): Promise<null> => {
      const released = new Promise<void>((resolve) => (unlock = resolve));
      await new Promise<void>((granted) => {
        locking = lab.withAdmin('source', async (root) => {
          await root.query('LOCK TABLES keyless.locked WRITE');
          granted();
          await released;
        });
      });
      return null;
    };
    let isLocked: Promise<null> | null = null;
    try {
      const { finding } = await verifier.verify('keyless.locked', {
        longestLockMs: 1_000,
        pauseReason: () => (isLocked ??= lock()),
        onChunk: () => unlock(),
      });
      expect(finding).toMatchObject({
        ...{ verdict: 'unverified', mode: 'sandwich' },
        reason: expect.stringMatching(
          /^Too large without a key .*takes over 1 s.*of the engine MyISAM wait.*engine with snapshots/,
        ),
      });
    } finally {
      unlock();
      await locking;
      await verifier.close();
    }
  },
);
