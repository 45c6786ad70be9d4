import type { ChecksumResult } from '@cutover/contracts';
import { proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { isLeftToTableMissing } from './checksum-diverged.check.js';
import { proofsOf } from './proofs.js';
import { byTable } from './table-index.js';
import { isOnBothSides } from './table-missing.check.js';
import { ifUnwatched, nameSome } from './table-result.js';

const verifyAgain = 'Remove the reason, or verify the table on request when it is written less.';

const backAgain = 'it was missing on one side, is back, and was not compared since';

/** Its absence was all that differed, and a later look has found it on both sides. */
function isBack(result: ChecksumResult, evidence: Evidence): boolean {
  const seen = byTable(evidence.consistency).get(result.table);
  return seen !== undefined && isOnBothSides(seen) && isLeftToTableMissing(result, evidence);
}

/** What is said of tables together, and makes no alert. */
function ofTables(
  subject: string,
  message: string,
  action: string,
  tables: readonly string[],
  evidence: string,
): Found {
  return { subject, outcome: 'unknown', severity: 'INFO', message, action, evidence, tables };
}

/** A hot table that lags misses its proof now and then, which is no alert. */
function unproved({ table, verdict, reason, finishedAt }: ChecksumResult): Found {
  return {
    ...{ subject: table, outcome: 'unknown', evidence: finishedAt, tables: [table] },
    ...(reason === undefined ? {} : { reason }),
    severity: verdict === 'unverified' ? 'WARNING' : 'INFO',
    message: `Table ${table} could not be verified${reason ? `: ${reason}` : ''}`,
    action: verifyAgain,
  };
}

/**
 * It was proved before, and that is not enough any more: its next comparison comes first, so there is no alert. Attempts that
 * prove nothing are one, as with any other table.
 */
function provedBefore(
  { table, lastAttempt }: ChecksumResult,
  { why, since, action }: { why: string; since: string; action: string },
): Found {
  const attempt = lastAttempt && lastAttempt.finishedAt > since ? lastAttempt : null;
  const reason = `${why}${attempt?.reason ? `; the last attempt proved nothing: ${attempt.reason}` : ''}`;
  const isTriedInVain = attempt?.verdict === 'unverified';
  return {
    ...{ subject: table, outcome: 'unknown', severity: isTriedInVain ? 'WARNING' : 'INFO', tables: [table], reason },
    message: `Table ${table} is not proved equal: ${reason}`,
    action: attempt ? verifyAgain : action,
    evidence: attempt?.finishedAt ?? since,
  };
}

/** It had differed, and the ranges that did are equal now. */
const whenRepaired = ({ reason = '', repaired, finishedAt }: ChecksumResult) => ({
  ...{ why: reason, since: repaired?.since ?? finishedAt },
  action: 'Wait for its whole comparison, or verify the table on request.',
});

/** It was proved equal or different, which counts no more. */
const whenVoid = ({ voided, finishedAt }: ChecksumResult) => ({
  ...{ why: `the proof is void: ${voided?.reason ?? ''}`, since: voided?.since ?? finishedAt },
  action: 'Start a verification, or wait for the next round, which begins with what is void.',
});

function neverCompared(never: readonly string[], { tables, checksums }: Evidence): Found[] {
  if (never.length === 0) return [];
  const total = tables?.tables.length ?? 0;
  if (!checksums.isComparing)
    return [ofTables('never compared', `${areNot(never)} proved equal`, 'Start a verification.', never, 'never')];
  const message = `First comparison: ${total - never.length} of ${total} tables`;
  return [ofTables('first comparison', message, 'Wait for its end.', never, `${total - never.length}`)];
}

/** One finding and no alert: it is so by design, whatever the servers do. */
function incomparable(obstacle: string): Found {
  const action = 'Compare the rows by other means before the cutover: Cutover cannot answer safe here.';
  return ofTables('tables', `No table is compared: ${obstacle}`, action, [], 'by design');
}

function unwatched(message: string, action: string): Found {
  return ofTables('tables', message, action, [], 'none');
}

function allFound(evidence: Evidence): Found[] {
  const { tables: catalog, checksums } = evidence;
  if (catalog === null)
    return [unwatched('The list of tables has not been read yet', 'It is read as soon as both sides answer.')];
  if (catalog.tables.length === 0)
    return [
      unwatched('No table is watched: check databases and tables in the configuration', 'Correct the configuration.'),
    ];
  if (checksums.obstacle !== null) return [incomparable(checksums.obstacle)];
  const results = byTable(checksums.results);
  const never: string[] = [];
  const open: Found[] = [];
  for (const { id, source, target } of catalog.tables) {
    const result = results.get(id);
    // One that exists nowhere is said by table-missing.
    if (!source && !target) continue;
    if (result === undefined) never.push(id);
    else if (result.voided) open.push(provedBefore(result, whenVoid(result)));
    else if (isBack(result, evidence)) open.push(unproved({ ...result, reason: backAgain }));
    else if (result.repaired) open.push(provedBefore(result, whenRepaired(result)));
    else if (result.verdict === 'unverified' || result.verdict === 'lagging') open.push(unproved(result));
  }
  return [...neverCompared(never, evidence), ...open];
}

/** Tables of one reason are said together; a reason that differs by table is left to the list of tables. */
function sayTogether(found: readonly Found[]): Found[] {
  const isOpen = ({ subject, tables }: Found): boolean => subject === 'never compared' || tables?.[0] === subject;
  const open = found.filter(isOpen);
  const [first] = open;
  if (first === undefined) return [...found];
  const tables = open.flatMap((each) => each.tables ?? []);
  const reasons = new Set(open.map(({ reason }) => reason));
  const reason = reasons.size === 1 ? first.reason : undefined;
  const message = `${areNot(tables)} proved equal`;
  const said: Found = {
    ...{ ...first, tables },
    subject: tables.length === 1 ? first.subject : `${tables.length} tables`,
    message: reason === undefined ? message : `${message}: ${reason.replace(/^Not (?:proved|compared): /, '')}`,
  };
  const before = found.slice(0, found.indexOf(first)).filter((each) => !isOpen(each));
  return [...before, said, ...found.slice(found.indexOf(first)).filter((each) => !isOpen(each))];
}

/** `a is not`, `a and b are not`. */
function areNot(tables: readonly string[]): string {
  return `${nameSome(tables)} ${tables.length === 1 ? 'is' : 'are'} not`;
}

/**
 * Every watched table must be proved equal; how lately, proof-too-old says. One that could not be verified three times in a row makes an
 * alert: it must not go unnoticed until the night of the cutover.
 */
export const checksumUnverifiedCheck: Check = {
  id: 'checksum-unverified',
  claim: 'Every watched table is proved equal',
  blocks: 'unless-passed',
  needs: 'proofs',
  policy: { ...proven, minSamples: 3 },
  judge: (evidence, nowMs): CheckReading => {
    const { checksums } = evidence;
    const found = allFound(evidence);
    return {
      found,
      rest: found.length === 0 && isAllProved(evidence, nowMs) ? 'pass' : 'unknown',
      unsaid: () => notProved(evidence, nowMs),
      otherwise: (subject) => {
        // An alert from before it was so would stay for ever.
        if (checksums.obstacle !== null) return { kind: 'explained' };
        const result = byTable(checksums.results).get(subject);
        // Proved equal or proved different: both are proofs (and the second has its own alert).
        if (result)
          return result.verdict === 'matched' || result.verdict === 'diverged'
            ? { kind: 'pass', evidence: result.finishedAt }
            : { kind: 'unknown' };
        return ifUnwatched(evidence, subject);
      },
    };
  },
  summarise: sayTogether,
};

/** A table that was proved different, or whose counts differ, is not proved equal; the check of that says so. */
function isAllProved(evidence: Evidence, nowMs: number): boolean {
  const { young } = proofsOf(evidence, nowMs);
  return evidence.tables !== null && young.length === evidence.tables.tables.length;
}

function notProved(evidence: Evidence, nowMs: number): string[] {
  const proved = new Set(proofsOf(evidence, nowMs).young.map(({ table }) => table));
  return (evidence.tables?.tables ?? []).flatMap(({ id }) => (proved.has(id) ? [] : [id]));
}
