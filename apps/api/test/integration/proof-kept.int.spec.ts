import {
  checksumResultSchema,
  type AlertPage,
  type MigrationDetail,
  type ChecksumList,
  type ChecksumResult,
  type ChecksumRun,
  type RowDifferencePage,
  type TableChunkPage,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf, labPair, whileBroken } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';

const path = '/api/migrations/shop/checksums';
const names = ['a', 'b', 'c', 'd'];

let lab: Lab;
let twin: TwinDatabase;
let product: Product;

beforeAll(async () => {
  lab = await labPair();
  twin = await createTwin(lab, 'proof_kept');
  for (const name of names)
    await twin.both(
      `CREATE TABLE ${name} (id INT PRIMARY KEY, v INT)`,
      `INSERT INTO ${name} SELECT seq, seq FROM seq_1_to_500`,
    );
  await twin.only('target', 'UPDATE d SET v = -1 WHERE id = 5');
});
afterAll(() => twin.drop());

function open(
  checksumIntervalMinutes: number,
  { tableTimeoutSeconds = 300, migration = {} }: { tableTimeoutSeconds?: number; migration?: object } = {},
): Promise<Product> {
  const ends = { source: endpointOf(lab, 'source'), target: endpointOf(lab, 'target') };
  return startProduct(lab, {
    monitoring: { checksumIntervalMinutes, consistencyIntervalMinutes: 0, tableTimeoutSeconds, proofWaitSeconds: 1 },
    sections: {
      verification: { maxLoadPercent: 100 },
      migrations: [{ name: 'shop', ...ends, databases: [twin.name], ...migration }],
    },
  });
}

async function start(): Promise<ChecksumRun> {
  return eventually('a run starts', async () => {
    const answer = await product.send('POST', `${path}/runs`, {});
    return answer.status === 202 ? ((await answer.json()) as ChecksumRun) : null;
  });
}

const current = (id: string): Promise<ChecksumRun> => product.get<ChecksumRun>(`${path}/runs/${id}`);
const whenEnded = ({ id }: ChecksumRun): Promise<ChecksumRun> =>
  eventually('the run ends', async () => {
    const run = await current(id);
    return run.state !== 'running' && run;
  });
const results = async (): Promise<ChecksumResult[]> => (await product.get<ChecksumList>(path)).results;
const verdicts = async (): Promise<string> =>
  (await results()).map(({ table, verdict }) => `${table.slice(-1)} ${verdict}`).join(', ');
const proved = 'a matched, b matched, c matched, d diverged';

describe('an attempt that proves nothing', () => {
  beforeAll(async () => {
    product = await open(0, { tableTimeoutSeconds: 2 });
    await whenEnded(await start());
  });
  afterAll(() => product.end());

  /** Nobody else may read the tables meanwhile, so that their statements time out. */
  async function failOnce(): Promise<ChecksumRun> {
    return lab.withAdmin('target', async (root) => {
      await root.query('LOCK TABLES proof_kept.a WRITE, proof_kept.d WRITE');
      const run = await whenEnded(await start());
      await root.query('UNLOCK TABLES');
      return run;
    });
  }

  it('leaves the proof as it is, and stands beside it with its reason', async () => {
    expect(await verdicts()).toBe(proved);
    const before = await results();
    expect(before.map(({ lastAttempt }) => lastAttempt)).toEqual([null, null, null, null]);
    const run = await failOnce();
    expect(run.verdicts).toMatchObject({ matched: 2, unverified: 2 });
    expect(await verdicts()).toBe(proved);
    const [a, b, , d] = await results();
    expect(checksumResultSchema.safeParse(a).error?.issues ?? []).toEqual([]);
    const attempt = { verdict: 'unverified', reason: expect.stringMatching(/2 s/), finishedAt: expect.any(String) };
    for (const [now, then] of [
      [a, before[0]],
      [d, before[3]],
    ])
      expect(now).toEqual({ ...then, lastAttempt: attempt });
    expect((a?.lastAttempt?.finishedAt ?? '') > (a?.finishedAt ?? '')).toBe(true);
    expect(b?.lastAttempt).toBeNull();
  });

  it('takes neither chunks nor differing rows of the proof away, nor does the end of the process', async () => {
    await product.stop();
    product = await product.restart();
    expect(await verdicts()).toBe(proved);
    const [a, , , d] = await results();
    expect(a?.lastAttempt?.verdict).toBe('unverified');
    const { chunks } = await product.get<TableChunkPage>(`${path}/proof_kept/a/chunks`);
    expect(chunks.map(({ verdict, provedAt }) => [verdict, provedAt <= (a?.finishedAt ?? '')])).toEqual([
      ['matched', true],
    ]);
    expect(d).toMatchObject({ differences: { changed: 1, complete: true } });
    const page = await product.get<RowDifferencePage>(`${path}/proof_kept/d/differences`);
    expect(page.differences).toMatchObject([{ kind: 'changed', key: { id: '5' }, columns: ['v'] }]);
    const script = await (await product.send('GET', `${path}/proof_kept/d/repair.sql`)).text();
    expect(script).toMatch(/^UPDATE .*`d` SET `v` = 5 /m);
  });

  it('is forgotten with the next proof', async () => {
    await whenEnded(await start());
    expect((await results()).map(({ lastAttempt }) => lastAttempt)).toEqual([null, null, null, null]);
  });
});

describe('a run on request while a side is away', () => {
  beforeAll(async () => {
    product = await open(0);
    await whenEnded(await start());
  });
  afterAll(() => product.end());

  const paused = (id: string): Promise<string> =>
    eventually('the run waits', async () => (await current(id)).pausedBecause?.match(/^The target .*$/)?.[0]);

  it('waits for it, says so once, and compares the tables when it is back', async () => {
    let run: ChecksumRun | undefined;
    await whileBroken(lab, 'target-down', async () => {
      await eventually('the loss is seen', async () => {
        const answer = await product.send('GET', '/api/health');
        return answer.status === 503;
      });
      run = await start();
      expect(await paused(run.id)).toMatch(/does not answer/);
      expect((await current(run.id)).results).toEqual([]);
    });
    const ended = run && (await whenEnded(run));
    expect(ended).toMatchObject({ state: 'finished', tables: { total: 4, done: 4 }, verdicts: { matched: 3 } });
    expect(await verdicts()).toBe(proved);
  });

  it('can be cancelled meanwhile, and takes no proof away', async () => {
    await whileBroken(lab, 'target-down', async () => {
      const run = await start();
      await paused(run.id);
      const answer = await product.send('DELETE', `${path}/runs/${run.id}`);
      expect(await answer.json()).toMatchObject({ state: 'cancelled', results: [] });
      expect(await verdicts()).toBe(proved);
      expect((await results()).map(({ lastAttempt }) => lastAttempt)).toEqual([null, null, null, null]);
    });
  });
});

describe('rounds of the schedule while a side is away', () => {
  beforeAll(async () => {
    product = await open(0.05);
    await eventually('all is proved', async () => (await verdicts()) === proved);
  });
  afterAll(() => product.end());

  it('wait for it, and call no table unverified', async () => {
    const seen = new Set<string>();
    await whileBroken(lab, 'target-down', async () => {
      await eventually('a round waits', async () => {
        seen.add(await verdicts());
        const { activeRunId } = await product.get<ChecksumList>(path);
        const run = activeRunId === null ? null : await current(activeRunId);
        return run?.trigger === 'schedule' && run.pausedBecause?.includes('does not answer');
      });
    });
    const backAt = new Date().toISOString();
    await eventually('all is proved again', async () => {
      seen.add(await verdicts());
      return (await results()).every(({ startedAt }) => startedAt > backAt);
    });
    expect([...seen]).toEqual([proved]);
    expect((await results()).filter(({ lastAttempt }) => lastAttempt !== null)).toEqual([]);
  });
});

describe('a table that lags in every attempt', () => {
  beforeAll(async () => {
    // No other alert explains it: this much lag is allowed.
    product = await open(0, { migration: { replicaLagThresholdSeconds: 3_600 } });
    await whenEnded(await start());
  });
  afterAll(() => product.end());

  const firing = async (): Promise<string[]> => {
    const { alerts } = await product.get<AlertPage>('/api/alerts?state=firing&limit=200');
    return alerts.flatMap(({ type, subject }) => (subject.startsWith(twin.name) ? `${type} ${subject}` : [])).sort();
  };

  it('is an alert of its own after the third, takes no proof away, and is over with the next proof', async () => {
    const isDiverged = 'checksum_diverged proof_kept.d';
    await eventually('the difference is told', async () => (await firing()).includes(isDiverged));
    await whileBroken(lab, 'lag', async () => {
      for (let attempt = 1; attempt <= 3; attempt++) {
        await eventually('the target is seen to be behind', async () => {
          const { replicaLag } = await product.get<MigrationDetail>('/api/migrations/shop');
          return replicaLag?.sourcePosition !== replicaLag?.targetPosition;
        });
        if (attempt === 3) expect(await firing()).toEqual([isDiverged]);
        await whenEnded(await start());
        const d = (await results()).find(({ table }) => table === 'proof_kept.d');
        expect([d?.verdict, d?.lastAttempt?.verdict, d?.lastAttempt?.reason]).toEqual([
          'diverged',
          'lagging',
          // Said here, so that a failure shows what the reason was.
          expect.stringContaining("had not reached the source's position"),
        ]);
      }
      await eventually('it fires', async () => (await firing()).includes('checksum_lagging proof_kept.d'));
      expect(await firing()).toEqual([isDiverged, 'checksum_lagging proof_kept.d']);
    });
    await eventually('it is proved again', async () => {
      await whenEnded(await start());
      return (await results()).every(({ lastAttempt }) => lastAttempt === null);
    });
    await eventually('it is over', async () => !(await firing()).includes('checksum_lagging proof_kept.d'));
    expect(await verdicts()).toBe(proved);
  });
});
