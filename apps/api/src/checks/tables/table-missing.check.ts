import type { ConsistencyResult } from '@cutover/contracts';
import { proven, type Check, type Found } from '../../evidence/check.js';
import { compareAndRepair, readTables, together } from './table-result.js';

/** Proved to be on one side only. */
export function isOnOneSide({ verdict, differences }: ConsistencyResult): boolean {
  return verdict === 'diverged' && differences.includes('presence');
}

/** Any proof on a table that both sides have shows that it is there. */
export function isOnBothSides({ verdict, source, target }: ConsistencyResult): boolean {
  return verdict === 'matched' || (source !== null && target !== null);
}

function oneSided(result: ConsistencyResult) {
  if (!isOnOneSide(result)) return null;
  const { table, source, action } = result;
  const isOnSource = source !== null;
  const place = `on the ${isOnSource ? 'source' : 'target'} only`;
  return {
    reason: place,
    outcome: 'fail' as const,
    severity: isOnSource ? ('CRITICAL' as const) : ('WARNING' as const),
    message: `Table ${table} exists ${place}`,
    action: action ?? compareAndRepair,
  };
}

function nowhere(table: string, evidence: string): Found {
  return {
    ...{ subject: table, outcome: 'unknown', severity: 'WARNING', evidence, tables: [table] },
    ...{ reason: 'on neither side', message: `Table ${table} exists on neither side` },
    action: 'Correct its name in `tables:` of the configuration, or give the account of Cutover the right to read it.',
  };
}

/** A watched table exists on one side only (proved by the consistency check), or on neither (a name in `tables:`). */
export const tableMissingCheck: Check = {
  id: 'table-missing',
  claim: 'Every watched table exists on both sides',
  blocks: 'unless-passed',
  weight: 'loss',
  needs: 'proofs',
  policy: proven,
  judge: (evidence) => {
    const { tables: catalog, consistency } = evidence;
    const reading = readTables(evidence, consistency, oneSided, (result) => result.checkedAt, isOnBothSides);
    const absent = new Set(catalog?.tables.filter(({ source, target }) => !source && !target).map(({ id }) => id));
    const isOnBoth = catalog?.tables.every(({ source, target }) => source && target) ?? false;
    return {
      ...reading,
      found: [
        ...reading.found.filter(({ subject }) => !absent.has(subject)),
        ...[...absent].map((table) => nowhere(table, catalog?.discoveredAt ?? '')),
      ],
      // The list of tables says it already; no comparison needs to be waited for.
      rest: isOnBoth ? 'pass' : 'unknown',
    };
  },
  summarise: (found) =>
    [...new Set(found.map(({ reason }) => reason))].flatMap((place) =>
      together(
        found.filter(({ reason }) => reason === place),
        (tables) => `${tables} exist ${place}`,
      ),
    ),
};
