import type { ChecksumList, ChecksumResult, ChecksumRun, RowDifferencePage, TableChunkPage } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { keepThreadsRunning } from '../support/busy-threads.js';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';

const rows = 300_000;
/** Of a type that is hashed by itself, and empty: rows that take long to hash, and no room. */
const columns = Array.from({ length: 140 }, (_, index) => `d${index}`);

let lab: Lab;
let twin: TwinDatabase;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
  twin = await createTwin(lab, 'resume');
  await twin.both(
    `CREATE TABLE big (id INT PRIMARY KEY, ${columns.map((name) => `${name} MEDIUMTEXT NOT NULL DEFAULT ''`).join(', ')})`,
    `INSERT INTO big (id) SELECT seq FROM seq_1_to_${rows}`,
    'CREATE TABLE after_big (id INT PRIMARY KEY)',
    'CREATE TABLE a_small (id INT PRIMARY KEY)',
    'INSERT INTO a_small VALUES (1)',
  );
  await twin.only('target', 'UPDATE big SET d0 = -1 WHERE id = 5', `DELETE FROM big WHERE id = ${rows - 1}`);
});

afterAll(async () => {
  await twin.drop();
});

function open(checksumIntervalMinutes: number): Promise<Product> {
  const ends = { source: endpointOf(lab, 'source'), target: endpointOf(lab, 'target') };
  return startProduct(lab, {
    monitoring: { checksumIntervalMinutes, consistencyIntervalMinutes: 0 },
    sections: {
      // A slow machine must not bring the load budget into play.
      verification: { maxThreadsRunning: 10, maxLoadPercent: 100, workers: 3 },
      migrations: [{ name: 'shop', ...ends, databases: [twin.name] }],
    },
  });
}

const path = '/api/migrations/shop/checksums';

/** In the order of the key. */
async function chunksOf(table: string): Promise<TableChunkPage['chunks']> {
  const { chunks } = await product.get<TableChunkPage>(`${path}/resume/${table}/chunks?limit=1000`);
  return chunks.sort((a, b) => Number(a.after?.[0] ?? 0) - Number(b.after?.[0] ?? 0));
}

/** Small tables are under way beside it, and may be the first of the run. */
const progressOfBig = (run: ChecksumRun | null) => run?.progress?.find(({ table }) => table === 'resume.big');

async function whenEnded(id: string): Promise<ChecksumRun> {
  return eventually('the run ends', async () => {
    const run = await product.get<ChecksumRun>(`${path}/runs/${id}`);
    return run.state !== 'running' && run;
  });
}

describe('a run that is held back and then killed', () => {
  beforeAll(async () => {
    product = await open(0);
  });
  afterAll(() => product.end());

  it('says why it waits, and goes on from its stored chunks, without comparing them again', async () => {
    const started = await eventually('a run starts', async () => {
      const answer = await product.send('POST', `${path}/runs`, {});
      return answer.status === 202 ? ((await answer.json()) as ChecksumRun) : null;
    });
    const current = (): Promise<ChecksumRun> => product.get<ChecksumRun>(`${path}/runs/${started.id}`);
    await eventually('some chunks are done', async () => (progressOfBig(await current())?.chunks ?? 0) >= 1);

    const release = keepThreadsRunning(lab, 'source', 15);
    let paused: ChecksumRun;
    try {
      paused = await eventually('the run is held back', async () => {
        const run = await current();
        return run.pausedBecause?.includes('Threads_running') ? run : null;
      });
      await product.kill();
    } finally {
      await release();
    }
    const killedAt = new Date().toISOString();
    const progress = progressOfBig(paused);
    expect(paused.pausedBecause).toMatch(/Threads_running on the source is \d+, over 10 \(verification\.maxThreads/);
    expect(progress?.pauseReason).toBe(paused.pausedBecause);
    expect(Number(progress?.rows)).toBeGreaterThan(0);
    expect(Number(progress?.rows)).toBeLessThan(rows);

    product = await product.restart();
    const run = await whenEnded(started.id);
    expect(run).toMatchObject({ state: 'finished', verdict: 'diverged', tables: { total: 3, done: 3 } });
    expect(run.results.map(({ table, verdict }) => [table, verdict])).toEqual([
      ['resume.a_small', 'matched'],
      ['resume.after_big', 'matched'],
      ['resume.big', 'diverged'],
    ]);

    const chunks = await chunksOf('big');
    const before = chunks.filter(({ provedAt }) => provedAt < killedAt);
    // One worker waits while others finish what they have begun.
    expect(before.length).toBeGreaterThanOrEqual(progress?.chunks ?? Infinity);
    expect(chunks.length).toBeGreaterThan(before.length);
    expect(new Set(chunks.map(({ index }) => index)).size).toBe(chunks.length);
    // Each range begins where the one before it ends: nothing was left out, nothing compared twice.
    expect(chunks.slice(1).map(({ after }) => after)).toEqual(chunks.slice(0, -1).map(({ upTo }) => upTo));
    const sum = chunks.reduce((total, { sourceRows }) => total + Number(sourceRows), 0);
    expect(sum).toBe(rows);
    const result = await product.get<ChecksumResult>(`${path}/resume/big`);
    expect(result).toMatchObject({ sourceRows: String(rows), differences: { changed: 1, missing: 1, complete: true } });
    expect(result.startedAt < killedAt && killedAt < result.finishedAt).toBe(true);
  });

  it('has lost none of the rows it had found before, and names none twice', async () => {
    const page = await product.get<RowDifferencePage>(`${path}/resume/big/differences`);
    expect(page).toMatchObject({ total: 2, nextCursor: null, complete: true });
    expect(page.differences.map(({ kind, key }) => `${kind} ${key['id']}`)).toEqual([
      'changed 5',
      `missing ${rows - 1}`,
    ]);
  });

  it('is compared from the beginning by the next run on request', async () => {
    const answer = await product.send('POST', `${path}/runs`, { tables: ['resume.big'] });
    const { id, startedAt } = (await answer.json()) as ChecksumRun;
    await whenEnded(id);
    expect((await chunksOf('big')).filter(({ provedAt }) => provedAt < startedAt)).toEqual([]);
  });
});

describe('a round of the schedule that ends before the table does', () => {
  beforeAll(async () => {
    product = await open(60);
  });
  afterAll(() => product.end());

  it('is gone on with by the next round, which begins with the table that has no proof yet', async () => {
    await eventually('the first round has compared some chunks', async () => {
      const { activeRunId } = await product.get<ChecksumList>(path);
      const run = activeRunId ? await product.get<ChecksumRun>(`${path}/runs/${activeRunId}`) : null;
      return (progressOfBig(run)?.chunks ?? 0) >= 1;
    });
    await product.stop();
    const stoppedAt = new Date().toISOString();
    product = await product.restart();
    const result = await eventually('the next round proves it', async () => {
      const { results } = await product.get<ChecksumList>(path);
      return results.find(({ table }) => table === 'resume.big');
    });
    expect(result).toMatchObject({ verdict: 'diverged', sourceRows: String(rows) });
    // Its age is that of its oldest chunk.
    expect(result.startedAt < stoppedAt).toBe(true);
    const chunks = await chunksOf('big');
    expect(chunks.filter(({ provedAt }) => provedAt < stoppedAt).length).toBeGreaterThan(0);
    expect(chunks.filter(({ provedAt }) => provedAt > stoppedAt).length).toBeGreaterThan(0);
    const small = await product.get<ChecksumResult>(`${path}/resume/a_small`);
    expect(small.verdict).toBe('matched');
  });
});

describe('a round of the schedule that a request interrupts', () => {
  beforeAll(async () => {
    product = await open(60);
  });
  afterAll(() => product.end());

  it('makes way for it, refuses another, and goes on by the chunks it had proved', async () => {
    await eventually('the round has compared some chunks', async () => {
      const { activeRunId } = await product.get<ChecksumList>(path);
      const run = activeRunId ? await product.get<ChecksumRun>(`${path}/runs/${activeRunId}`) : null;
      return (progressOfBig(run)?.chunks ?? 0) >= 1;
    });
    const askedAt = new Date().toISOString();
    const [answer, second] = await Promise.all([
      product.send('POST', `${path}/runs`, { tables: ['resume.a_small'] }),
      product.send('POST', `${path}/runs`, { tables: ['resume.a_small'] }),
    ]);
    expect([answer.status, second.status].sort()).toEqual([202, 409]);
    const { id } = (await (answer.status === 202 ? answer : second).json()) as ChecksumRun;
    expect(await whenEnded(id)).toMatchObject({ state: 'finished', verdict: 'matched', tables: { done: 1 } });
    await eventually('the round goes on', async () =>
      (await product.get<ChecksumList>(path)).results.some(({ table }) => table === 'resume.big'),
    );
    const chunks = await chunksOf('big');
    expect(chunks.filter(({ provedAt }) => provedAt < askedAt).length).toBeGreaterThan(0);
    expect(chunks.filter(({ provedAt }) => provedAt > askedAt).length).toBeGreaterThan(0);
  });
});
