import type { Role } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import { readTogether } from '../../../proof/read-pair.js';
import { storedColumns, type TableDefinition } from '../../../tables/definition/table-definition.js';
import type { WatchedTable } from '../../../tables/tables.service.js';
import type { ComparedDefinitions } from '../../comparison/prove-definitions.js';
import { UnsupportedColumn, type TablePlan } from '../../comparison/table-plan.js';
import { readPlanFacts } from './chunks/plan-facts.js';
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
  const facts = await readTogether((role, end) => readPlanFacts(server(role), table, { signal: end }), signal);
  const { source, target } = facts;
  if (source.isPartitioned !== target.isPartitioned && (source.hasChildren || target.hasChildren))
    throw new UnsupportedColumn(
      'the table is partitioned on one side, and on the other tables inherit from it: exclude it, and compare its parts by other means',
    );
  const columns = storedColumns(definitions.source);
  if (columns.length === 0) throw new UnsupportedColumn('the table has no column to compare');
  return tablePlan({
    ...{ database, table: name, columns, uniqueColumns: definitions.target.uniqueColumns },
    ...sharedKey(definitions, facts),
    isSequence: false,
    isOnly: source.hasChildren || target.hasChildren,
    kept: keptColumns(definitions.target),
    rowsOfSource: definitions.part.rows,
    row: rowExpression(columns),
  });
}

/** Columns that hold values of the target's own. */
function keptColumns({ notCarried = [] }: TableDefinition): string[] {
  return notCarried.flatMap(({ name, generation }) => (generation === 'plain' ? [name] : []));
}
