import { Inject, Injectable } from '@nestjs/common';
import { skippedTables, type Role, type SkippedTables } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { engines, parseTableName, printTableName, type HiddenPart } from '@cutover/databases';
import { Clock } from '../platform/clock.js';
import { OperationalError } from '../failures/failures.js';
import {
  catalogOf,
  changeBetween,
  shapesOf,
  skippedOf,
  withUnseen,
  type SideShapes,
  type SkippedIds,
  type WatchedTable,
} from './table-catalog.js';
import { selectionOf, type TableSelection } from './table-selection.js';
import { tablesDialects } from './dialects/registry.js';
import type { ColumnRow, KeyRow, Statement, TableRow } from './tables-dialect.js';
import { allMatched, describeUnmatched, unmatchedEntries, type UnmatchedEntry } from './unmatched-entries.js';

export type { TableShape, WatchedTable } from './table-catalog.js';

/** What one side has: shapes of what is watched, and the names of all tables and views in those databases. */
interface SideFindings {
  shapes: SideShapes;
  names: TableRow[];
  hidden: UnseenPart[];
}

/** A watched database, or a watched table, of which the account of one side might not see everything. */
export interface UnseenPart extends HiddenPart {
  role: Role;
}

/** What discovery found. Names in `tables:` of the configuration that exist nowhere are listed with both sides null. */
export interface TableCatalog {
  migration: string;
  tables: WatchedTable[];
  /** Entries of the configuration that match nothing: mistyped, or not there yet. None while something may be hidden. */
  unmatched: UnmatchedEntry[];
  /** While it is not empty, there may be watched tables that are not in `tables`. */
  unseen: UnseenPart[];
  skipped: SkippedIds;
  /** What no comparison of this engine looks at. */
  notLookedAt: readonly string[];
  discoveredAt: string;
}

/** Tables that came or went between two discoveries (not at the first one). */
export interface CatalogChange {
  migration: string;
  appeared: string[];
  disappeared: string[];
}

/** Knows which tables a migration has, on both sides. */
@Injectable()
export class TablesService {
  private readonly selections: ReadonlyMap<string, TableSelection>;
  private readonly catalogs = new Map<string, TableCatalog>();
  private readonly readAtMs = new Map<string, number>();
  private readonly changed = new Subject<CatalogChange>();
  readonly changes: Observable<CatalogChange> = this.changed.asObservable();
  private readonly read = new Subject<string>();
  /** The migration of every catalog that was read, whether it changed or not. */
  readonly discoveries: Observable<string> = this.read.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {
    this.selections = new Map(config.migrations.map((migration) => [migration.name, selectionOf(migration)]));
  }

  /**
   * Reads both sides' catalogs: three questions a side, whatever the number of tables. Rejects when a side
   * cannot be read; the last catalog then stays.
   */
  async discover(migration: string, signal?: AbortSignal): Promise<TableCatalog> {
    const selection = this.selections.get(migration);
    if (!selection) throw new Error(`No migration is named "${migration}"`);
    const [source, target] = await Promise.all([
      this.readSide(migration, 'source', selection, signal),
      this.readSide(migration, 'target', selection, signal),
    ]);
    const before = this.catalogs.get(migration);
    const unseen = [...source.hidden, ...target.hidden];
    try {
      for (const side of [source, target]) refuseBlindness(selection, side);
    } catch (error) {
      if (before) this.catalogs.set(migration, { ...before, unseen });
      throw error;
    }
    const tables = withUnseen(
      catalogOf(source.shapes, target.shapes, selection),
      before?.tables ?? [],
      unseen.map(({ name }) => name),
    );
    const configured = findMigration(this.config, migration);
    const names = [...source.names, ...target.names];
    const catalog: TableCatalog = {
      ...{ migration, tables, unseen },
      // An account that lacks a right does not see all tables: the GRANT comes first.
      unmatched: describeUnmatched(
        configured.engine,
        unseen.length > 0 ? allMatched : unmatchedEntries(configured, names),
      ),
      skipped: skippedOf(names, tables, selection),
      notLookedAt: tablesDialects[configured.engine].notLookedAt,
      discoveredAt: this.clock.nowIso(),
    };
    this.catalogs.set(migration, catalog);
    this.readAtMs.set(migration, this.clock.monotonicMs());
    if (before) this.tellChange(migration, before.tables, tables);
    this.read.next(migration);
    return catalog;
  }

  /** Reads the catalogs where that was not done for so long. Never rejects: why a side cannot be read is told by its connection. */
  async refresh(migration: string, longestMs: number, signal: AbortSignal): Promise<void> {
    const ageMs = this.clock.monotonicMs() - (this.readAtMs.get(migration) ?? -Infinity);
    // A round begins a little earlier than planned, or a little later.
    if (ageMs < longestMs / 2) return;
    await this.discover(migration, signal).catch(() => undefined);
  }

  /** The last catalog; null before the first discovery. */
  snapshot(migration: string): TableCatalog | null {
    return this.catalogs.get(migration) ?? null;
  }

  /** What of the selection is not compared, as it was last read; empty before the first discovery. */
  skipped(migration: string): SkippedTables[] {
    return skippedTables(this.snapshot(migration)?.skipped ?? {});
  }

  private async readSide(
    migration: string,
    role: Role,
    selection: TableSelection,
    signal?: AbortSignal,
  ): Promise<SideFindings> {
    const server = this.connections.get(migration, role);
    const read = <Row extends object>({ sql, params }: Statement): Promise<Row[]> =>
      server.query<Row>(sql, params, { signal });
    const ask = tablesDialects[server.engine].catalog(selection, server);
    // One after the other: discovery is never urgent, and the pool is small.
    const names = await read<TableRow>(ask.tables);
    const columns = await read<ColumnRow>(ask.columns);
    const keys = await read<KeyRow>(ask.keys);
    const hidden = await this.readHidden(migration, role, selection, names);
    return { shapes: shapesOf({ tables: names, columns, keys }, selection), names, hidden };
  }

  /** A named table that is seen needs no question: what of it may not be read is found when it is compared. */
  private async readHidden(
    migration: string,
    role: Role,
    { databases, named }: TableSelection,
    names: readonly TableRow[],
  ): Promise<UnseenPart[]> {
    const server = this.connections.get(migration, role);
    const identity = server.identity();
    if (!identity)
      throw new OperationalError('SERVER_UNKNOWN', `Who the ${role} is, is not known yet: it is asked again`);
    const seen = new Set(names.map(({ db, name }) => printTableName({ database: db, name })));
    const tables = named
      .filter((id) => !seen.has(id))
      .map(parseTableName)
      .filter(({ database }) => !databases.includes(database));
    const needs = { rds: server.rds, databases, tables };
    const hidden = await engines[server.engine].hiddenParts(server, identity, needs);
    return hidden.map((part) => ({ role, ...part }));
  }

  private tellChange(migration: string, before: WatchedTable[], after: WatchedTable[]): void {
    const change = changeBetween(before, after);
    if (change.appeared.length + change.disappeared.length > 0) this.changed.next({ migration, ...change });
  }
}

/** A catalog shows nothing of what an account may not read. Reporting those tables as gone would be a lie. */
function refuseBlindness({ databases }: TableSelection, { names, hidden }: SideFindings): void {
  const seen = new Set(names.map(({ db }) => db));
  const blind = hidden.filter(({ name }) => databases.includes(name) && !seen.has(name));
  const [first] = blind;
  if (first === undefined) return;
  throw new OperationalError(
    'RIGHT_MISSING',
    `The account may not read ${blind.map(({ name }) => name).join(', ')} on the ${first.role}, or there is no such database. ` +
      `Run there: ${blind.map(({ grant }) => grant).join(' ')} Or correct databases in the configuration.`,
  );
}
