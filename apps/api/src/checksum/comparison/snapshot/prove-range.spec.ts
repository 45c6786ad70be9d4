import { aColumn } from '../../../../test/support/exact-column.js';
import type { DedicatedSession } from '@cutover/databases';
import type { Clock } from '../../../platform/clock.js';
import { Patience } from '../../../proof/patience.js';
import type { Question } from '../../../proof/question.js';
import type { SnapshotPair } from '../../../proof/snapshot/held-pair.js';
import type { RowApart } from '../../../proof/snapshot/snapshot-dialect.js';
import { wholeRange, type KeyRange } from '../chunks/key-range.js';
import { DifferenceLog } from '../drill-down/difference-log.js';
import { rowDigests } from '../drill-down/row-comparison.js';
import type { RangeDigest } from '../range-digest.js';
import type { TablePlan } from '../table-plan.js';
import type { TableWork } from '../table-work.js';
import { proveRange } from './prove-range.js';
import type { SnapshotWalk } from './shared-walk.js';

/** A database that knows no SQL: its statements are JSON, answered from a map of key to value. */
type Rows = ReadonlyMap<bigint, string>;

function session(rows: Rows): DedicatedSession {
  const query = (statement: string): Promise<object[]> => {
    const { after, upTo, without = [], keys } = JSON.parse(statement) as KeyRange & { keys?: string[][] };
    const isIn = (id: bigint): boolean =>
      keys === undefined
        ? (after === null || id > BigInt(after[0]!)) && (upTo === null || id <= BigInt(upTo[0]!))
        : keys.some(([key]) => key === String(id));
    const found = [...rows].filter(([id]) => isIn(id) && !without.some(([key]) => key === String(id)));
    return Promise.resolve(found.map(([id, value]) => ({ id: String(id), value })));
  };
  return { query, isOpen: true } as unknown as DedicatedSession;
}

type Answer = readonly { id: string; value: string }[];

function question<T>(asked: object, read: (rows: Answer) => T): Question<T> {
  return { statement: JSON.stringify(asked), read: (rows) => read(rows as Answer) };
}

function digest(rows: Answer): RangeDigest {
  return { rows: BigInt(rows.length), digest: JSON.stringify(rows) };
}

const plan = {
  ...{ database: 'shop', table: 'orders', uniqueColumns: [], isSequence: false, isDivisible: false, rowsReadAtOnce: 2 },
  columns: [aColumn('id', 'int'), aColumn('v', 'int')],
  key: { index: 'PRIMARY', columns: ['id'] },
  digest: { name: 'all of it', together: (a: bigint, b: bigint) => a + b },
  shown: (_: unknown, value: string | null) => value,
  rangeDigest: (range: KeyRange) => question({ ...range }, digest),
  boundary: (range: KeyRange, rows: number) =>
    question({ ...range }, (found) => (found.length < rows ? null : [found[rows - 1]!.id])),
  rowDigests: (range: KeyRange) =>
    question({ ...range }, (found) => rowDigests(found.map(({ id, value }) => ({ key: [id], digest: value })))),
  rowValues: (keys: readonly (readonly string[])[]) =>
    question({ keys }, (found) => new Map(found.map(({ id, value }) => [id, [id, value] as const]))),
} as unknown as TablePlan;

/** What comes of comparing the whole table in one pair, and the rows that are named. */
async function proved(
  source: Rows,
  target: Rows,
  ...aparts: readonly (readonly RowApart[])[]
): Promise<{ verdict: string; named: string[]; reason?: string }> {
  const pairs = (aparts.length === 0 ? [undefined] : aparts).map((apart): SnapshotPair => ({
    ...{ source: session(source), target: session(target), position: 'p' },
    ...(apart === undefined ? {} : { apart: () => apart }),
  }));
  let nth = 0;
  const log = new DifferenceLog('shop.orders');
  const shared = {
    work: { plan, log, chunkTimeoutMs: 1_000 } as unknown as TableWork,
    ...{ size: { note: () => undefined }, feed: { note: () => undefined } },
    pairBounds: {
      patience: new Patience(0),
      waitForTarget: () => Promise.reject(new Error()),
      signal: new AbortController().signal,
    },
    clock: { monotonicMs: () => 0 } as Clock,
    comparedApart: new WeakSet(),
    isOlderThanTable: () => false,
  } as unknown as SnapshotWalk;
  // Each release makes the next one current; the last one stays.
  const holder = {
    current: () => Promise.resolve(pairs[Math.min(nth, pairs.length - 1)]!),
    release: () => Promise.resolve(void (nth += 1)),
  };
  const { verdict, reason } = await proveRange(shared, holder, wholeRange, 0);
  const isUnproved = verdict === 'unverified' && reason !== null;
  return {
    verdict,
    ...(isUnproved ? { reason } : {}),
    named: log.rows.map(({ kind, key }) => `${kind} ${key['id']}`).sort(),
  };
}

const rows = (changes: Readonly<Record<number, string | null>> = {}): Rows => {
  const all = new Map(Array.from({ length: 3_000 }, (_, id) => [BigInt(id), 'same']));
  for (const [id, value] of Object.entries(changes))
    if (value === null) all.delete(BigInt(id));
    else all.set(BigInt(id), value);
  return all;
};

describe('proveRange, over an engine of another kind', () => {
  it('names exactly the rows that differ', async () => {
    expect(await proved(rows(), rows())).toEqual({ verdict: 'matched', named: [] });
    expect(await proved(rows({ 7: null }), rows({ 1_500: null, 2_999: 'other' }))).toEqual({
      ...{ verdict: 'diverged', named: ['changed 2999', 'extra 7', 'missing 1500'] },
    });
  });

  it('does not take for a difference what the snapshots need not show alike, if the target holds what is known of it', async () => {
    const apart = [
      { key: ['5'], source: ['5', 'newer'] },
      { key: ['6'], source: null },
      { key: ['4000'], source: ['4000', 'inserted'] },
    ];
    expect(await proved(rows(), rows({ 5: 'newer', 6: null, 4000: 'inserted' }), apart)).toEqual({
      ...{ verdict: 'matched', named: [] },
    });
  });

  const inFlight = (...keys: string[]): RowApart[] =>
    keys.map((key) => ({ key: [key], source: null, isUndecided: true }));

  it('compares rows in flight again with the next pairs, until each was at rest', async () => {
    const target = rows({ 7: 'newer' });
    const known = { key: ['7'], source: ['7', 'newer'] };
    expect(await proved(rows(), target, inFlight('6', '7'), inFlight('7'), [known])).toEqual({
      ...{ verdict: 'matched', named: [] },
    });
    expect(await proved(rows(), target, inFlight('6', '7'), inFlight('7'), [])).toEqual({
      ...{ verdict: 'diverged', named: ['changed 7'] },
    });
    // Beside a difference that the first pair shows already.
    expect(await proved(rows({ 9: null }), target, inFlight('7'), [])).toEqual({
      ...{ verdict: 'diverged', named: ['changed 7', 'extra 9'] },
    });
  });

  it('proves nothing of rows that no pair shows at rest, and names them', async () => {
    expect(await proved(rows(), rows({ 7: 'newer' }), inFlight('7', '8'), inFlight('7'))).toEqual({
      ...{ verdict: 'unverified', named: [], reason: expect.stringContaining('at rest: 1 (key 7)') },
    });
  });

  it('sees a row apart that is wrong, missing or left over on the target, and one that differs beside them', async () => {
    const apart = [
      { key: ['5'], source: ['5', 'newer'] },
      { key: ['6'], source: null },
      { key: ['4000'], source: ['4000', 'inserted'] },
    ];
    expect(await proved(rows(), rows({ 5: 'same', 6: 'same' }), apart)).toEqual({
      ...{ verdict: 'diverged', named: ['changed 5', 'extra 6', 'missing 4000'] },
    });
    expect(await proved(rows(), rows({ 5: 'newer', 6: null, 8: 'other', 4000: 'inserted' }), apart)).toEqual({
      ...{ verdict: 'diverged', named: ['changed 8'] },
    });
  });
});
