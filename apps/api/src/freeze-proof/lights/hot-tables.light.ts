import type { ChecksumResult, ChecksumRun, FreezeLight } from '@cutover/contracts';
import { UserError } from '../../failures/failures.js';
import { chooseHotTables, type Chosen } from './choose-hot-tables.js';
import { askBounds, markAt, type LightEnd, type ProofContext, type ProofLight } from './proof-context.js';
import { movedBetween } from './source-still.light.js';

/** The one engine of comparisons, as far as a proof needs it. */
export interface TableComparisons {
  /** Compares these tables, for so long at most; resolves with the run as it ended. Rejects with UserError 409 while another requested run is under way. */
  compare(
    migration: string,
    tables: readonly string[],
    bounds: { timeoutMs: number; signal: AbortSignal },
  ): Promise<ChecksumRun>;
  watched(migration: string): readonly string[];
  /** How long the last comparison took, by table. */
  tookMs(migration: string): ReadonlyMap<string, number>;
}

/** Light 6. */
export function hotTables(comparisons: TableComparisons): ProofLight {
  return {
    id: 'hot-tables',
    async look(context) {
      const { board, budget, migration, dialect, source, watched, request, signal } = context;
      const written =
        request.tables === undefined ? await dialect.lastWritten(source, watched, askBounds(context)) : [];
      const { chosen, leftOut } = chooseHotTables({
        ...{ requested: request.tables, written, leftMs: budget.leftMs },
        watched: comparisons.watched(migration.name),
        tookMs: comparisons.tookMs(migration.name),
      });
      if (chosen.length === 0) return nothingChosen(leftOut);
      const names = chosen.map(({ table }) => table);
      board.set('hot-tables', {
        state: 'running',
        message: `Comparing ${names.join(', ')}.`,
        evidence: whyFacts(chosen),
      });
      try {
        const run = await comparisons.compare(migration.name, names, { timeoutMs: budget.leftMs, signal });
        return judgeRun(context, run, { chosen, leftOut, hasStoodStill: await stoodStill(context, run) });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return {
          ...{ state: 'unknown', message: `The tables could not be compared: ${error.message}.` },
          action: 'Cancel the run that is under way, or wait for it, and start again.',
        };
      }
    },
  };
}

function nothingChosen(leftOut: readonly Chosen[]): LightEnd {
  return {
    state: 'unknown',
    message: 'No table could be compared within the freeze budget.',
    action: 'Name the tables that matter most when you start the proof, or raise readiness.freezeBudgetSeconds.',
    evidence: whyFacts(leftOut).slice(0, 10),
  };
}

/** Where a comparison was made that is good only if the source has stood still since it was frozen: whether it has. Rejects as `query` does. */
async function stoodStill(context: ProofContext, { results }: ChecksumRun): Promise<boolean> {
  const { board, dialect, source, watched, clock } = context;
  if (!results.some((result) => !isAtFrozen(context, result, false) && isAtFrozen(context, result, true))) return false;
  const frozen = board.current.source;
  const { mark } = await dialect.readSource(source, askBounds(context), watched);
  return frozen !== null && mark !== null && (await movedBetween(context, frozen, markAt(mark, clock))) === null;
}

function isAtFrozen(
  { board, migration, dialect }: ProofContext,
  result: ChecksumResult | undefined,
  hasStoodStill: boolean,
): boolean {
  return (
    result?.verdict === 'matched' &&
    result.position !== null &&
    dialect.isFrozenPosition(migration.engine, result.position, {
      frozen: board.current.source?.position ?? '',
      hasStoodStill,
    })
  );
}

function judgeRun(
  context: ProofContext,
  run: ChecksumRun,
  { chosen, leftOut, hasStoodStill }: { chosen: readonly Chosen[]; leftOut: readonly Chosen[]; hasStoodStill: boolean },
): LightEnd {
  const results = chosen.map(({ table }) => run.results.find((result) => result.table === table));
  const evidence = [
    ...chosen.map(({ table, why }, index) => resultFact(table, results[index], why)),
    ...leftOut.map(({ table, why }) => ({ label: table, value: 'not compared', hint: why })),
  ].slice(0, 20);
  const differing = results.filter((result) => result?.verdict === 'diverged');
  if (differing[0] !== undefined)
    return {
      ...{ state: 'red', evidence },
      message: `${differing.map((result) => result?.table).join(', ')} ${differing.length === 1 ? 'differs' : 'differ'} between source and target.`,
      action:
        'Do not switch. Let the application write to the source again, and mend the table: its rows are named on its page.',
    };
  const open = results.findIndex((result) => !isAtFrozen(context, result, hasStoodStill));
  if (open >= 0) {
    const result = results[open];
    const why = result?.reason ?? run.reason ?? `it was compared at ${result?.position ?? 'an unknown position'}`;
    return {
      ...{ state: 'unknown', evidence },
      message: `${chosen[open]?.table} was not proved equal at the frozen position: ${why}.`,
      action: 'Remove the reason and start again, or name fewer tables.',
    };
  }
  const rest = leftOut.length === 0 ? '' : `; ${leftOut.length} written lately were too large`;
  return {
    ...{ state: 'green', evidence },
    message: `${chosen.length} ${chosen.length === 1 ? 'table was' : 'tables were'} proved equal at the frozen position${rest}.`,
  };
}

function resultFact(table: string, result: ChecksumResult | undefined, why: string): FreezeLight['evidence'][number] {
  if (result === undefined) return { label: table, value: 'not compared', hint: why };
  const rows = result.sourceRows === null ? '' : `: ${result.sourceRows} and ${result.targetRows ?? '?'} rows`;
  const digests = result.sourceDigest === null ? '' : `; digests ${result.sourceDigest} and ${result.targetDigest}`;
  return { label: table, value: `${result.verdict}${rows}${digests} at ${result.position ?? '?'}`, hint: why };
}

function whyFacts(tables: readonly Chosen[]): FreezeLight['evidence'] {
  return tables.slice(0, 20).map(({ table, why }) => ({ label: table, value: null, hint: why }));
}
