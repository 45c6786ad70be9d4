import type { SchemaKind } from './schema-object.js';

/** What a difference of a kind means after the cutover. */
interface KindWords {
  /** The source has it, the target does not. */
  missing: string;
  /** Only the target has it. */
  extra: string;
  /** Both have it, not alike. */
  differs: string;
  /** It keeps the answer from being safe. */
  blocks: boolean;
}

const code = (what: string): KindWords => ({
  missing: `The application calls the ${what} and fails, or what it did silently is done no more.`,
  extra: `The target does something that the source does not.`,
  differs: `The same call does something else after the cutover.`,
  blocks: true,
});

/** Why a difference matters, by kind. */
export const kindWords: Readonly<Record<SchemaKind, KindWords>> = {
  database: {
    missing: 'The application does not find its database.',
    extra: 'The configuration names it, and the source does not have it.',
    differs: 'Tables and columns that are made after the cutover sort and compare their texts otherwise.',
    blocks: true,
  },
  table: {
    missing: 'The application does not find the table.',
    extra:
      'The source does not have it: it may be left of an attempt before, and replication fails when the source makes one of this name.',
    differs: 'One side has a table, the other a view.',
    blocks: true,
  },
  'storage engine': {
    missing: 'Transactions, locks and what a crash leaves are those of another storage engine.',
    extra: 'Transactions, locks and what a crash leaves are those of another storage engine.',
    differs: 'Transactions, locks and what a crash leaves are those of another storage engine.',
    blocks: true,
  },
  'row format': {
    missing: 'The table needs more or less space, and its longest key is another.',
    extra: 'The table needs more or less space, and its longest key is another.',
    differs: 'The table needs more or less space, and its longest key is another.',
    blocks: false,
  },
  'default collation': {
    missing: 'Columns that are added later sort and compare their texts otherwise.',
    extra: 'Columns that are added later sort and compare their texts otherwise.',
    differs: 'Columns that are added later sort and compare their texts otherwise.',
    blocks: true,
  },
  'system versioning': {
    missing: 'The history of the rows is not kept.',
    extra: 'A history is kept that the source does not keep: the table grows with every change.',
    differs: 'The history of the rows is kept otherwise.',
    blocks: true,
  },
  column: {
    missing: 'Statements that name the column fail, and what it holds on the source is not on the target.',
    extra: 'INSERT without a list of columns fails, and replication may fail at the next change of the table.',
    differs: 'Values are cut, refused, sorted or filled in otherwise than on the source.',
    blocks: true,
  },
  'column order': {
    missing: 'INSERT without a list of columns puts values into the wrong columns.',
    extra: 'INSERT without a list of columns puts values into the wrong columns.',
    differs: 'INSERT without a list of columns puts values into the wrong columns; replication by rows does, too.',
    blocks: true,
  },
  'primary key': {
    missing: 'Rows can be there twice, and each change that replicates back looks for its row in the whole table.',
    extra: 'An INSERT that the source takes is refused as a duplicate.',
    differs: 'An INSERT that the source takes may be refused, and one that it refuses may be taken.',
    blocks: true,
  },
  index: {
    missing: 'Queries that use it read the whole table; a unique one keeps duplicates out no more.',
    extra:
      'A unique index that only the target has refuses rows that the source takes; any other costs time at each write.',
    differs: 'Queries that use it may read the whole table; a unique one keeps other rows out.',
    blocks: true,
  },
  'foreign key': {
    missing: 'Rows that refer to nothing are taken, and what the source deletes by cascade stays.',
    extra: 'A write or delete that the source takes is refused, or deletes more.',
    differs: 'A write or delete is refused, or deletes more or less, than on the source.',
    blocks: true,
  },
  check: {
    missing: 'Values that the source refuses are taken.',
    extra: 'Values that the source takes are refused: replication may stop at one.',
    differs: 'Other values are refused than on the source.',
    blocks: true,
  },
  period: {
    missing: 'UPDATE and DELETE FOR PORTION OF fail, and what may not overlap in time may be there twice.',
    extra: 'Rows whose end is not after their beginning are refused.',
    differs: 'UPDATE and DELETE FOR PORTION OF work on other columns.',
    blocks: true,
  },
  partitioning: {
    missing: 'Queries read more than one partition, and jobs that drop a partition fail.',
    extra: 'Queries may read every partition, and what drops a partition on the source fails here.',
    differs: 'An INSERT outside of the partitions is refused, and jobs that work on a partition fail or hit another.',
    blocks: true,
  },
  trigger: {
    missing: 'What it did at each write (a check, a copy, a counter) is done no more, without an error.',
    extra: 'Each write does something that the source does not do.',
    differs: 'Each write does something else than on the source.',
    blocks: true,
  },
  procedure: code('procedure'),
  function: code('function'),
  package: code('package'),
  'package body': code('package'),
  view: {
    missing: 'Queries that read the view fail.',
    extra: 'The source does not have it: it may be left of an attempt before.',
    differs: 'Queries that read the view get other rows, or are refused.',
    blocks: true,
  },
  event: {
    missing: 'What it does on its schedule is done no more, without an error.',
    extra: 'Something is done on a schedule that the source does not do.',
    differs: 'What it does on its schedule is done otherwise, or not at all.',
    blocks: true,
  },
  sequence: {
    missing: 'NEXTVAL fails, and with it each INSERT that uses it.',
    extra: 'The source does not have it.',
    differs: 'Other numbers are given out than on the source.',
    blocks: true,
  },
};
