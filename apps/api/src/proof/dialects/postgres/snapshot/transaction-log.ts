import type { OldRow, PgoutputMessage, StreamedRelation, StreamedRow } from '@cutover/databases/postgres';

/** One change of one row, as the stream tells it. An update tells nothing of the old row where its identity stayed. */
export type RowChange = {
  relation: StreamedRelation;
  /** Its place in the stream, over all tables. */
  place: number;
} & (
  | { kind: 'insert'; old: null; row: StreamedRow }
  | { kind: 'update'; old: OldRow | null; row: StreamedRow }
  | { kind: 'delete'; old: OldRow; row: null }
);

/** Why the rows of a table are not known one by one: it was truncated, or too many rows were changed to be kept. */
export type LostRows = 'truncated' | 'too-many';

/** What one transaction did to one table. */
export interface TableChanges {
  relation: StreamedRelation;
  /** In the order of the stream; empty where rows are lost. */
  changes: RowChange[];
  lost: LostRows | null;
}

/** A committed transaction of the source. */
export interface LoggedTransaction {
  /** 32 bits: see widenXid. */
  xid: number;
  endLsn: bigint;
  /** It came to the source by replication. */
  isForeign: boolean;
  /** By the OID of the table. */
  tables: Map<number, TableChanges>;
}

/** How much is held in memory. */
export interface LogLimits {
  changes: number;
  /** Characters of values. */
  characters: number;
  transactions: number;
}

const usualLimits: LogLimits = { changes: 100_000, characters: 64_000_000, transactions: 200_000 };

/**
 * The transactions that were read from the stream and are still needed. Memory is bounded: beyond the limits the rows of a
 * transaction are forgotten, and which tables it changed is not.
 */
export class TransactionLog {
  private all: LoggedTransaction[] = [];
  private readonly relations = new Map<number, StreamedRelation>();
  private open: LoggedTransaction | null = null;
  private places = 0;
  private readonly held = { changes: 0, characters: 0 };

  constructor(private readonly limits: LogLimits = usualLimits) {}

  /** In the order of their commits. */
  get transactions(): readonly LoggedTransaction[] {
    return this.all;
  }

  /** Takes the next message of the stream. Throws when there are more transactions than may be held. */
  take(message: PgoutputMessage): void {
    switch (message.kind) {
      case 'begin':
        this.open = { xid: message.xid, endLsn: 0n, isForeign: false, tables: new Map() };
        return;
      case 'origin':
        this.transaction().isForeign = true;
        return;
      case 'commit':
        this.commit(message.endLsn);
        return;
      case 'relation':
        this.relations.set(message.relation.id, message.relation);
        return;
      case 'insert':
        this.add(message.relationId, (where) => ({ ...message, ...where, old: null }));
        return;
      case 'update':
        this.add(message.relationId, (where) => ({ ...message, ...where }));
        return;
      case 'delete':
        this.add(message.relationId, (where) => ({ ...message, ...where, row: null }));
        return;
      case 'truncate':
        for (const id of message.relationIds) this.lose(this.tableOf(id), 'truncated');
        return;
      case 'type':
      case 'message':
        return;
    }
  }

  /** Forgets transactions that `isDone`. */
  forget(isDone: (transaction: LoggedTransaction) => boolean): void {
    this.all = this.all.filter((transaction) => {
      if (!isDone(transaction)) return true;
      for (const table of transaction.tables.values()) this.release(table);
      return false;
    });
  }

  private commit(endLsn: bigint): void {
    const transaction = this.transaction();
    transaction.endLsn = endLsn;
    this.open = null;
    if (this.all.length >= this.limits.transactions)
      throw new Error(`more than ${this.limits.transactions} transactions were committed between two snapshots`);
    this.all.push(transaction);
  }

  private add(id: number, changeOf: (where: Pick<RowChange, 'relation' | 'place'>) => RowChange): void {
    const table = this.tableOf(id);
    if (table.lost !== null) return;
    const change = changeOf({ relation: this.relationOf(id), place: this.places++ });
    table.changes.push(change);
    this.held.changes += 1;
    this.held.characters += charactersOf(change);
    if (this.held.changes > this.limits.changes || this.held.characters > this.limits.characters)
      this.lose(table, 'too-many');
  }

  private lose(table: TableChanges, why: LostRows): void {
    this.release(table);
    table.lost = why;
    table.changes = [];
  }

  private release({ changes }: TableChanges): void {
    this.held.changes -= changes.length;
    for (const change of changes) this.held.characters -= charactersOf(change);
  }

  private tableOf(id: number): TableChanges {
    const { tables } = this.transaction();
    const known = tables.get(id) ?? { relation: this.relationOf(id), changes: [], lost: null };
    tables.set(id, known);
    return known;
  }

  private relationOf(id: number): StreamedRelation {
    const relation = this.relations.get(id);
    if (relation === undefined) throw new Error(`The stream changes table ${id}, which it has not described`);
    return relation;
  }

  private transaction(): LoggedTransaction {
    if (this.open === null) throw new Error('The stream holds a change outside of a transaction');
    return this.open;
  }
}

function charactersOf({ old, row }: RowChange): number {
  let sum = 0;
  for (const values of [old?.values, row])
    for (const value of values ?? []) sum += typeof value === 'string' ? value.length : 8;
  return sum;
}
