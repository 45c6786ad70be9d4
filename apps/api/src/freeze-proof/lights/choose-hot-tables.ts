import type { WrittenTable } from '../freeze-proof-dialect.js';

/** A freeze is short: so many tables are compared at most. */
const mostTables = 10;
/** Of what is left of the budget, so much may go into the comparison: the switch itself needs the rest. */
const shareOfBudget = 0.5;

/** What there is to choose from. */
export interface HotTableChoice {
  /** Named by the operator; undefined: the product chooses. */
  requested: readonly string[] | undefined;
  /** Every watched table. */
  watched: readonly string[];
  /** Written lately or much, the first of them first. */
  written: readonly WrittenTable[];
  /** How long the last comparison of each took, in ms; absent: it was never compared. */
  tookMs: ReadonlyMap<string, number>;
  leftMs: number;
}

/** A table, and why it is compared, or why not. */
export interface Chosen {
  table: string;
  why: string;
}

/** Pure: which tables are compared at the end, and which of those written last are not. */
export function chooseHotTables(choice: HotTableChoice): { chosen: Chosen[]; leftOut: Chosen[] } {
  const { requested, watched, written, tookMs, leftMs } = choice;
  if (requested !== undefined)
    return { chosen: requested.map((table) => ({ table, why: 'named in the request' })), leftOut: [] };
  const hot = written.filter(({ table }) => watched.includes(table));
  const candidates: Chosen[] =
    hot.length > 0
      ? hot.map(({ table, why }) => ({ table, why }))
      : watched.map((table) => ({ table, why: 'nothing tells which table was written last; this one is quick' }));
  // Without a write to go by, the quickest tell most in the time.
  if (hot.length === 0) candidates.sort((a, b) => (tookMs.get(a.table) ?? 0) - (tookMs.get(b.table) ?? 0));
  let spentMs = 0;
  const [chosen, leftOut]: [Chosen[], Chosen[]] = [[], []];
  for (const candidate of candidates) {
    const needsMs = tookMs.get(candidate.table) ?? 0;
    if (chosen.length >= mostTables) break;
    if (spentMs + needsMs > leftMs * shareOfBudget) {
      const why = `${candidate.why}; its last comparison took ${Math.ceil(needsMs / 1000)} s, which is too long for the freeze`;
      leftOut.push({ table: candidate.table, why });
      continue;
    }
    spentMs += needsMs;
    chosen.push(candidate);
  }
  return { chosen, leftOut: leftOut.slice(0, mostTables) };
}
