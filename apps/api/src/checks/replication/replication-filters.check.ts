import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import type { LeavingOut } from '../../evidence/leaving-out.js';
import { nameSome } from '../tables/table-result.js';

function leftOut({ role, setting, action }: LeavingOut, tables: readonly string[], evidence: string): Found {
  return {
    ...{ subject: `${role} ${setting}`.slice(0, 255), outcome: 'unknown', severity: 'WARNING', evidence, tables },
    message: `What the source writes to ${nameSome(tables)} does not get to the target (${setting} on the ${role}): that they are equal now says nothing of the next write`,
    action: `If they are not part of the migration, name them in excludeTables. Else: ${action} Then copy these tables again, and verify.`,
  };
}

/**
 * Replication leaves out watched tables. They may have been equal when they were compared, and each write of the source makes
 * them differ without any lag or error. A filter that leaves out other tables is in order.
 */
export const replicationFiltersCheck: Check = {
  id: 'replication-filters',
  claim: 'Replication leaves out no watched table',
  blocks: 'unless-passed',
  needs: 'both',
  policy: proven,
  judge: ({ pairHistory: { isSeen, leavingOut }, tables: catalog }): CheckReading => {
    if (!isSeen || catalog === null) return nothingKnown;
    const found = leavingOut.flatMap((each) => {
      const tables = catalog.tables.filter((table) => each.leavesOut(table)).map(({ id }) => id);
      return tables.length === 0 ? [] : [leftOut(each, tables, catalog.discoveredAt)];
    });
    return { found, rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: catalog.discoveredAt }) };
  },
};
