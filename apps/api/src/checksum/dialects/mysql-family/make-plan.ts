import type { Role } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import { familyEngine, type FamilyEngine } from '@cutover/databases/mysql-family';
import { readTogether } from '../../../proof/read-pair.js';
import type { WatchedTable } from '../../../tables/tables.service.js';
import { sharedKey } from './chunks/shared-key.js';
import { storedColumns } from '../../../tables/definition/table-definition.js';
import type { Definitions } from '../../comparison/prove-definitions.js';
import type { TablePlan } from '../../comparison/table-plan.js';
import { chooseDigest, hashOf } from './digest/digest-method.js';
import { rowExpression } from './digest/row-expression.js';
import { tablePlan } from './table-plan.js';

/** Not known yet: answers as the oldest server of its engine would. */
function knownOf(server: ServerConnection): { flavor: FamilyEngine; versionNumber: number } {
  return { flavor: familyEngine(server.engine), versionNumber: server.identity()?.versionNumber ?? 0 };
}

/** Decides how this table is compared on both sides. Rejects with SideUnreadable, or UnsupportedColumn. */
export async function planOf(
  { database, name }: WatchedTable,
  { source, target }: Definitions,
  server: (role: Role) => ServerConnection,
  signal: AbortSignal,
): Promise<TablePlan> {
  const packets = await readTogether(
    (role, end) =>
      server(role).query<{ bytes: string }>('SELECT CAST(@@max_allowed_packet AS CHAR) AS bytes', [], { signal: end }),
    signal,
  );
  const packetBytes = [packets.source, packets.target]
    .map(([row]) => BigInt(row?.bytes ?? 0))
    .reduce((a, b) => (a < b ? a : b));
  const ours = knownOf(server('source'));
  const columns = storedColumns(source);
  const key = sharedKey(source, target);
  return tablePlan({
    ...{ database, table: name, columns, key, uniqueColumns: target.uniqueColumns },
    isSequence: source.isSequence,
    method: chooseDigest(ours, knownOf(server('target')), key !== null),
    row: rowExpression(columns, packetBytes, hashOf[ours.flavor]),
  });
}
