import type { Role } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import { readTogether } from '../../../proof/read-pair.js';
import { storedColumns, type TableDefinition } from '../../../tables/definition/table-definition.js';
import type { WatchedTable } from '../../../tables/tables.service.js';
import type { ComparedDefinitions } from '../../comparison/prove-definitions.js';
import { UnsupportedColumn, type TablePlan } from '../../comparison/table-plan.js';
import { readColumnOrders } from './chunks/column-orders.js';
import { sharedKey } from './chunks/shared-key.js';
import { rowExpression } from './digest/row-expression.js';
import { tablePlan } from './table-plan.js';

/** Decides how this table is compared on both sides. Rejects with SideUnreadable, or UnsupportedColumn. */
export async function planOf(
  table: WatchedTable,
  definitions: ComparedDefinitions,
  server: (role: Role) => ServerConnection,
  signal: AbortSignal,
): Promise<TablePlan> {
  const { database, name } = table;
  const orders = await readTogether((role, end) => readColumnOrders(server(role), table, { signal: end }), signal);
  const columns = storedColumns(definitions.source);
  if (columns.length === 0) throw new UnsupportedColumn('the table has no column to compare');
  return tablePlan({
    ...{ database, table: name, columns, uniqueColumns: definitions.target.uniqueColumns },
    ...sharedKey(definitions, orders),
    isSequence: false,
    isOnly: definitions.part.isOnly,
    kept: keptColumns(definitions.target),
    rowsOfSource: definitions.part.rows,
    row: rowExpression(columns),
  });
}

/** Columns that hold values of the target's own. */
function keptColumns({ notCarried = [] }: TableDefinition): string[] {
  return notCarried.flatMap(({ name, generation }) => (generation === 'plain' ? [name] : []));
}
