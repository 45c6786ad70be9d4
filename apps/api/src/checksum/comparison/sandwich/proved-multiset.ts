import type { Verdict } from '@cutover/contracts';
import type { Conclusion } from '../../../proof/conclusion.js';
import { ask, type Question } from '../../../proof/question.js';
import { readOne } from '../../../proof/read-pair.js';
import { logSurpluses } from '../drill-down/log-surpluses.js';
import {
  differingBuckets,
  portions,
  sumOf,
  surpluses,
  type Buckets,
  type Occurrences,
} from '../drill-down/multisets.js';
import type { RangeDigest } from '../range-digest.js';
import type { Clock } from '../../../platform/clock.js';
import { pausesBetweenScans } from '../keyless/pauses-between-scans.js';
import { explainTimeout } from '../keyless/too-large.js';
import { isTimeout } from '../read-failure.js';
import type { TableWork } from '../table-work.js';
import type { ProvingSides } from './proved-rows.js';

type Proof<Reading> = Conclusion<Reading, string>;

/**
 * Compares a table without a key. Each bucket of rows is proved as an aspect of its own, and so is each distinct row
 * of a bucket that was proved to differ. A row is named only when it differs twice and the source did not change it
 * meanwhile. Rejects only when aborted.
 */
export async function provedMultiset(
  work: TableWork,
  sides: ProvingSides,
  clock: Clock,
): Promise<Conclusion<RangeDigest, 'contents'>> {
  const { plan, log } = work;
  const { isSlow, ...proof } = await prove<Buckets>(work, sides, {
    question: plan.bucketDigests(),
    differing: (a, b) => differingBuckets(a, b).map(String),
    describe: (a, b) => `The rows differ: ${sumOf(a).rows} on the source, ${sumOf(b).rows} on the target`,
  });
  if (isSlow)
    return { ...proof, source: null, target: null, reason: await explainTimeout(work, sides.servers), aspects: [] };
  const { beforeScan } = pausesBetweenScans(work, clock);
  const { source, target } = proof;
  const digests = { source: source && sumOf(source), target: target && sumOf(target) };
  if (proof.verdict === 'diverged' && source !== null && target !== null) {
    const proved = proof.aspects.map(Number);
    if (proved.length < differingBuckets(source, target).length) log.isComplete = false;
    let equalNow = 0;
    const all = portions(proved, source, target);
    for (const buckets of all)
      await log.tryNaming(work.frame.signal, async () => {
        await beforeScan();
        if ((await nameRows(work, sides, buckets, beforeScan)) === 'matched') equalNow++;
      });
    // A row that changes back and forth between the readings may look different in the first proof, and hardly in
    // both.
    if (equalNow === all.length)
      return { ...proof, ...digests, verdict: 'unverified', reason: changedBack, aspects: [] };
  }
  return { ...proof, ...digests, aspects: proof.aspects.length === 0 ? [] : ['contents'] };
}

const changedBack = 'The rows differed, and did not when they were looked at: they are being written; verify again';

/** Reads these buckets row by row, and answers their verdict; null when the log is full. */
async function nameRows(
  work: TableWork,
  sides: ProvingSides,
  buckets: readonly number[],
  beforeScan: () => Promise<void>,
): Promise<Verdict | null> {
  const { plan, log, frame, tableTimeoutMs: timeoutMs } = work;
  if (log.isFull) {
    log.isComplete = false;
    return null;
  }
  const { verdict, aspects, source, target, position } = await prove<Occurrences>(work, sides, {
    question: plan.occurrences(buckets),
    differing: (a, b) => surpluses(a, b).map(({ digest }) => digest),
    describe: () => 'The rows differ',
  });
  if (verdict !== 'diverged' || source === null || target === null) {
    if (verdict !== 'matched') log.isComplete = false;
    return verdict;
  }
  const all = surpluses(source, target);
  const proved = new Set(aspects);
  const found = all.filter(({ digest }) => proved.has(digest));
  if (found.length < all.length) log.isComplete = false;
  await logSurpluses(
    {
      ...{ plan, log, buckets, position },
      ask: async (role, question) => {
        await beforeScan();
        return readOne(role, (_, signal) => ask(sides.servers, role, question, { timeoutMs, signal }), frame.signal);
      },
    },
    found,
  );
  return verdict;
}

async function prove<Reading>(
  { frame, table, ddl, tableTimeoutMs: timeoutMs }: TableWork,
  { servers, proof }: ProvingSides,
  about: {
    question: Question<Reading>;
    differing: (a: Reading, b: Reading) => string[];
    describe: (source: Reading, target: Reading) => string;
  },
): Promise<Proof<Reading> & { isSlow: boolean }> {
  const { question, differing, describe } = about;
  let isSlow = false;
  const conclusion = await ddl.undisturbed(() =>
    proof.prove<Reading, string>(
      frame.migration,
      table,
      {
        read: (role, signal) =>
          ask(servers, role, question, { timeoutMs, signal }).catch((error: unknown) => {
            isSlow ||= isTimeout(error);
            throw error;
          }),
        differing,
        moved: differing,
        describe: (_, source, target) => describe(source, target),
      },
      frame,
    ),
  );
  return { ...conclusion, isSlow };
}
