import type { DedicatedSession, ServerConnection, TableName } from '@cutover/databases';
import { formatLsn, logEndBefore, parseSnapshot, readLsn, type TransactionSnapshot } from '@cutover/databases/postgres';
import { closeAll, openAll } from '../../../snapshot/dedicated-sessions.js';
import type {
  Meeting,
  PairSessions,
  RowsApart,
  RowsBetween,
  SourceSnapshot,
} from '../../../snapshot/snapshot-dialect.js';
import { SideUnreadable } from '../../../side-unreadable.js';
import { SnapshotsMissed } from '../../../snapshot/snapshot-failures.js';
import { BoundTables, SubscriptionChanged } from './bound-tables.js';
import { ChangeFeed } from './change-feed.js';
import { changesBetween, isShown, neededPositions } from './pair-changes.js';
import {
  beginSnapshot,
  insertPositionStatement,
  snapshotStatement,
  sourceStatement,
  type SourceRow,
} from './statements.js';
import { type Applied, type FollowedTables, readFollowedTables, tableText } from './subscriptions.js';
import type { TargetReader } from './target-reader.js';
import type { TargetSnapshot } from './target-snapshot.js';

const lookMs = 10_000;
/** The stream is kept for so long while no snapshot is held: tables that are read one after the other share it. */
const lingerMs = 3_000;
/** A transaction that was under way when the slot was made is as a rule committed, and not yet visible: that takes no time. */
const longestEarlierMs = 2_000;

/** Where the source's snapshot stands: up to where each subscription must have applied, by its origin. */
interface SourcePosition {
  /** Where the stream begins: what was committed before must be on the target, too. */
  startLsn: bigint;
  needed: Applied;
}

/** `exact`: the snapshot of the target holds what was committed on the source up to there, and nothing else of it. */
type TargetPosition = { kind: 'exact' } | { kind: 'behind'; bytes: bigint };

/** Opens both. Rejects with SnapshotImpossible, or as the connections do; nothing stays open then. */
export async function openPairSessions(
  source: ServerConnection,
  target: ServerConnection,
  reader: TargetReader,
): Promise<PairSessions<SourcePosition | TargetPosition>> {
  await reader.require(target);
  const sessions = await openAll({ source, target });
  return new ReconciledSessions(sessions, { source, target }, reader);
}

/**
 * A pair that is brought together by the stream of changes: README.md tells how. The snapshots need not stand at the same
 * position; the stream says which rows lie between.
 */
class ReconciledSessions implements PairSessions<SourcePosition | TargetPosition> {
  readonly source: DedicatedSession;
  readonly target: DedicatedSession;
  /** Bytes of log. */
  readonly nearDistance = 65_536n;
  private feed: ChangeFeed | null = null;
  private followed: FollowedTables | null = null;
  private isStartApplied = false;
  /** The stream and the subscriptions are those of before a change. */
  private isOutdated = false;
  private snapshot: TransactionSnapshot | null = null;
  private needed: Applied = new Map();
  private found: TargetSnapshot | null = null;
  private bound: BoundTables | null = null;
  private lingering: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: Record<'source' | 'target', DedicatedSession>,
    readonly servers: Record<'source' | 'target', ServerConnection>,
    private readonly reader: TargetReader,
  ) {
    this.source = sessions.source;
    this.target = sessions.target;
  }

  async openSource(): Promise<SourceSnapshot<SourcePosition>> {
    this.forget();
    const { feed, followed } = await this.streaming();
    const [, , shown, end] = await this.source.batch(
      ['ROLLBACK', beginSnapshot, snapshotStatement, insertPositionStatement],
      { timeoutMs: lookMs },
    );
    const snapshot = parseSnapshot((shown?.[0] as { snapshot: string }).snapshot);
    if (feed.holdsEarlier(snapshot)) {
      // Usually for an instant. One that lasts is waited for by the next slot, which then names it.
      if (feed.ageMs > longestEarlierMs) await this.endStream();
      return { kind: 'moved' };
    }
    await feed.reach(logEndBefore(readLsn((end?.[0] as { lsn: string }).lsn)));
    this.needed = neededPositions(feed.log.transactions, snapshot, followed, this.needed);
    feed.log.forget((transaction) => isShown(snapshot, transaction));
    this.snapshot = snapshot;
    const needed = [...this.needed.values()];
    const text = formatLsn(needed.length === 0 ? feed.startLsn : needed.reduce((a, b) => (a < b ? a : b)));
    return { kind: 'exact', position: { startLsn: feed.startLsn, needed: this.needed }, text };
  }

  /** Before the source's snapshot there is nothing to meet, and nothing is asked. */
  async openTarget(): Promise<TargetPosition> {
    const { feed, followed, snapshot } = this;
    if (feed === null || followed === null || snapshot === null) return { kind: 'behind', bytes: 0n };
    const behind = await this.bytesBehind(feed, followed);
    if (behind > 0n) return { kind: 'behind', bytes: behind };
    const found = await this.reader.open(this, followed.subscriptions);
    if (await this.hidesCommitted(found, feed, snapshot)) return { kind: 'behind', bytes: 0n };
    this.found = found;
    return { kind: 'exact' };
  }

  compare(_source: SourcePosition | TargetPosition, target: SourcePosition | TargetPosition): Meeting {
    if ('kind' in target && target.kind === 'exact') return { kind: 'equal' };
    const bytes = 'kind' in target && target.kind === 'behind' ? target.bytes : 0n;
    return { kind: 'behind', distance: bytes, text: `${bytes} bytes of log` };
  }

  async complete(table?: TableName): Promise<{ position: string; apart: RowsApart; between: RowsBetween }> {
    const { feed, followed, snapshot, found } = this;
    if (feed === null || followed === null || snapshot === null || found === null)
      throw new SnapshotsMissed('the pair of snapshots was not complete');
    const positions = followed.subscriptions.map(({ origin }) => found.applied.get(origin) ?? 0n);
    await feed.reach(found.upTo ?? largest(positions));
    const changed = changesBetween(feed.log.transactions, snapshot, followed, found);
    const bound = new BoundTables({ sessions: this.sessions, servers: this.servers, followed, changed });
    this.bound = bound;
    const owner = table === undefined ? undefined : followed.byTable.get(tableText(table.database, table.name))?.[0];
    // A subscription that has applied nothing since the stream began holds what was committed before.
    const position = owner === undefined ? largest(positions) : (found.applied.get(owner.origin) ?? 0n);
    return {
      position: formatLsn(position > feed.startLsn ? position : feed.startLsn),
      apart: (of) => bound.apart(of),
      between: (of) => bound.between(of),
    };
  }

  async bind(table: TableName): Promise<void> {
    try {
      await this.bound?.bind(table);
    } catch (error) {
      this.isOutdated ||= error instanceof SideUnreadable && error.cause instanceof SubscriptionChanged;
      throw error;
    }
  }

  async release(): Promise<void> {
    this.forget();
    clearTimeout(this.lingering);
    this.lingering = setTimeout(() => void this.endStream(), lingerMs);
    this.lingering.unref();
    await Promise.all(
      Object.values(this.sessions).map((session) => (session.isOpen ? session.batch(['ROLLBACK']) : undefined)),
    );
  }

  async close(): Promise<void> {
    this.forget();
    clearTimeout(this.lingering);
    await Promise.all([this.endStream(), closeAll(this.sessions)]);
  }

  private forget(): void {
    this.snapshot = null;
    this.found = null;
    this.bound = null;
  }

  /** The stream, and the subscriptions as they were when it began. */
  private async streaming(): Promise<{ feed: ChangeFeed; followed: FollowedTables }> {
    clearTimeout(this.lingering);
    const { feed, followed, isOutdated } = this;
    const isGood = feed?.isOpen === true && !isOutdated && !(await feed.keepsTooMuch());
    if (isGood && followed !== null) return { feed, followed };
    await this.endStream();
    const read = await readFollowedTables(this.servers.source, this.servers.target);
    const publications = new Set(read.subscriptions.flatMap(({ publications: names }) => names));
    const opened = await ChangeFeed.open(this.servers.source, [...publications]);
    this.feed = opened;
    this.followed = read;
    this.isOutdated = false;
    this.isStartApplied = false;
    this.needed = new Map();
    return { feed: opened, followed: read };
  }

  private async endStream(): Promise<void> {
    const { feed } = this;
    this.feed = null;
    this.followed = null;
    await feed?.close();
  }

  /** How much log the target has to apply until it holds what the source's snapshot shows. */
  private async bytesBehind(feed: ChangeFeed, { subscriptions }: FollowedTables): Promise<bigint> {
    if (!this.isStartApplied) {
      const slots = subscriptions.map(({ slot }) => slot);
      const rows = await this.servers.source.query<SourceRow>(sourceStatement, [slots, []], { timeoutMs: lookMs });
      const confirmed = rows.map((row) => (row.confirmed === null ? 0n : readLsn(row.confirmed)));
      const least = confirmed.length < slots.length ? 0n : confirmed.reduce((a, b) => (a < b ? a : b));
      if (least < feed.startLsn) return feed.startLsn - least;
      this.isStartApplied = true;
    }
    const applied = await this.reader.readApplied(this, subscriptions);
    let bytes = 0n;
    for (const [origin, lsn] of this.needed) {
      // As a rule its subscription was dropped, perhaps made anew: the next pair follows those that are there then.
      if (!applied.has(origin)) this.isOutdated = true;
      const missing = lsn - (applied.get(origin) ?? 0n);
      if (missing > bytes) bytes = missing;
    }
    return bytes;
  }

  /** A prepared transaction may be counted as applied a moment before it is visible: it must not have been committed by then. */
  private async hidesCommitted(
    { prepared, applied }: TargetSnapshot,
    feed: ChangeFeed,
    snapshot: TransactionSnapshot,
  ): Promise<boolean> {
    if (prepared.length === 0) return false;
    const end = largest([...applied.values()]);
    await feed.reach(end);
    const committed = feed.log.transactions.filter(({ endLsn }) => endLsn <= end).map(({ xid }) => xid);
    return prepared.some((xid) => committed.includes(xid) || isShown(snapshot, { xid }));
  }
}

function largest(positions: readonly bigint[]): bigint {
  return positions.reduce((a, b) => (a > b ? a : b), 0n);
}
