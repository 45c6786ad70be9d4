import type { WatchedTable } from '../../tables/tables.service.js';
import type { ChecksumFinding } from '../comparison/comparison-frame.js';
import { defaultLimits } from '../comparison/drill-down/difference-log.js';
import type { ExactHooks, RangesToRecheck } from '../comparison/exact-hooks.js';
import type { LoadBudget } from '../load/load-budget.js';
import type { RunRecord } from './run-record.js';

/** What `recheckFirst` works with. */
export interface RecheckParts {
  record: Pick<RunRecord, 'recheck' | 'onRepaired'>;
  /** Compares some ranges of a table. */
  compare(table: WatchedTable, only: RangesToRecheck): Promise<ChecksumFinding>;
}

/**
 * Looks first at the ranges in which tables had differed, because whoever has repaired a table waits for that, and a
 * whole comparison may take hours. A range that still differs ends the look at its table, so that it costs little.
 * Answers the tables in the order in which they are to be compared: those that are repaired first, all others as they
 * came. A table that still differs waits its turn: otherwise it might take each round from all the others.
 */
export async function recheckFirst(
  tables: readonly WatchedTable[],
  { record, compare }: RecheckParts,
): Promise<WatchedTable[]> {
  const first = new Set<string>();
  for (const table of tables) {
    const recheck = await record.recheck(table.id);
    if (recheck.kind === 'in-turn') continue;
    if (recheck.kind === 'ranges') {
      const { verdict, position } = await compare(table, recheck.only);
      if (verdict !== 'matched') continue;
      await record.onRepaired(table.id, position);
    }
    first.add(table.id);
  }
  return [...tables].sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)));
}

/**
 * Pure: the hooks of a run for such looks; `only` is set for each. They record nothing and name no row: the whole
 * comparison does.
 */
export function recheckHooks(
  { workers, sizing, longestLockMs, onProgress, pauseReason, onPause, limits }: ExactHooks,
  budget: LoadBudget | null,
): ExactHooks {
  return {
    limits: { ...defaultLimits, ...limits, rows: 0, samples: 0 },
    onChunk: ({ tookMs }) => budget?.note(tookMs),
    ...(workers === undefined ? {} : { workers }),
    ...(sizing === undefined ? {} : { sizing }),
    ...(longestLockMs === undefined ? {} : { longestLockMs }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(pauseReason === undefined ? {} : { pauseReason }),
    ...(onPause === undefined ? {} : { onPause }),
  };
}
