import type { ChecksumResult } from '@cutover/contracts';
import { proven, type Check, type CheckReading, type Found, type Quiet } from '../../evidence/check.js';
import { proofsOf } from './proofs.js';
import { byTable } from './table-index.js';
import { ifUnwatched, nameSome } from './table-result.js';

/** The subject of tables that nobody has tried to prove again. */
const untriedSubject = 'old proofs';

/** The proof is too old, and the last attempt to renew it proved nothing. */
function notRenewed({ table, startedAt, lastAttempt }: ChecksumResult): Found {
  const why = lastAttempt?.reason ? `: ${lastAttempt.reason}` : '';
  return {
    ...{ subject: table, outcome: 'unknown', severity: 'WARNING', tables: [table], reason: why },
    message: `Table ${table} was last proved equal at ${startedAt}, which is too long ago, and the last attempt proved nothing${why}`,
    action: 'Remove the reason, or verify the table on request when it is written less.',
    evidence: lastAttempt?.finishedAt ?? startedAt,
  };
}

/** Nobody has tried: no round ran, or the rounds take longer than a proof counts. */
function untried(old: readonly ChecksumResult[]): Found[] {
  if (old.length === 0) return [];
  const tables = old.map(({ table }) => table);
  return [
    {
      ...{ subject: untriedSubject, outcome: 'unknown', severity: 'WARNING', tables, isOutdated: true },
      message: `${wereProved(tables)} too long ago`,
      action:
        'Start a verification. Where rounds end too late, raise verification.maxLoadPercent or monitoring.checksumIntervalMinutes.',
      evidence: old.map(({ startedAt }) => startedAt).reduce((first, each) => (each < first ? each : first)),
    },
  ];
}

/** Tables that were tried in vain become one finding, because the verdict must not grow with the tables. */
function sayTogether(found: readonly Found[]): Found[] {
  const failed = found.filter(({ subject }) => subject !== untriedSubject);
  const [first] = failed;
  if (first === undefined || failed.length === 1) return [...found];
  const tables = failed.flatMap((each) => each.tables ?? []);
  const why = failed.every(({ reason }) => reason === first.reason) ? (first.reason ?? '') : '';
  const said: Found = {
    ...{ ...first, tables },
    subject: `${tables.length} tables`,
    message: `${wereProved(tables)} too long ago, and the last attempt proved nothing${why}`,
  };
  return [said, ...found.filter(({ subject }) => subject === untriedSubject)];
}

function wereProved(tables: readonly string[]): string {
  return `${nameSome(tables)} ${tables.length === 1 ? 'was' : 'were'} last proved equal`;
}

/**
 * A proof of equality counts for a while only. One that is too old is an alert: at the night of the cutover there may be
 * no time to renew it. It names the attempt that failed, so that no other alert on the table says that again.
 */
export const proofTooOldCheck: Check = {
  id: 'proof-too-old',
  claim: 'Every proof of equality is young enough',
  blocks: 'unless-passed',
  needs: 'proofs',
  policy: proven,
  judge: (evidence, nowMs): CheckReading => {
    const { old } = proofsOf(evidence, nowMs);
    const failed = old.filter(({ lastAttempt }) => lastAttempt);
    const found = [...failed.map(notRenewed), ...untried(old.filter(({ lastAttempt }) => !lastAttempt))];
    return {
      found,
      rest: evidence.tables === null ? 'unknown' : 'pass',
      otherwise: (subject): Quiet => {
        if (evidence.tables === null) return { kind: 'unknown' };
        if (subject === untriedSubject) return { kind: 'pass', evidence: 'young' };
        const result = byTable(evidence.checksums.results).get(subject);
        return result ? { kind: 'pass', evidence: result.finishedAt } : ifUnwatched(evidence, subject);
      },
    };
  },
  summarise: sayTogether,
};
