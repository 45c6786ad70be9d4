import type { Role } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import type { ProofService } from '../../../proof/proof.service.js';
import { ask, askBoth } from '../../../proof/question.js';
import { keyText, type KeyRange } from '../chunks/key-range.js';
import { compareRows, type RowDigests } from '../drill-down/row-comparison.js';
import type { TableWork } from '../table-work.js';

/** The connections of both sides, and the service that proves. */
export interface ProvingSides {
  servers: Readonly<Record<Role, ServerConnection>>;
  proof: ProofService;
}

/**
 * Names the rows that differ in a small range. Each row is proved as an aspect of its own: it is named only when it
 * differs twice and the source did not change it meanwhile. Its values are read afterwards, and may be newer.
 */
export async function provedRows(work: TableWork, range: KeyRange, { servers, proof }: ProvingSides): Promise<void> {
  const { plan, frame, table, log, ddl, chunkTimeoutMs: timeoutMs } = work;
  const question = plan.rowDigests(range);
  const differing = (a: RowDigests, b: RowDigests): string[] => compareRows(a, b).map(({ key }) => keyText(key));
  const conclusion = await ddl.undisturbed(() =>
    proof.prove<RowDigests, string>(
      frame.migration,
      table,
      {
        read: (role, signal) => ask(servers, role, question, { timeoutMs, signal }),
        differing,
        moved: differing,
        describe: () => 'The rows differ',
      },
      frame,
    ),
  );
  const { source, target, aspects, position, verdict } = conclusion;
  if (verdict !== 'diverged' || source === null || target === null) {
    if (verdict !== 'matched') log.isComplete = false;
    return;
  }
  const proved = new Set(aspects);
  const faults = compareRows(source, target).filter(({ key }) => proved.has(keyText(key)));
  const atOnce = plan.rowsReadAtOnce;
  for (let start = 0; start < faults.length && !log.isFull; start += atOnce) {
    const portion = faults.slice(start, start + atOnce);
    const keys = portion.map(({ key }) => key);
    const values = await askBoth(servers, plan.rowValues(keys), { timeoutMs, signal: frame.signal });
    for (const { kind, key } of portion) {
      const [ours, theirs] = [values.source.get(keyText(key)) ?? null, values.target.get(keyText(key)) ?? null];
      await log.add({ kind, key, source: ours, target: theirs, position }, plan);
    }
  }
}
