import type { ServerConnection, TableName } from '@cutover/databases';
import type { Clock } from '../../platform/clock.js';
import { Patience } from '../patience.js';
import { MatchMemory } from './match-memory.js';
import { PairHolder } from './pair-holder.js';
import type { Meeting, PairSessions, SnapshotDialect, SourceSnapshot } from './snapshot-dialect.js';

const table: TableName = { database: 'shop', name: 'orders' };

/** A pair whose target needs `needsMs` to come to the source's snapshot. Each look at it takes 100 ms. */
function build(needsMs: number) {
  let nowMs = 0;
  let arrivesAtMs = Infinity;
  const opened: (TableName | undefined)[] = [];
  const bound: TableName[] = [];
  const sessions: PairSessions<number> = {
    source: { isOpen: true } as PairSessions['source'],
    target: { isOpen: true } as PairSessions['target'],
    nearDistance: 100n,
    openSource: async (held): Promise<SourceSnapshot<number>> => {
      opened.push(held);
      arrivesAtMs = nowMs + needsMs;
      return { kind: 'exact', position: 1, text: '0-1-1' };
    },
    openTarget: async () => (nowMs += 100),
    compare: (_, targetMs): Meeting =>
      targetMs >= arrivesAtMs ? { kind: 'equal' } : { kind: 'behind', distance: 1n, text: '1 transaction' },
    bind: async (name) => void bound.push(name),
    release: async () => undefined,
    close: async () => undefined,
  };
  const dialect = { open: async () => sessions, startStopped: '' } as unknown as SnapshotDialect;
  const clock = { monotonicMs: () => nowMs } as Clock;
  const holder = new PairHolder(
    dialect,
    {} as ServerConnection,
    {} as ServerConnection,
    new MatchMemory(() => nowMs),
    clock,
  );
  const bounds = {
    ...{ patience: new Patience(60_000), signal: new AbortController().signal, table },
    waitForTarget: () => Promise.resolve('not-reached' as const),
  };
  return { opened, bound, take: () => holder.current(bounds), release: () => holder.release() };
}

describe('PairHolder', () => {
  it('keeps DDL from the table from the moment of the snapshot on when the target is there at once', async () => {
    const { opened, bound, take } = build(300);
    await take();
    expect(opened).toEqual([table]);
    expect(bound).toEqual([table]);
  });

  it('does not keep DDL waiting for a target that takes its time, and not again with the next pair', async () => {
    const { opened, bound, take, release } = build(1_500);
    await take();
    expect(opened).toEqual([table, undefined]);
    await release();
    await take();
    expect(opened).toEqual([table, undefined, undefined]);
    expect(bound).toEqual([table, table]);
  });
});
