import type { Lab } from '@cutover/lab';
import type { ChunkRecord } from '../../src/checksum/comparison/exact-hooks.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

/** Short, for the test waits for it many times; and far longer than a statement of these tables takes on a busy machine. */
const tableTimeoutSeconds = 2;

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  twin = await createTwin(lab, 'exact_slow');
  await twin.both(
    'CREATE TABLE plain (id INT PRIMARY KEY, v INT)',
    'INSERT INTO plain SELECT seq, seq FROM seq_1_to_9000',
  );
  await twin.only('target', 'UPDATE plain SET v = 0 WHERE id IN (5, 2900)');
  const { monitoring, ...config } = configOf(lab, { databases: [twin.name] });
  verifier = await startVerifier(lab, { ...config, monitoring: { ...monitoring, tableTimeoutSeconds } });
});

afterAll(async () => {
  await verifier.close();
  await twin.drop();
});

/** Asks for a table of the target for itself; answers what lets it go again. */
function lockOnTarget(table: string): { granted: Promise<void>; unlock: () => Promise<void> } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let grant = (): void => undefined;
  const granted = new Promise<void>((resolve) => (grant = resolve));
  const locking = lab.withAdmin('target', async (root) => {
    await root.query(`LOCK TABLES ${table} WRITE`);
    grant();
    await released;
    await root.query('UNLOCK TABLES');
  });
  const unlock = (): Promise<void> => {
    release();
    return locking;
  };
  return { granted, unlock };
}

/** Sessions on the target. */
async function sessions(where: string): Promise<number[]> {
  return lab.withAdmin('target', async (root) => {
    const [found] = await root.query(`SELECT ID FROM information_schema.PROCESSLIST WHERE ${where}`);
    return (found as { ID: number }[]).map(({ ID }) => ID);
  });
}

function waiting(): Promise<number[]> {
  return eventually('somebody waits for a table', async () => {
    const ids = await sessions("STATE LIKE '%metadata lock%'");
    return ids.length > 0 && ids;
  });
}

/** Resolves when the statement that waits now was ended. */
async function waitGivenUp(): Promise<void> {
  const [id] = await waiting();
  await eventually('it is ended', async () => !(await sessions("COMMAND = 'Query'")).includes(id ?? 0));
}

async function killOurs(): Promise<void> {
  const ours = await sessions("USER = 'cutover'");
  await lab.withAdmin('target', async (root) => {
    for (const id of ours) await root.query(`KILL ${id}`).catch(() => undefined);
  });
}

describe('a range that is not read in time', () => {
  it('is divided, and leaves no gap', async () => {
    const chunks: ChunkRecord[] = [];
    let asked = 0;
    let unlocked = Promise.resolve();
    const { finding } = await verifier.verify('exact_slow.plain', {
      sizing: { targetMs: 1, first: 3_000, smallest: 2_000, largest: 3_000 },
      // No snapshot is held any more when it is asked again: the lock would wait for one.
      pauseReason: async () => {
        asked++;
        if (asked === 3) {
          const { granted, unlock } = lockOnTarget('exact_slow.plain');
          await granted;
          unlocked = waitGivenUp().then(unlock);
        }
        return asked === 2 ? 'somebody locks the table' : null;
      },
      onChunk: (chunk) => void chunks.push(chunk),
    });
    await unlocked;
    expect(finding).toMatchObject({
      ...{ verdict: 'diverged', sourceRows: '9000', differences: { changed: 2, complete: true } },
    });
    const ends = chunks.map(({ range }) => range.upTo?.[0]);
    expect(ends).toEqual(['3000', '4500', '6000', '8000', undefined]);
    expect(chunks.map(({ range }) => range.after?.[0])).toEqual([undefined, ...ends.slice(0, -1)]);
  });

  it('is divided though it holds few rows, for each of them may be huge', async () => {
    await twin.both(
      'CREATE TABLE few (id INT PRIMARY KEY, v INT)',
      'INSERT INTO few SELECT seq, seq FROM seq_1_to_600',
    );
    let unlocked: Promise<void> | null = null;
    const { finding } = await verifier.verify('exact_slow.few', {
      pauseReason: async () => {
        if (unlocked !== null) return null;
        const { granted, unlock } = lockOnTarget('exact_slow.few');
        await granted;
        unlocked = waitGivenUp().then(unlock);
        return null;
      },
    });
    await unlocked;
    expect(finding).toMatchObject({ verdict: 'matched', sourceRows: '600', chunks: { total: 2 } });
  });

  it('is divided in sandwich mode too', async () => {
    const { monitoring, verification, ...config } = configOf(lab, { databases: [twin.name] });
    const sandwich = await startVerifier(lab, {
      ...config,
      monitoring: { ...monitoring, tableTimeoutSeconds },
      verification: { ...verification, mode: 'sandwich' },
    });
    const chunks: ChunkRecord[] = [];
    let asked = 0;
    let unlocked = Promise.resolve();
    try {
      const { finding } = await sandwich.verify('exact_slow.plain', {
        sizing: { targetMs: 1, first: 3_000, smallest: 2_000, largest: 3_000 },
        pauseReason: async () => {
          asked++;
          if (asked === 2) {
            const { granted, unlock } = lockOnTarget('exact_slow.plain');
            await granted;
            unlocked = waitGivenUp().then(unlock);
          }
          return null;
        },
        onChunk: (chunk) => void chunks.push(chunk),
      });
      await unlocked;
      expect(finding).toMatchObject({
        ...{ verdict: 'diverged', mode: 'sandwich', sourceRows: '9000', chunks: { unverified: 0 } },
        differences: { changed: 2, complete: true },
      });
      expect(chunks.map(({ range }) => range.upTo?.[0]).slice(0, 3)).toEqual(['3000', '4500', '6000']);
    } finally {
      await unlocked;
      await sandwich.close();
    }
  });

  it('is not tried for ever on a server that answers nothing, and what was proved before stays proved', async () => {
    let lock: ReturnType<typeof lockOnTarget> | null = null;
    const chunks: ChunkRecord[] = [];
    let asked = 0;
    const { finding } = await verifier.verify('exact_slow.plain', {
      sizing: { targetMs: 10, first: 1_000, smallest: 500, largest: 1_000 },
      // No snapshot is held any more when it is asked again: the lock would wait for one.
      pauseReason: async () => {
        asked++;
        if (asked === 3) await (lock = lockOnTarget('exact_slow.plain')).granted;
        return asked === 2 ? 'somebody locks the table' : null;
      },
      onChunk: async (chunk) => {
        chunks.push(chunk);
        if (chunk.reason?.includes('in a row')) await lock?.unlock();
      },
    });
    expect(chunks.map(({ verdict }) => verdict).slice(0, 3)).toEqual(['diverged', 'unverified', 'unverified']);
    expect(chunks.length).toBeLessThan(8);
    expect(chunks.at(-1)?.reason).toMatch(/^10 statements in a row did not end within 2 s.*verify it again/);
    expect(finding).toMatchObject({ verdict: 'diverged', differences: { changed: 1, complete: false } });
  });
});

describe('a range that was proved to differ', () => {
  it('stays so when its rows cannot all be named, and says what to do', async () => {
    let lock: ReturnType<typeof lockOnTarget> | null = null;
    const chunks: ChunkRecord[] = [];
    const { finding, differences } = await verifier.verify('exact_slow.plain', {
      sizing: { targetMs: 1_000, first: 9_000, smallest: 9_000, largest: 9_000 },
      // In the middle of the search somebody takes the table, and the snapshots are lost.
      onFinding: async () => {
        lock = lockOnTarget('exact_slow.plain');
        await waiting();
        await killOurs();
        await lock.granted;
      },
      onChunk: async (chunk) => {
        chunks.push(chunk);
        await lock?.unlock();
      },
    });
    const unnamed =
      /not all rows that differ could be named: a statement was ended by its time limit.*verify the table again/;
    expect(chunks).toMatchObject([{ verdict: 'diverged', isNamed: false, reason: expect.stringMatching(unnamed) }]);
    expect(differences.map(({ key }) => key['id'])).toEqual(['5']);
    expect(finding).toMatchObject({
      ...{ verdict: 'diverged', reason: expect.stringMatching(unnamed), sourceRows: '9000' },
      differences: { changed: 1, complete: false },
    });
  });
});
