import type { Answer, MigrationDetail, Statement, VerdictBasis, Waiver } from '@cutover/contracts';
import { formatAge } from '../../format/instant.js';
import { isTooOld } from '../../live/freshness.js';
import { isReceiving, type LiveState } from '../../live/live-state.js';
import { answerLook } from '../../looks/answer-look.js';

/** A reason, the section with its evidence (null: this page's own sight), the first of the watched tables it is about, and how many they are. */
export interface ShownReason {
  section: string | null;
  message: string;
  /** What to do next; empty where the page itself is the reason. */
  action: string;
  /** What would mend it, where statements are known. */
  statements?: readonly Statement[] | undefined;
  tables: readonly string[];
  tableCount: number;
}

/** The verdict as this page may show it: never better than what it can know right now. */
export interface ShownVerdict {
  answer: Answer;
  /** Most important first. */
  reasons: readonly ShownReason[];
  /** What the answer rests on; absent while the page cannot know. */
  basis?: VerdictBasis;
  /** Since when this answer stands. */
  since: string;
  /** Since when all that blocks has passed; absent while the page cannot know, null while something does not pass. */
  greenSince?: string | null;
  /** What somebody answers for; absent while the page cannot know. */
  waivers?: readonly Waiver[];
}

/** What the page knows about its own sight. `nowMs` is in the server's time, `heardAgoMs` since the last whole snapshot. */
export interface Sight {
  live: { state: LiveState; reason: string | null; since: string };
  heardAgoMs: number;
  nowMs: number;
}

function cannotTell(reason: string, since: string, detail: MigrationDetail): ShownVerdict {
  const { answer, reasons } = detail.verdict;
  const first = reasons[0];
  const lastKnown = `Last known answer: ${answerLook[answer].word.toLowerCase()}${first ? `: ${first.message}` : ''}`;
  return {
    answer: 'cannot-tell',
    reasons: [reason, lastKnown].map((message) => ({ section: null, message, action: '', tables: [], tableCount: 0 })),
    since,
  };
}

/**
 * Decides what to show. The API's answer holds only while its snapshots reach this page; `safe` also needs a fresh
 * sample of the lag. Everything else becomes `cannot-tell`, with the reason first.
 */
export function shownVerdict(detail: MigrationDetail, { live, heardAgoMs, nowMs }: Sight): ShownVerdict {
  const { verdict, replicaLag, intervalSeconds } = detail;
  if (!isReceiving[live.state]) {
    const why = live.reason ?? 'This page is still connecting to the API';
    return cannotTell(`No figures arrive: ${lowerFirst(why)}`, live.since, detail);
  }
  if (verdict.answer === 'cannot-tell') return verdict;
  const heardAt = new Date(nowMs - heardAgoMs).toISOString();
  if (isTooOld(heardAt, intervalSeconds, nowMs)) {
    return cannotTell(
      `The API has sent nothing about this migration since ${formatAge(heardAt, nowMs)}`,
      heardAt,
      detail,
    );
  }
  if (verdict.answer === 'not-safe') return verdict;
  if (replicaLag === null) return cannotTell('Replica lag was never measured', verdict.since, detail);
  if (replicaLag.isStale || isTooOld(replicaLag.measuredAt, intervalSeconds, nowMs)) {
    const { measuredAt } = replicaLag;
    return cannotTell(`Replica lag was last measured ${formatAge(measuredAt, nowMs)}`, measuredAt, detail);
  }
  return verdict;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
