import type { TargetWriter } from '@cutover/contracts';
import type { RightsNeeds, ServerConnection, StatementBounds } from '@cutover/databases';
import { nameWriters } from '../../name-writers.js';
import type { TargetWritableDialect } from '../../target-writable-dialect.js';
import { writersStatement, type WriterRow } from './statements.js';

const canUndo = 'default_transaction_read_only = on, which each session can undo';

/** PostgreSQL: nothing makes a subscriber read only, so whoever has a right to write may. */
export const postgresWritable: TargetWritableDialect = {
  async read(target, watched, bounds) {
    const rows = (await readWriters(target, watched, bounds)).filter((row) => row.may_connect && !row.is_subscriber);
    const isAdministrator = (row: WriterRow): boolean => row.is_super || row.is_read_only;
    return {
      ...{ guard: 'none', guardText: null },
      writers: nameWriters(rows.filter((row) => !isAdministrator(row)).map(writerOf)),
      administrators: nameWriters(rows.filter(isAdministrator).map(writerOf)),
      ...{
        isLogged: false,
        unloggedBecause: 'a subscriber does not tell its own writes from those of its subscription',
      },
      ...{ action: accountsAction, statement: null },
      accountsAction,
      ...{ grant: null, reason: null },
    };
  },
};

/** Who may write to a watched table, those that may not connect included. Rejects as `query` does. */
export function readWriters(
  server: ServerConnection,
  { databases, tables }: Pick<RightsNeeds, 'databases' | 'tables'>,
  bounds: StatementBounds,
): Promise<WriterRow[]> {
  const single = [tables.map(({ database }) => database), tables.map(({ name }) => name)];
  return server.query<WriterRow>(writersStatement, [databases, ...single], bounds);
}

const accountsAction =
  'On the target: REVOKE INSERT, UPDATE, DELETE, TRUNCATE on the watched tables from them, or ALTER ROLE … NOLOGIN until the application moves. Where they own the tables: ALTER ROLE … SET default_transaction_read_only = on keeps them from writing by mistake.';

function writerOf({ account, table_name, holder, is_super, is_read_only }: WriterRow): TargetWriter {
  const right = is_super ? 'superuser' : `rights on ${table_name}`;
  const through = holder === account ? '' : `, through role ${holder}`;
  return { account, by: `${right}${through}${is_read_only ? `; ${canUndo}` : ''}` };
}
