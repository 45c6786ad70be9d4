import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { about, config, finding, never, table } from '../../../test/support/checksum-stage.js';
import type { Clock } from '../../platform/clock.js';
import { Patience } from '../../proof/patience.js';
import type { ProofService } from '../../proof/proof.service.js';
import type { ComparisonFrame } from '../comparison/comparison-frame.js';
import type { ConnectionsService } from '../../connections/connections.service.js';
import type { ExactChecksum } from '../comparison/exact-checksum.js';
import type { ChunkRecord } from '../comparison/exact-hooks.js';
import { ddlReason } from '../comparison/prove-definitions.js';
import type { Throttle } from '../load/throttle.js';
import { ChecksumRunner, type RunWork } from './checksum.runner.js';
import { newRun, withResult } from './progress/run-progress.js';
import { requestWithoutSide } from './run-ends.js';
import { SideWait } from './side-wait.js';

const row = { table: 'shop.a', kind: 'missing', key: { id: '1' }, position: null } as const;

const up = { state: 'up', lastFault: null };

/** A runner whose engine tells one chunk and finds one row in each table, and all that it did, in order. */
function build(verdict: 'matched' | 'diverged' = 'matched', disturbed: Record<string, number> = {}) {
  const told: string[] = [];
  const engine = {
    verifyTable: async ({ id }: { id: string }, { hooks }: ComparisonFrame) => {
      await hooks?.onChunk?.({ index: 0, tookMs: 7 } as ChunkRecord);
      hooks?.onProgress?.({ table: id, mode: 'sandwich', rows: 3n, estimatedRows: 6n, chunks: 1 });
      told.push(`compared ${id}`);
      if ((disturbed[id] ?? 0) > 0) {
        disturbed[id]!--;
        return { finding: { ...finding, verdict: 'unverified' as const, reason: ddlReason }, differences: [] };
      }
      return { finding: { ...finding, verdict, mode: 'sandwich' as const }, differences: [{ ...row, table: id }] };
    },
  } as unknown as ExactChecksum;
  const clock = { nowIso: () => 'now', monotonicMs: () => 0 } as Clock;
  const proof = { patience: () => new Patience(1) } as ProofService;
  const throttle = { reason: async () => null } as unknown as Throttle;
  const status = { source: up, target: up };
  const connections = { snapshot: () => ({ ...status }) } as unknown as ConnectionsService;
  const sides = new SideWait(connections, clock);
  const note = (text: string): Promise<void> => Promise.resolve(void told.push(text));
  const work: RunWork = {
    record: {
      recheck: async () => ({ kind: 'in-turn' }),
      onRepaired: (table) => note(`repaired ${table}`),
      begin: async (id) => note(`begun ${id}`).then(() => `began ${id}`),
      resume: async () => null,
      onChunk: ({ tookMs }) => note(`chunk of ${tookMs} ms`),
      onFinding: () => undefined,
      onModeChange: () => note('forgotten'),
      forget: () => note('all forgotten'),
      finish: (result, differences) => note(`${result.table} ${result.verdict}, rows: ${differences.length}`),
    },
    terms: { budget: null, sides: { longestWaitMs: 0, endWithout: null } },
    observer: {
      onProgress: ({ tables, mode }) => note(`${tables.done} done, at ${tables.current.join()}, mode ${mode}`),
      onPace: ({ progress, mode, tables }) =>
        void note(`${progress?.[0]?.rows} rows of ${tables.current.join()}, ${mode}`),
    },
  };
  const run = (): Promise<ChecksumRun> =>
    new ChecksumRunner(config, engine, proof, throttle, sides, clock).execute(
      newRun(about),
      [table('a'), table('b')],
      never,
      work,
    );
  return { run, told, work, status, engine };
}

describe('ChecksumRunner', () => {
  it('compares a table once more at once when DDL came in between, and forgets what was proved of it', async () => {
    const { run, told } = build('matched', { 'shop.a': 1, 'shop.b': 2 });
    await run();
    const done = told.filter((text) => /^(compared|all forgotten)|rows: /.test(text));
    expect(done).toEqual([
      ...['compared shop.a', 'all forgotten', 'compared shop.a', 'shop.a matched, rows: 1'],
      ...['compared shop.b', 'all forgotten', 'compared shop.b', 'shop.b unverified, rows: 0'],
    ]);
  });

  it('records the result of a table before the next one begins, and needs no store for it', async () => {
    const { run, told } = build();
    const last = await run();
    expect(told).toEqual([
      ...[
        '0 done, at shop.a, mode null',
        'begun shop.a',
        'chunk of 7 ms',
        '3 rows of shop.a, sandwich',
        'compared shop.a',
      ],
      ...['shop.a matched, rows: 1', '1 done, at , mode sandwich'],
      ...[
        '1 done, at shop.b, mode sandwich',
        'begun shop.b',
        'chunk of 7 ms',
        '3 rows of shop.b, sandwich',
        'compared shop.b',
      ],
      ...['shop.b matched, rows: 1', '2 done, at , mode sandwich'],
    ]);
    expect(last).toMatchObject({ state: 'finished', verdict: 'matched', tables: { total: 2, done: 2, current: [] } });
  });

  it('says of a run the mode that is used, and of one that has compared no row none', () => {
    const run = newRun(about);
    expect(run.mode).toBeNull();
    const unread = { ...finding, mode: null } as unknown as ChecksumResult;
    expect(withResult(run, unread).mode).toBeNull();
    expect(withResult({ ...run, mode: 'barrier' }, unread).mode).toBe('barrier');
  });

  it('lets a result count from when the record says that its comparison began', async () => {
    const { run } = build('diverged');
    const { results, verdict } = await run();
    expect(results).toMatchObject([{ startedAt: 'began shop.a', finishedAt: 'now' }, { startedAt: 'began shop.b' }]);
    expect(verdict).toBe('diverged');
  });

  it('ends with one reason when a side stays away, and calls no table unverified', async () => {
    const { run, told, work, status } = build();
    const lastFault = { headline: 'nothing listens on db:3306' };
    Object.assign(status, { target: { state: 'down', lastFault } });
    work.terms.sides = { longestWaitMs: 0, endWithout: requestWithoutSide };
    expect(await run()).toMatchObject({
      ...{ state: 'failed', verdict: null, results: [], tables: { done: 0 } },
      reason: expect.stringMatching(
        /^The target does not answer \(nothing listens on db:3306\) for 0 min: .*start the run/,
      ),
    });
    expect(told).toEqual([]);
  });

  it('compares the tables all the same where every table must have a verdict', async () => {
    const { run, status } = build();
    Object.assign(status, { target: { state: 'down', lastFault: null } });
    expect(await run()).toMatchObject({ state: 'finished', tables: { done: 2 } });
  });

  it('compares a table again when a side was lost meanwhile, even if it answers again', async () => {
    const { run, told, engine } = build();
    const verifyTable = engine.verifyTable.bind(engine);
    jest.spyOn(engine, 'verifyTable').mockImplementationOnce(async (table, frame) => {
      const verified = await verifyTable(table, frame);
      frame.onSideLost?.();
      return { ...verified, finding: { ...finding, verdict: 'unverified' } };
    });
    expect(await run()).toMatchObject({ verdicts: { matched: 2, unverified: 0 } });
    expect(told.filter((text) => text.startsWith('compared'))).toEqual([
      ...['compared shop.a', 'compared shop.a', 'compared shop.b'],
    ]);
    expect(told.filter((text) => text.startsWith('begun'))).toEqual(['begun shop.a', 'begun shop.b']);
  });

  it.each<['matched' | 'diverged', string[]]>([
    ['matched', ['compared shop.b', 'repaired shop.b', 'compared shop.b', 'compared shop.a']],
    ['diverged', ['compared shop.b', 'compared shop.a', 'compared shop.b']],
  ])(
    'looks first at the ranges that had differed, and goes on with what is repaired: they are %s',
    async (verdict, order) => {
      const { run, told, work, engine } = build(verdict);
      const only = { ranges: [{ after: ['1'], upTo: ['2'], place: [0] }], fingerprint: 'f' };
      work.record.recheck = async (table) => (table === 'shop.b' ? { kind: 'ranges', only } : { kind: 'in-turn' });
      const verifyTable = jest.spyOn(engine, 'verifyTable');
      const { results } = await run();
      expect(told.filter((text) => /^(compared|repaired)/.test(text))).toEqual(order);
      expect(results).toHaveLength(2);
      const [look, whole] = verifyTable.mock.calls.map(([, frame]) => frame);
      expect([look?.hooks?.only, look?.hooks?.limits?.rows, look?.hooks?.unfinished]).toEqual([only, 0, undefined]);
      expect(whole?.hooks).not.toHaveProperty('only');
      // A look is no comparison of the table: nothing is begun, and no chunk recorded.
      expect(told.filter((text) => text.startsWith('begun'))).toHaveLength(2);
      expect(told.filter((text) => text.startsWith('chunk'))).toHaveLength(2);
    },
  );

  it('gives all tables one frame, to which a barrier belongs', async () => {
    const { run, engine } = build();
    const verifyTable = jest.spyOn(engine, 'verifyTable');
    await run();
    expect(verifyTable.mock.calls).toHaveLength(2);
    expect(new Set(verifyTable.mock.calls.map(([, frame]) => frame)).size).toBe(1);
  });

  it('is failed, and never rejects, when its record breaks its promise', async () => {
    const { run, work } = build();
    work.record.finish = () => Promise.reject(new Error('a defect'));
    expect(await run()).toMatchObject({ state: 'failed', reason: 'a defect', results: [] });
  });
});
