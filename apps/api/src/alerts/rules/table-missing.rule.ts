import type { ConsistencyResult } from '@cutover/contracts';
import { unloggedSession } from '../../connections/suggested-statements.js';
import { proven, type AlertRule, type Finding } from '../alert-rule.js';
import { readTables } from './table-result.js';

/** Proved to be on one side only. */
export function isOnOneSide({ verdict, differences }: ConsistencyResult): boolean {
  return verdict === 'diverged' && differences.includes('presence');
}

/** Any proof on a table that both sides have shows that it is there. */
export function isOnBothSides({ verdict, source, target }: ConsistencyResult): boolean {
  return verdict === 'matched' || (source !== null && target !== null);
}

/** A watched table exists on one side only (proved by the consistency check), or on neither (a name in `tables:`). */
export const tableMissingRule: AlertRule = {
  type: 'table_missing',
  policy: proven,
  judge: (snapshot) => {
    const reading = readTables(
      snapshot,
      snapshot.consistency,
      (result) => {
        if (!isOnOneSide(result)) return null;
        const { table, source } = result;
        const isOnSource = source !== null;
        return {
          severity: isOnSource ? 'CRITICAL' : 'WARNING',
          message: `Table ${table} exists on the ${isOnSource ? 'source' : 'target'} only`,
          action: isOnSource
            ? `Copy the table to the target, ${unloggedSession}, and check that replication does not filter it.`
            : `Drop it from the target if nothing needs it, ${unloggedSession}, or exclude it in the configuration.`,
        };
      },
      (result) => result.checkedAt,
      isOnBothSides,
    );
    const isNowhere = new Set(
      snapshot.catalog?.tables.filter(({ source, target }) => !source && !target).map(({ id }) => id),
    );
    const nowhere = [...isNowhere].map((id): Finding => ({
      subject: id,
      severity: 'WARNING',
      message: `Table ${id} exists on neither side`,
      action: 'Correct its name in `tables:` of the configuration, or grant SELECT on it to the account of Cutover.',
      evidence: snapshot.catalog?.discoveredAt ?? '',
    }));
    return { ...reading, findings: [...reading.findings.filter(({ subject }) => !isNowhere.has(subject)), ...nowhere] };
  },
};
