/** How a column gets its value. A `virtual` one is stored nowhere, so there is nothing of it to compare. */
export type Generation = 'plain' | 'stored' | 'virtual' | 'row-start' | 'row-end';

/** One column as the server's catalog describes it. */
export interface ColumnDefinition {
  name: string;
  /** Lower case, without arguments: `varchar`. */
  dataType: string;
  /** As printed: `varchar(64)`. */
  columnType: string;
  /** null where the type has none; empty where the engine converts text, so that it makes no difference. */
  charset: string | null;
  collation: string | null;
  isNullable: boolean;
  generation: Generation;
  isInvisible: boolean;
  isAutoIncrement: boolean;
  /** What an INSERT that leaves it out gives it, alike on every version of a server; null: nothing, or NULL. */
  defaultValue: string | null;
  /** What every UPDATE sets it to; null: nothing. */
  onUpdate: string | null;
  /** Longest value in bytes as declared; null for types that are short anyway. */
  octetLength: bigint | null;
}

/** A unique key over columns that are never NULL, whole columns only. */
export interface UniqueKey {
  /** Name of the index. */
  index: string;
  columns: string[];
}

/** A table as one side has it at this moment. The counter of AUTO_INCREMENT is not part of it: it moves with the rows. */
export interface TableDefinition {
  kind: 'table' | 'view';
  /** Storage engine; null for a view. */
  engine: string | null;
  /** The explicit ROW_FORMAT, upper case; null: the default. CHECKSUM TABLE depends on which was written, not on which is used. */
  rowFormat: string | null;
  /**
   * When the server last created it, to the second; MariaDB also when it altered or renamed it. DDL that leaves all else as it
   * was is seen by this. null: it does not say.
   */
  createdAt: string | null;
  isSystemVersioned: boolean;
  isSequence: boolean;
  columns: ColumnDefinition[];
  /** Columns that replication does not carry, which are not among `columns`. Absent: it carries all. */
  notCarried?: ColumnDefinition[];
  /** Columns of the primary key in key order, with the length where only a prefix counts: `name(10)`. Empty: there is none. */
  primaryKey: string[];
  /** Primary key first, then by name. */
  uniqueKeys: UniqueKey[];
  /** Columns whose change may meet a unique value of another row: those of every unique index, usable as a key or not. */
  uniqueColumns: string[];
  /** The server's estimate; it may be far off and decides nothing but the size of chunks. */
  estimatedRows: bigint;
}

/**
 * Columns that hold bytes of their own. The end of a present row's period is the last moment that the server knows: 2038, or
 * 2106 since MariaDB 11.5. Its start may be the number of a transaction, which each server gives by itself.
 */
export function storedColumns(definition: TableDefinition): ColumnDefinition[] {
  return definition.columns.filter(
    (column) => column.generation !== 'virtual' && column.generation !== 'row-end' && !isTransactionNumber(column),
  );
}

/** Transaction-precise system versioning: the row begins with a transaction, not at a time. */
export function isTransactionNumber({ generation, dataType }: ColumnDefinition): boolean {
  return generation === 'row-start' && dataType === 'bigint';
}

/** Everything that must not change while a table is compared; how many rows it has may. */
export function definitionFingerprint({ estimatedRows: _, ...definition }: TableDefinition): string {
  return JSON.stringify(definition, (__, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
