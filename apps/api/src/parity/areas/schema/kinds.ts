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

/** Of what is a property of something that both sides have. */
const same = (why: string, blocks = false): KindWords => ({ missing: why, extra: why, differs: why, blocks });

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
  schema: {
    missing: 'The application does not find its schema, nor anything in it.',
    extra: 'The configuration names it, and the source does not have it.',
    differs: 'The application does not find its schema.',
    blocks: true,
  },
  'foreign table': {
    missing: 'Queries that read the foreign table fail.',
    extra: 'The source does not have it: it may be left of an attempt before.',
    differs: 'Queries that read it get other rows, or fail.',
    blocks: true,
  },
  persistence: same('A table that is UNLOGGED is empty after a crash, and no standby has its rows.', true),
  'storage options': same(
    'Vacuum, fill of pages or the place of the rows are other; no statement means anything else.',
  ),
  'replica identity': same(
    'It says how changes of the table are sent on from this side: it matters once the target is a source, as for the way back.',
  ),
  inheritance: same('Queries of the parent read other rows, or not those of this table.', true),
  partition: {
    missing: 'The rows are compared by the table above: an INSERT for this range fails if nothing else takes it.',
    extra: 'It takes rows that go to another partition, or are refused, on the source.',
    differs: 'Rows go to another partition, or are refused, at other bounds. They are compared by the table above.',
    blocks: false,
  },
  'unique constraint': {
    missing: 'Rows can be there twice.',
    extra: 'An INSERT that the source takes is refused as a duplicate: replication may stop at one.',
    differs: 'An INSERT that the source takes may be refused, and one that it refuses may be taken.',
    blocks: true,
  },
  'exclusion constraint': {
    missing: 'Rows that may not meet (bookings that overlap, say) are taken.',
    extra: 'Rows that the source takes are refused: replication may stop at one.',
    differs: 'Other rows are refused than on the source.',
    blocks: true,
  },
  rule: {
    missing: 'What the rule did in place of, or beside, a statement is done no more.',
    extra: 'Statements do something that they do not do on the source.',
    differs: 'Statements on it do something else than on the source.',
    blocks: true,
  },
  'row security': same(
    'Policies are in force on one side only: people see rows that they must not, or miss theirs.',
    true,
  ),
  policy: {
    missing: 'Without a policy that lets them through, rows are hidden from whoever is not the owner.',
    extra: 'More rows are let through, or fewer, than on the source.',
    differs: 'People see other rows, or may write others, than on the source.',
    blocks: true,
  },
  'materialized view': {
    missing: 'Queries that read it fail.',
    extra: 'The source does not have it: it may be left of an attempt before.',
    differs:
      'Queries that read it get other rows, or are refused before it was filled. Replication does not carry its rows.',
    blocks: true,
  },
  aggregate: code('aggregate'),
  type: {
    missing: 'Columns, functions and casts that name the type fail.',
    extra: 'The source does not have it: it may be left of an attempt before.',
    differs: 'Values that the source takes are refused, or sorted otherwise; replication stops at one.',
    blocks: true,
  },
  extension: {
    missing: 'Its functions, operators and types are not there: statements that use them fail.',
    extra: 'The source does not have it. Nothing of the application needs it.',
    differs: 'Statements that name its schema do not find it.',
    blocks: true,
  },
  'extension version': same('Functions of another version may be missing or answer otherwise: read its release notes.'),
  collation: {
    missing: 'Statements that name the collation fail.',
    extra: 'The source does not have it: it may be left of an attempt before.',
    differs: 'Texts sort and compare otherwise.',
    blocks: true,
  },
  operator: code('operator'),
  'operator class': code('operator class'),
  cast: code('cast'),
  'text search': {
    missing: 'Searches that name it fail.',
    extra: 'The source does not have it: it may be left of an attempt before.',
    differs: 'Searches find other rows.',
    blocks: true,
  },
  statistics: same('The planner knows less of columns that depend on each other, and may take slower ways.'),
  'event trigger': {
    missing: 'What it did or refused at each DDL is done no more, without an error.',
    extra: 'DDL does, or is refused, what it is not on the source.',
    differs: 'It does something else at each DDL than on the source.',
    blocks: true,
  },
  'foreign server': {
    missing: 'Foreign tables of this server cannot be read.',
    extra: 'The source does not have it.',
    differs: 'Foreign tables read from another place.',
    blocks: true,
  },
  comment: same('Only people, and tools that print comments, see it.'),
};
