import { type DedicatedSession, failureKind, type FailureKind, type TableName } from '@cutover/databases';
import { quoteTable, readableStatement } from '@cutover/databases/mysql-family';
import { SideUnreadable } from '../../side-unreadable.js';
import { TableChanged } from '../../snapshot/snapshot-failures.js';
import { createdStatement, mayBeChanged, momentOf, momentStatements, type DdlMoment } from './ddl-trace.js';
import { openSourceSnapshot, type SourceSnapshot } from './source-snapshot.js';

const bounds = { timeoutMs: 10_000 };

/** Failures of the look at the table, not of the snapshot. */
const tableFailures: readonly FailureKind[] = ['table-missing', 'table-changed', 'lock-timeout', 'deadlock'];

/**
 * Keeps names on the source what they were at the position of a snapshot.
 *
 * A snapshot shows rows as they were, but names as they are: after RENAME or EXCHANGE PARTITION it reads another table, and
 * after DROP PARTITION not all rows, and the server says nothing. DDL leaves alone what a transaction has read, until it
 * ends. So a table is looked at in the round trip that opens the snapshot: DDL in between would show in the position.
 *
 * Where DDL would have to wait for too long, a snapshot is opened without a table, and `bind` sees afterwards whether there
 * was any. The target is not asked: what replicates to it has run on the source before.
 */
export class BoundTables {
  private readonly looks = new Set<string>();
  private before: DdlMoment | null = null;

  constructor(private readonly source: DedicatedSession) {}

  /**
   * To be called before a snapshot that does not bind the table, outside of any: `bind` then sees all DDL that comes later.
   * EXCHANGE PARTITION is counted when it begins and leaves no other trace, so one that waits already, for our last snapshot as
   * a rule, would be taken for one of before. The look waits behind it, and takes no lock that lasts. Rejects as `bind` does.
   */
  async watch(table: TableName): Promise<void> {
    try {
      const [, ...answers] = await this.source.batch(['ROLLBACK', ...momentStatements, lookAt(table)], bounds);
      this.before = momentOf(answers);
    } catch (error) {
      throw new SideUnreadable('source', error);
    }
  }

  /** Opens a snapshot of the source in which only `table` is bound. Rejects as openSourceSnapshot, or with SideUnreadable. */
  async openSnapshot(table: TableName | undefined, limitMs: number): Promise<SourceSnapshot> {
    this.looks.clear();
    if (table === undefined) {
      this.before ??= momentOf(await this.source.batch(momentStatements, bounds));
      return openSourceSnapshot(this.source, limitMs);
    }
    const look = lookAt(table);
    try {
      const snapshot = await openSourceSnapshot(this.source, limitMs, [look]);
      this.looks.add(look);
      return snapshot;
    } catch (error) {
      throw tableFailures.includes(failureKind(error)) ? new SideUnreadable('source', error) : error;
    }
  }

  /** See PairSessions.bind. */
  async bind(table: TableName): Promise<void> {
    const look = lookAt(table);
    if (this.looks.has(look)) return;
    const { before } = this;
    let isChanged = true;
    try {
      // From here on DDL waits for us. What came before left a trace.
      const [, created, ...moment] = await this.source.batch(
        [look, createdStatement(table), ...momentStatements],
        bounds,
      );
      if (before !== null) isChanged = mayBeChanged(created, before, momentOf(moment));
    } catch (error) {
      throw new SideUnreadable('source', error);
    }
    if (isChanged) throw new SideUnreadable('source', new TableChanged(`DDL during the check of ${table.name}`));
    this.looks.add(look);
  }

  /** To be called when the snapshot ends. */
  forget(): void {
    this.looks.clear();
    this.before = null;
  }
}

/** Reads no row, and takes the metadata lock. */
function lookAt({ database, name }: TableName): string {
  return readableStatement(quoteTable(database, name));
}
