import type { Role } from '@cutover/contracts';
import type { ServerConnection } from '../../../connections/server-connection.js';
import type { ProofService } from '../../../proof/proof.service.js';
import { rowDigestsStatement } from '../../dialects/mysql-family/chunks/chunk-statements.js';
import type { KeyRange } from '../chunks/key-range.js';
import { readRowDigests } from '../drill-down/locate-differences.js';
import { compareRows, type RowDigests } from '../drill-down/row-comparison.js';
import { keyText, rowsReadAtOnce, valuesByKey, valuesStatement } from '../drill-down/row-values.js';
import { readTogether } from '../../../proof/read-pair.js';
import type { TableWork } from '../table-work.js';

/** Where the sides are read, and what proves. */
export interface ProvingSides {
  get(role: Role): ServerConnection;
  proof: ProofService;
}

/**
 * Names the rows of a small range that differ. Each row is an aspect of its own in the proof: only rows that differ twice,
 * while the source did not change them, are named. Their values are read afterwards, and could be newer.
 */
export async function provedRows(work: TableWork, range: KeyRange, sides: ProvingSides): Promise<void> {
  const { plan, frame, table, log } = work;
  const sql = rowDigestsStatement(plan, range);
  const differing = (a: RowDigests, b: RowDigests): string[] => compareRows(a, b).map(({ key }) => keyText(key));
  const conclusion = await sides.proof.prove<RowDigests, string>(
    frame.migration,
    table,
    {
      read: async (role, signal) => {
        const bounds = { timeoutMs: work.chunkTimeoutMs, signal };
        return readRowDigests(await sides.get(role).query<object>(sql, [], bounds), plan);
      },
      differing,
      moved: differing,
      describe: () => 'The rows differ',
    },
    frame,
  );
  const { source, target, aspects, position, verdict } = conclusion;
  if (verdict !== 'diverged' || source === null || target === null) {
    if (verdict !== 'matched') log.isComplete = false;
    return;
  }
  const proved = new Set(aspects);
  const faults = compareRows(source, target).filter(({ key }) => proved.has(keyText(key)));
  const atOnce = rowsReadAtOnce(plan);
  for (let start = 0; start < faults.length && !log.isFull; start += atOnce) {
    const portion = faults.slice(start, start + atOnce);
    const values = valuesStatement(
      plan,
      portion.map(({ key }) => key),
    );
    const bounds = { timeoutMs: work.chunkTimeoutMs };
    const both = await readTogether(
      (role, signal) => sides.get(role).query<object>(values, [], { ...bounds, signal }),
      frame.signal,
    );
    const [left, right] = [valuesByKey(both.source, plan), valuesByKey(both.target, plan)];
    for (const { kind, key } of portion) {
      const [ours, theirs] = [left.get(keyText(key)) ?? null, right.get(keyText(key)) ?? null];
      await log.add({ kind, key, source: ours, target: theirs, position }, plan);
    }
  }
}
