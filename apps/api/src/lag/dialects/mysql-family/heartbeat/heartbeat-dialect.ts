import { quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type { Beat, HeartbeatDialect } from '../../../heartbeat/heartbeat-dialect.js';
import {
  makeTableStatements,
  readStatement,
  writeStatements,
  type BeatRow,
  type WrittenRow,
} from './heartbeat-statements.js';

/** MariaDB and MySQL. */
export const mysqlFamilyHeartbeat: HeartbeatDialect = {
  async write(source, table, bounds) {
    const answers = await source.batch(writeStatements(table), bounds);
    const row = answers[2]?.[0] as WrittenRow;
    return { ...beatOf(row), sourceNowMs: Number(row.sourceNow) / 1000 };
  },

  async read(server, table, bounds) {
    const [row] = await server.query<BeatRow>(readStatement(table), [], bounds);
    return row === undefined ? null : beatOf(row);
  },

  // Logged on purpose: the table must get to the target.
  makeTable: (table) => makeTableStatements(table, quoteIdentifier),

  grants: ({ database, name }, server) =>
    grantStatement(
      `${server.role === 'source' ? 'SELECT, INSERT, UPDATE' : 'SELECT'} ON ${quoteTable(database, name)}`,
      suggestedFor(server),
    ),
};

function beatOf({ beat, writtenAt }: BeatRow): Beat {
  return { number: Number(beat), writtenAtMs: Number(writtenAt) / 1000 };
}
