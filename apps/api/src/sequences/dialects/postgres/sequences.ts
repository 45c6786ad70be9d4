import {
  engines,
  isRightMissing,
  StatementTimeout,
  type ServerConnection,
  type StatementBounds,
} from '@cutover/databases';
import type { SequencesDialect, SideSequence } from '../../sequences-dialect.js';
import {
  askedAtOnce,
  furthestStatement,
  quoted,
  sequencesStatement,
  startsStatement,
  type FurthestRow,
  type SequenceRow,
  type StartRow,
} from './statements.js';

const { quoteIdentifier } = engines.postgres;

/** Numbers in columns come from the ends of indexes. One that takes longer is not worth the load: they are unknown then. */
const columnsMs = 2_000;

/** PostgreSQL 15 to 18: a published table brings its rows along, and never the sequence that its keys come from. */
export const postgresSequences: SequencesDialect = {
  async read(server, { databases, tables }, { withColumns }, bounds) {
    const single = [tables.map(({ database }) => database), tables.map(({ name }) => name)];
    const rows = await server.query<SequenceRow>(sequencesStatement, [databases, ...single], bounds);
    const next = await readNext(server, rows, bounds);
    const inColumn = withColumns ? await readColumns(server, rows, bounds) : new Map<SequenceRow, bigint>();
    const sequences = rows.map((row) => ({
      ...definitionOf(row),
      ...{ next: next.get(row) ?? null, inColumn: inColumn.get(row) ?? null },
    }));
    return { sequences, grants: grantsFor(server.identity()?.account ?? '', rows) };
  },

  // GREATEST: a script that is run again later, when the application writes to the target, takes no number back.
  raise: (sequence, last) =>
    setStatement(sequence, `${sequence.increment > 0n ? 'GREATEST' : 'LEAST'}(${last}, ${lastOf(sequence)})`),
  moveTo: (sequence, last) => setStatement(sequence, `${last}`),
};

function definitionOf(row: SequenceRow): Omit<SideSequence, 'next' | 'inColumn'> {
  const { schema, name, start, step, smallest, largest, cycles, owner_schema, owner_table, owner_column } = row;
  return {
    ...{ schema, name, cycles },
    owner:
      owner_schema === null || owner_table === null || owner_column === null
        ? null
        : { schema: owner_schema, table: owner_table, column: owner_column },
    ...{ start: BigInt(start), increment: BigInt(step), smallest: BigInt(smallest), largest: BigInt(largest) },
  };
}

/** What each gives out next; without an entry: not visible. */
async function readNext(
  server: ServerConnection,
  rows: readonly SequenceRow[],
  bounds: StatementBounds,
): Promise<Map<SequenceRow, bigint>> {
  const next = new Map<SequenceRow, bigint>();
  const unused: SequenceRow[] = [];
  for (const row of rows)
    if (row.last !== null) next.set(row, afterwards(row, BigInt(row.last)));
    else if (row.may_read) unused.push(row);
  for (const some of chunksOf(unused))
    for (const { place, last, is_called } of await server.query<StartRow>(startsStatement(some), [], bounds)) {
      const row = some[place];
      // It may have given out its first number in between.
      if (row) next.set(row, is_called ? afterwards(row, BigInt(last)) : BigInt(last));
    }
  return next;
}

/** One that begins anew at its end does so there; another one fails, and what would come next lies beyond its limits. */
function afterwards({ step, smallest, largest, cycles }: SequenceRow, last: bigint): bigint {
  const next = last + BigInt(step);
  if (!cycles) return next;
  if (next > BigInt(largest)) return BigInt(smallest);
  return next < BigInt(smallest) ? BigInt(largest) : next;
}

/** The largest numbers of columns. What cannot be read of them takes nothing from what the sequences tell. */
async function readColumns(
  server: ServerConnection,
  rows: readonly SequenceRow[],
  bounds: StatementBounds,
): Promise<Map<SequenceRow, bigint>> {
  const furthest = new Map<SequenceRow, bigint>();
  const asked = rows.flatMap((row) => {
    const { owner } = definitionOf(row);
    return owner !== null && row.has_index && !row.cycles
      ? [{ row, column: { ...owner, isDescending: row.step.startsWith('-') } }]
      : [];
  });
  try {
    for (const some of chunksOf(asked)) {
      const statement = furthestStatement(some.map(({ column }) => column));
      for (const told of await server.query<FurthestRow>(statement, [], { ...bounds, timeoutMs: columnsMs })) {
        const row = some[told.place]?.row;
        if (row && told.furthest !== null) furthest.set(row, BigInt(told.furthest));
      }
    }
  } catch (error) {
    // Policies of rows may keep our account from reading a table that it has SELECT on.
    if (!isRightMissing(error) && !(error instanceof StatementTimeout)) throw error;
  }
  return furthest;
}

function setStatement({ schema, name }: SideSequence, value: string): string {
  return `SELECT pg_catalog.setval('${quoted(schema, name).replaceAll("'", "''")}', ${value});`;
}

function lastOf({ schema, name }: SideSequence): string {
  return `(SELECT last_value FROM ${quoted(schema, name)})`;
}

function grantsFor(account: string, rows: readonly SequenceRow[]): string[] {
  const hidden = rows.filter(({ may_read }) => !may_read);
  const schemas = (some: readonly SequenceRow[]): string[] => [
    ...new Set(some.map(({ schema }) => quoteIdentifier(schema))),
  ];
  return [
    ...schemas(hidden.filter(({ may_use }) => !may_use)).map((schema) => `USAGE ON SCHEMA ${schema}`),
    ...schemas(hidden).map((schema) => `SELECT ON ALL SEQUENCES IN SCHEMA ${schema}`),
  ].map((right) => `GRANT ${right} TO ${quoteIdentifier(account)};`);
}

function chunksOf<Each>(all: readonly Each[]): Each[][] {
  const chunks: Each[][] = [];
  for (let from = 0; from < all.length; from += askedAtOnce) chunks.push(all.slice(from, from + askedAtOnce));
  return chunks;
}
