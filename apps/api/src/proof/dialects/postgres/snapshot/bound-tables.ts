import type { DedicatedSession, ServerConnection, TableName } from '@cutover/databases';
import { SideUnreadable } from '../../../side-unreadable.js';
import type { ApartTable, RowApart, RowsBetween } from '../../../snapshot/snapshot-dialect.js';
import { SnapshotsMissed, TableChanged } from '../../../snapshot/snapshot-failures.js';
import { changedRows, identityOf, type NamedValues, RowsUnknown, textOf, touchedKeys } from './changed-rows.js';
import type { ChangedTable } from './pair-changes.js';
import { copyStatesStatement, type CopyStateRow } from './statements.js';
import { readStoredRows } from './stored-rows.js';
import { type FollowedTables, tableText } from './subscriptions.js';
import { bindFamily, type FamilyRow } from './table-family.js';
import type { RowChange } from './transaction-log.js';

const lookMs = 10_000;
/** Every digest names the keys of the rows apart. */
const mostRowsApart = 5_000;
/** Values that are stored beside their rows may be large. */
const mostStoredRows = 500;

/** The stream was begun before: a new one shows the table. */
export class SubscriptionChanged extends TableChanged {}

/** In the order of the stream. */
type Changes = Readonly<Record<'changes' | 'unsure', readonly RowChange[]>>;

/** What is known of a table once it is bound. */
interface BoundTable extends Changes {
  stored: ReadonlyMap<string, NamedValues>;
  rows: Map<string, readonly RowApart[]>;
}

/** A pair of snapshots, and what lies between them. */
export interface PairContents {
  sessions: Readonly<Record<'source' | 'target', DedicatedSession>>;
  servers: Readonly<Record<'source' | 'target', ServerConnection>>;
  followed: FollowedTables;
  /** By the OID of the table on the source. */
  changed: ReadonlyMap<number, ChangedTable>;
}

/** The tables that are read in one pair: that both snapshots show them, and which of their rows stand apart. */
export class BoundTables {
  private readonly bound = new Map<string, BoundTable>();

  constructor(private readonly pair: PairContents) {}

  /** Rejects with SideUnreadable because of TableChanged, with SnapshotsMissed where this table has no pair, or as the sessions do. */
  async bind(table: TableName): Promise<void> {
    const text = tableText(table.database, table.name);
    if (this.bound.has(text)) return;
    const { sessions, servers } = this.pair;
    const [source, target] = await Promise.all([
      bindFamily({ role: 'source', session: sessions.source, server: servers.source }, table),
      bindFamily({ role: 'target', session: sessions.target, server: servers.target }, table),
    ]);
    await this.requireSubscription(table, source, target);
    const { changes, unsure } = this.changesOf(table, source);
    const incomplete = changes.filter((change) => identityOf(change) !== null).length;
    if (incomplete > mostStoredRows) throw new SnapshotsMissed(tooMany(table));
    const stored = incomplete === 0 ? new Map<string, NamedValues>() : await this.readStored(changes);
    this.bound.set(text, { changes, unsure, stored, rows: new Map() });
  }

  /** See RowsApart. */
  apart(table: ApartTable): readonly RowApart[] {
    const { changes, unsure, stored, rows } = this.boundTable({ database: table.database, name: table.table });
    if (changes.length + unsure.length === 0) return [];
    const { key, columns } = table;
    if (key === null)
      throw new SnapshotsMissed(
        'its rows were changed just then, and without a key they cannot be left out of a digest',
      );
    const text = JSON.stringify([key, columns]);
    const known = rows.get(text) ?? rowsOf({ changes, unsure, stored }, { key, columns });
    rows.set(text, known);
    if (known.length > mostRowsApart)
      throw new SnapshotsMissed(tooMany({ database: table.database, name: table.table }));
    return known;
  }

  /** See RowsBetween. */
  between(table: TableName): ReturnType<RowsBetween> {
    const { changes, unsure } = this.boundTable(table);
    if (unsure.length > 0)
      throw new SnapshotsMissed('some of its rows were changed just then, and how often is not known');
    const count = (wanted: RowChange['kind']): number => changes.filter(({ kind }) => kind === wanted).length;
    return { changes: changes.length, added: BigInt(count('insert') - count('delete')) };
  }

  private boundTable({ database, name }: TableName): BoundTable {
    const bound = this.bound.get(tableText(database, name));
    if (bound === undefined) throw new Error(`The pair was not bound to ${database}.${name}`);
    return bound;
  }

  /** The snapshot of the target tells itself who writes the table, and whether its first copy is over. */
  private async requireSubscription(
    table: TableName,
    source: readonly FamilyRow[],
    target: readonly FamilyRow[],
  ): Promise<void> {
    const oids = target.map(({ oid }) => String(oid));
    const states = await this.pair.sessions.target.query<CopyStateRow>(copyStatesStatement, [oids], {
      timeoutMs: lookMs,
    });
    const owners = [...new Set(states.map(({ id }) => id))];
    if (owners.length === 0) throw new SnapshotsMissed('no subscription of the target brings its changes');
    if (owners.length > 1) throw new SnapshotsMissed('several subscriptions of the target bring its changes');
    if (states.some(({ state }) => state !== 'r')) throw new SnapshotsMissed('its first copy is not finished');
    const { byTable } = this.pair.followed;
    const known = source.flatMap(({ schema, name }) => byTable.get(tableText(schema, name)) ?? []);
    const owner = known.find(({ id }) => id === owners[0]);
    // The stream was begun with the publications of then: what another one carries would be missing in it.
    if (owner === undefined || String(owner.named) !== String(states[0]?.publications))
      throw new SideUnreadable('target', new SubscriptionChanged(`The subscription of ${table.name} has changed`));
  }

  private changesOf(table: TableName, family: readonly FamilyRow[]): Changes {
    const found = family.flatMap(({ oid, is_above }) => {
      const changed = this.pair.changed.get(oid);
      return changed === undefined ? [] : [{ ...changed, is_above }];
    });
    if (found.some(({ is_above }) => is_above))
      throw new SnapshotsMissed(
        'its changes are published as those of the partitioned table above it: compare that one',
      );
    if (found.some(({ lost }) => lost === 'truncated'))
      throw new SideUnreadable('source', new TableChanged(`TRUNCATE during the check of ${table.name}`));
    if (found.some(({ lost }) => lost === 'too-many')) throw new SnapshotsMissed(tooMany(table));
    return together(found);
  }

  private async readStored(changes: readonly RowChange[]): Promise<ReadonlyMap<string, NamedValues>> {
    try {
      return await readStoredRows(this.pair.sessions.source, changes);
    } catch (error) {
      throw new SideUnreadable('source', error);
    }
  }
}

/** Pure: a row that moves to another partition is a delete there and an insert here, so that the order of all counts. */
function together(tables: readonly ChangedTable[]): Changes {
  const inOrder = (all: readonly RowChange[]): RowChange[] => [...all].sort((a, b) => a.place - b.place);
  return {
    changes: inOrder(tables.flatMap(({ changes }) => changes)),
    unsure: inOrder(tables.flatMap(({ unsure }) => unsure)),
  };
}

/** A row that may have been changed once more is undecided, whatever is known of it. */
function rowsOf(
  { changes, unsure, stored }: Omit<BoundTable, 'rows'>,
  columns: { key: readonly string[]; columns: readonly string[] },
): readonly RowApart[] {
  try {
    const undecided = touchedKeys(unsure, columns.key);
    const known = changedRows(changes, columns, stored).filter(({ key }) => !undecided.has(textOf(key)));
    return [...known, ...[...undecided.values()].map((key) => ({ key, source: null, isUndecided: true }))];
  } catch (error) {
    throw error instanceof RowsUnknown ? new SnapshotsMissed(error.message) : error;
  }
}

function tooMany({ database, name }: TableName): string {
  return `more rows of ${database}.${name} were changed between the two snapshots than can be compared one by one`;
}
