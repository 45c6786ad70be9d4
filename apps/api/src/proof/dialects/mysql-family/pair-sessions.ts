import { type DedicatedSession, isRightMissing, type ServerConnection, type TableName } from '@cutover/databases';
import {
  appliedPositionStatement,
  appliedPositionTable,
  type AppliedRow,
  countedPositionStatement,
  holdsPosition,
  type MariadbPosition,
  parseMariadbPosition,
  type PositionTableRow,
  positionTablesStatement,
  quoteTable,
  rightsToHiddenTables,
  rightToRead,
} from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor, type SuggestedFor, unlogged } from '@cutover/databases/suggested-statements';
import { closeAll, openAll } from '../../snapshot/dedicated-sessions.js';
import type { Meeting, PairSessions, SourceSnapshot } from '../../snapshot/snapshot-dialect.js';
import { SnapshotImpossible } from '../../snapshot/snapshot-failures.js';
import { appliedPositionOf, comparePositions } from './compare-positions.js';
import { BoundTables } from './bound-tables.js';

/** Time limit of one round trip. Each usually takes a millisecond. */
const lookMs = 10_000;

/** Opens both. Rejects with SnapshotImpossible, or as the connections do; nothing stays open then. */
export async function openPairSessions(source: ServerConnection, target: ServerConnection): Promise<PairSessions> {
  const sessions = await openAll({ source, target });
  const subject = suggestedFor(target);
  try {
    const positionTables = await positionTablesOf(sessions.target, subject);
    return new GtidSessions(sessions, { positionTables, subject, xaCommits: await readXaCommits(sessions.target) });
  } catch (error) {
    await closeAll(sessions);
    throw error;
  }
}

/** Ends the snapshots of these sessions; the connections stay. */
export async function endSnapshots(...sessions: readonly DedicatedSession[]): Promise<void> {
  await Promise.all(sessions.map((session) => session.isOpen && session.batch(['ROLLBACK'])));
}

/** What is read of a target when its session is opened. */
interface TargetFacts {
  /** The tables in which the target keeps its applied position. */
  positionTables: readonly string[];
  subject: SuggestedFor;
  xaCommits: number;
}

/**
 * A pair matched by GTID. The position tables are written inside each replicated transaction, so what the target's
 * snapshot shows of them is where that snapshot stands.
 */
class GtidSessions implements PairSessions<MariadbPosition> {
  readonly source: DedicatedSession;
  readonly target: DedicatedSession;
  /** Transactions. At 500 commits a second the target stands at one position for two milliseconds. */
  readonly nearDistance = 64n;
  private readonly bound: BoundTables;

  constructor(
    sessions: Record<'source' | 'target', DedicatedSession>,
    private readonly found: TargetFacts,
  ) {
    this.source = sessions.source;
    this.target = sessions.target;
    this.bound = new BoundTables(sessions.source);
  }

  async openSource(table?: TableName): Promise<SourceSnapshot<MariadbPosition>> {
    const snapshot = await this.bound.openSnapshot(table, lookMs);
    if (snapshot.kind !== 'exact') return snapshot;
    return { kind: 'exact', position: parseMariadbPosition(snapshot.position), text: snapshot.position };
  }

  async openTarget(): Promise<MariadbPosition> {
    const [, counted, , applied] = await this.target.batch(
      [
        'ROLLBACK',
        countedPositionStatement,
        'START TRANSACTION WITH CONSISTENT SNAPSHOT',
        appliedPositionStatement(this.found.positionTables),
      ],
      { timeoutMs: lookMs },
    );
    const rows = (applied ?? []) as AppliedRow[];
    const [count] = (counted ?? []) as { gtid: string | null }[];
    if (!holdsPosition(rows, count?.gtid ?? '')) throw new SnapshotImpossible(await this.explainHidden());
    return appliedPositionOf(rows);
  }

  compare(source: MariadbPosition, target: MariadbPosition, earlier: MariadbPosition): Meeting {
    return comparePositions(source, target, earlier);
  }

  watch(table: TableName): Promise<void> {
    return this.bound.watch(table);
  }

  bind(table: TableName): Promise<void> {
    return this.bound.bind(table);
  }

  /**
   * The position tables are written outside of an XA transaction, whose rows a snapshot of the target shows before its
   * position, and with parallel replication also after it (seen on MariaDB 10.11). What is
   * under way at a snapshot was begun after its source's, so after this session was opened, and is counted when it begins.
   */
  async doubt(): Promise<string | null> {
    if ((await readXaCommits(this.target)) === this.found.xaCommits) return null;
    return 'a difference was seen while XA transactions are being committed, whose rows a replica shows before its position moves';
  }

  release(): Promise<void> {
    this.bound.forget();
    return endSnapshots(this.source, this.target);
  }

  close(): Promise<void> {
    return closeAll({ source: this.source, target: this.target });
  }

  /** Why no pair can be made: a part of the applied position is in a table that the account cannot see. Names the GRANT. */
  private async explainHidden(): Promise<string> {
    const rights = await rightsToHiddenTables((sql) => this.target.query(sql), this.found.positionTables);
    return (
      'the target keeps a part of its applied position in a table that the account may not read (gtid_pos_auto_engines): ' +
      `run there ${rights.map((right) => grantStatement(right, this.found.subject)).join(' ')}` +
      (rights.length > 1 ? ' One for a table that does not exist fails with error 1146, and does no harm.' : '')
    );
  }
}

/** How often the server has begun XA COMMIT since it was started, its replication included. */
async function readXaCommits(server: DedicatedSession): Promise<number> {
  const [row] = await server.query<{ Value: string }>("SHOW GLOBAL STATUS LIKE 'Com_xa_commit'");
  return Number(row?.Value ?? 0);
}

async function positionTablesOf(target: DedicatedSession, subject: SuggestedFor): Promise<string[]> {
  const tables = await target.query<PositionTableRow>(positionTablesStatement).catch((error: unknown) => {
    if (isRightMissing(error)) return [];
    throw error;
  });
  // The catalog leaves out tables that the account may not read.
  if (!tables.some(({ name }) => name === appliedPositionTable))
    throw new SnapshotImpossible(
      `the account may not read the applied position in a snapshot of the target: run there ${grantStatement(rightToRead(appliedPositionTable), subject)}`,
    );
  const unsuited = tables.find(({ engine }) => engine?.toUpperCase() !== 'INNODB');
  if (unsuited)
    throw new SnapshotImpossible(
      `mysql.${unsuited.name} of the target is ${unsuited.engine ?? 'of an unknown engine'}, which has no snapshots: run there STOP SLAVE; ${unlogged(`ALTER TABLE ${quoteTable('mysql', unsuited.name)} ENGINE = InnoDB`, subject)} START SLAVE;`,
    );
  return tables.map(({ name }) => name);
}
