import { setTimeout as pause } from 'node:timers/promises';
import type { ChecksumRun, MigrationDetail } from '@cutover/contracts';
import { mend, mendable } from './actions/mend-row.js';
import type { Fault } from './oracle/fault.js';
import { limits } from './oracle/limits.js';
import { migration } from './stage/migration.js';
import { reckon } from './stage/reckon.js';
import type { SoakEngine, Stage } from './stage/stage.js';

const base = `/api/migrations/${migration}`;

/**
 * Everything is undone, nobody writes, and the target has applied all: the truth is compared with the rows themselves.
 * Then a verification is asked for, which must end, and half the time all rows are mended, after which the answer must
 * become safe.
 */
export async function calmDown<S extends Stage>(stage: S, { rebuild }: SoakEngine<S>): Promise<Fault[]> {
  const { pair, load, confirmations, undos, journal, random } = stage;
  const startedMs = Date.now();
  await undos.undoDue(Infinity);
  await load.pause();
  // A setting of the source that was hostile to the receiver too has stopped it for good.
  await pair.resumeReplication();
  if (!(await pair.isReplicating(20_000)) || !(await pair.hasCaughtUp(90_000))) {
    const state = await pair.describeReplication();
    load.resume();
    journal.note('rebuild-broken', `${state}: ${await rebuild(stage)}`, startedMs);
    return [];
  }
  await confirmations.look();
  const wrong = await reckon(stage);
  const faults = wrong.map((truth) => truthFault(startedMs, 'both sides are as the soak has left them', truth));
  const mends = random.chance(0.5);
  if (mends) for (const each of mendable(stage)) await mend(stage, each);
  load.resume();
  if (wrong.length > 0) await rebuild(stage);
  journal.note('calm', mends ? 'all rows mended' : `${stage.oracle.truth.standing().length} rows differ`, startedMs);
  faults.push(...(await endOfRun(stage)));
  if (mends && wrong.length === 0) faults.push(...(await becomesSafe(stage)));
  return faults;
}

/** The soak itself is wrong, or the servers are not as it has left them. */
function truthFault(sinceMs: number, claim: string, truth: string): Fault {
  return { kind: 'truth', atMs: Date.now(), sinceMs, who: 'the soak itself', claim, truth, answer: null };
}

async function endOfRun(stage: Stage): Promise<Fault[]> {
  const { api } = stage;
  const sinceMs = Date.now();
  const started = await api.ask<ChecksumRun>(`${base}/checksums/runs`, 'POST', {});
  // Another requested run is under way: that one is watched by whoever asks the API.
  if (started === null) return [];
  let answer: ChecksumRun | null = started;
  while (Date.now() - sinceMs < limits.endsWithinMs) {
    answer = await api.ask<ChecksumRun>(`${base}/checksums/runs/${started.id}`);
    if (answer !== null && answer.finishedAt !== null) {
      const { matched, diverged, lagging, unverified } = answer.verdicts;
      const seconds = ((Date.now() - sinceMs) / 1000).toFixed(1);
      const counts = `${matched} matched, ${diverged} diverged, ${lagging} lagging, ${unverified} unverified`;
      stage.journal.note('calm-run', `${answer.state} after ${seconds} s: ${counts}`, sinceMs);
      return [];
    }
    await pause(500);
  }
  const truth = `nothing disturbed it for ${limits.endsWithinMs / 1000} s`;
  return [{ kind: 'unbounded', atMs: Date.now(), sinceMs, who: 'api runs', claim: 'it goes on', truth, answer }];
}

/** Nothing differs and nothing disturbs: then the answer must become safe. */
async function becomesSafe({ api, journal }: Stage): Promise<Fault[]> {
  const sinceMs = Date.now();
  let detail: MigrationDetail | null = null;
  while (Date.now() - sinceMs < limits.knownWithinMs) {
    detail = await api.ask<MigrationDetail>(base);
    if (detail?.verdict.answer === 'safe') {
      journal.note('calm-safe', `after ${((Date.now() - sinceMs) / 1000).toFixed(1)} s`, sinceMs);
      return [];
    }
    await pause(500);
  }
  const { answer, reasons } = detail?.verdict ?? { answer: 'no answer', reasons: [] };
  const claim = `${answer}: ${reasons.map(({ message }) => message).join('; ')}`;
  const truth = `nothing differs, and nothing disturbs, for ${limits.knownWithinMs / 1000} s`;
  return [{ kind: 'unbounded', atMs: Date.now(), sinceMs, who: 'api verdict', claim, truth, answer: detail?.verdict }];
}
