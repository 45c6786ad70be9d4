import { errorText, isRightMissing, type ServerConnection, ServerUnavailable } from '@cutover/databases';
import {
  openReplicationSession,
  quoteIdentifier,
  type ReplicationSession,
  type TransactionSnapshot,
} from '@cutover/databases/postgres';
import { SnapshotImpossible, SnapshotsMissed } from '../../../snapshot/snapshot-failures.js';
import { endBlockedSlot } from './blocked-slot.js';
import { keptStatement, nextXidStatement } from './statements.js';
import { TransactionLog } from './transaction-log.js';

/** Every open transaction that writes is waited for; a busy source ends them in milliseconds. */
const slotMs = 10_000;
const lookMs = 5_000;
/** The log of an idle source may hold what no commit has flushed. A transaction without a change makes the server flush it. */
const nudgeAfterMs = 300;
/** Longest time for the stream to come to a position that the source has flushed. */
const reachMs = 10_000;
/** Log that our slot may hold back beyond the slots that are there anyway. */
const mostKeptBytes = 1n << 30n;
const keptEveryMs = 5_000;

/**
 * Reads the committed transactions of the source from a temporary slot. It sees all that end after `startLsn`, and all
 * with a number from `firstXid` on.
 */
export class ChangeFeed {
  readonly log = new TransactionLog();
  private askedAtMs = performance.now();

  private constructor(
    private readonly source: ServerConnection,
    private readonly session: ReplicationSession,
    readonly startLsn: bigint,
    readonly firstXid: bigint,
  ) {}

  /** Rejects with SnapshotImpossible, SnapshotsMissed, or as the connection does; nothing stays open then. */
  static async open(source: ServerConnection, publications: readonly string[]): Promise<ChangeFeed> {
    const session = await connect(source);
    try {
      const start = await session.createSlot(slotMs).catch((error: unknown) => {
        throw new SnapshotImpossible(`the source makes no logical slot: ${errorText(error)}`, { cause: error });
      });
      if (start === null) throw new SnapshotsMissed(await endBlockedSlot(source, session.backend));
      const [row] = await source.query<{ xid: string }>(nextXidStatement, [], { timeoutMs: lookMs });
      const feed = new ChangeFeed(source, session, start, BigInt(row?.xid ?? ''));
      session.start(start, publications, (message) => feed.log.take(message));
      return feed;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.session.isOpen;
  }

  /** Whether its slot makes the source keep much more log than others do. Asked now and then only. Rejects as the connection does. */
  async keepsTooMuch(): Promise<boolean> {
    if (performance.now() - this.askedAtMs < keptEveryMs) return false;
    this.askedAtMs = performance.now();
    const bounds = { timeoutMs: lookMs };
    const [row] = await this.source.query<{ bytes: string | null }>(keptStatement, [this.session.backend], bounds);
    return BigInt(row?.bytes ?? 0) > mostKeptBytes;
  }

  /** Whether a transaction was under way when the slot was made: its commit may have come before the stream, unseen. */
  holdsEarlier({ running }: TransactionSnapshot): boolean {
    return [...running].some((xid) => xid < this.firstXid);
  }

  /** Waits until all that ends up to `lsn` was read. Rejects with SnapshotsMissed, or as the connections do. */
  async reach(lsn: bigint): Promise<void> {
    if (await this.session.reach(lsn, nudgeAfterMs)) return;
    await this.source.query(nextXidStatement, [], { timeoutMs: lookMs });
    if (await this.session.reach(lsn, reachMs)) return;
    throw new SnapshotsMissed(
      `the source did not send its changes within ${reachMs / 1000} s: it decodes its log more slowly than it is written (see pg_stat_replication and logical_decoding_work_mem there)`,
    );
  }

  /** Ends the slot. Never rejects. */
  close(): Promise<void> {
    return this.session.close();
  }
}

async function connect(source: ServerConnection): Promise<ReplicationSession> {
  try {
    return await source.openOwned(openReplicationSession);
  } catch (error) {
    if (error instanceof ServerUnavailable) throw error;
    if (isRightMissing(error)) throw new SnapshotImpossible(rightToStream(source), { cause: error });
    throw new SnapshotImpossible(`the source takes no replication connection: ${errorText(error)}`, { cause: error });
  }
}

function rightToStream(source: ServerConnection): string {
  const account = quoteIdentifier(source.identity()?.account ?? '');
  const grant = source.rds ? `GRANT rds_replication TO ${account};` : `ALTER ROLE ${account} REPLICATION;`;
  return `the account may not read a stream of changes on the source: run there ${grant}`;
}
