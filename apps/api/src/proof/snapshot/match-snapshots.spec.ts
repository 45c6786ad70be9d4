import type { Clock } from '../../platform/clock.js';
import { matchSnapshots, type MatchBounds } from './match-snapshots.js';
import type { Meeting, PairSessions, SourceSnapshot } from './snapshot-dialect.js';
import { SnapshotImpossible, SnapshotsMissed } from './snapshot-failures.js';

/** An engine whose positions are sets of transactions: nothing here can count or parse them. */
class SetSessions implements PairSessions<ReadonlySet<string>> {
  readonly source = {} as PairSessions['source'];
  readonly target = {} as PairSessions['target'];
  readonly nearDistance = 100n;
  released = 0;
  opened = 0;

  constructor(
    private readonly sources: SourceSnapshot<ReadonlySet<string>>[],
    /** One after the other; the last one stays. */
    private readonly targets: ReadonlySet<string>[],
  ) {}

  openSource(): Promise<SourceSnapshot<ReadonlySet<string>>> {
    return Promise.resolve(this.sources.length > 1 ? this.sources.shift()! : this.sources[0]!);
  }

  openTarget(): Promise<ReadonlySet<string>> {
    this.opened++;
    return Promise.resolve(this.targets.length > 1 ? this.targets.shift()! : this.targets[0]!);
  }

  compare(source: ReadonlySet<string>, target: ReadonlySet<string>): Meeting {
    if ([...target].some((xid) => !source.has(xid))) return { kind: 'past' };
    const missing = [...source].filter((xid) => !target.has(xid));
    if (missing.length === 0) return { kind: 'equal' };
    return { kind: 'behind', distance: BigInt(missing.length), text: `the transactions ${missing.join(', ')}` };
  }

  release(): Promise<void> {
    this.released++;
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const xids = (...all: string[]): ReadonlySet<string> => new Set(all);
const exact = (...all: string[]): SourceSnapshot<ReadonlySet<string>> => ({
  ...{ kind: 'exact', position: xids(...all), text: all.join('+') },
});

/** Each look at the clock takes `stepMs`. */
function bounds(changes: Partial<MatchBounds> = {}, stepMs = 1): MatchBounds {
  let nowMs = 0;
  return {
    waitMs: 60_000,
    mostAttempts: 300,
    waitForTarget: () => Promise.resolve('not-reached'),
    clock: { monotonicMs: () => (nowMs += stepMs) } as Clock,
    signal: new AbortController().signal,
    ...changes,
  };
}

describe('matchSnapshots', () => {
  it('opens snapshots of the target until one stands where the source does, and keeps both', async () => {
    const sessions = new SetSessions([exact('a', 'b')], [xids('a'), xids('a'), xids('a', 'b')]);
    expect(await matchSnapshots(sessions, bounds())).toEqual({ kind: 'matched', position: 'a+b', attempts: 1 });
    expect([sessions.opened, sessions.released]).toEqual([3, 0]);
  });

  it('goes again with a new snapshot of the source when the target went past, or a commit came in between', async () => {
    const sources = [exact('a'), { kind: 'moved' } as const, exact('a', 'b')];
    const sessions = new SetSessions(sources, [xids('a', 'b')]);
    expect(await matchSnapshots(sessions, bounds())).toEqual({ kind: 'matched', position: 'a+b', attempts: 3 });
  });

  it('says how far the target is, in the words of the engine, and holds nothing, when it does not come in time', async () => {
    const sessions = new SetSessions([exact('a', 'b')], [xids('a')]);
    expect(await matchSnapshots(sessions, bounds({ waitMs: 5 }))).toEqual({
      ...{ kind: 'behind', position: 'a+b', distance: 'the transactions b', isStopped: false },
    });
    expect(sessions.released).toBe(1);
  });

  it('sees that replication is stopped where nothing moves', async () => {
    const sessions = new SetSessions([exact('a', 'b')], [xids('a')]);
    const waitForTarget = (): Promise<'replication-stopped'> => Promise.resolve('replication-stopped');
    expect(await matchSnapshots(sessions, bounds({ waitForTarget }, 1_000))).toMatchObject({ isStopped: true });
  });

  it('gives up where every snapshot is missed, and where the source cannot say where one stands', async () => {
    const missed = new SetSessions([exact('a')], [xids('a', 'b')]);
    await expect(matchSnapshots(missed, bounds({ waitMs: 20 }))).rejects.toThrow(SnapshotsMissed);
    expect(missed.released).toBe(1);
    const impossible = new SetSessions([{ kind: 'impossible', reason: 'no log' }], [xids()]);
    await expect(matchSnapshots(impossible, bounds())).rejects.toThrow(SnapshotImpossible);
  });

  it('makes no more attempts than it is allowed', async () => {
    const moving = new SetSessions([{ kind: 'moved' }], [xids('a')]);
    await expect(matchSnapshots(moving, bounds({ mostAttempts: 20 }))).rejects.toThrow('every one of 20 snapshots');
    expect(moving.opened).toBe(21);
  });

  it('sees at once that the target is ahead of the source, which went back, and does not call it too many writes', async () => {
    const ahead = new SetSessions([exact('a')], [xids('a', 'b')]);
    await expect(matchSnapshots(ahead, bounds())).rejects.toThrow(
      /does not have \(source at a\): the source was restored/,
    );
    expect([ahead.opened, ahead.released]).toEqual([3, 1]);
  });
});
