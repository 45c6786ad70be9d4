import type { Engine, Role, Severity, Statement } from '@cutover/contracts';
import type { Evidence } from './evidence.js';

/** What a check says of one subject that is not as it should be. */
export interface Found {
  /** What exactly: source, target, a channel, a table. At most 255 characters. */
  subject: string;
  /** `fail`: proved bad. `unknown`: not proved good. */
  outcome: 'fail' | 'unknown';
  /** WARNING and CRITICAL make an alert after the policy of the check; INFO never does. */
  severity: Severity;
  message: string;
  /** What to do next. */
  action: string;
  /** Names the sample this was seen in: the same sample judged twice is one occurrence. */
  evidence: string;
  /** The side that did not tell it, where it is unknown for one side alone. Absent: any that the check needs. */
  side?: Role;
  /** Unknown because nothing newer could be measured or proved, so that its sample is from before whatever keeps it from being. */
  isOutdated?: boolean;
  /** Watched tables it is about. */
  tables?: readonly string[];
  /**
   * What it consists of, each by a name that stays: events, accounts, sessions. A waiver covers only those that were there when it was
   * given. Absent: its tables; without tables, the subject as a whole, which is none of the things that another finding of it names.
   */
  items?: readonly string[];
  /** What would mend it, in this order, where statements are known. */
  statements?: readonly Statement[];
  /** Why, without the subject, where the same reason may hold for many tables. */
  reason?: string;
}

/**
 * What is true of a subject of an open alert that no finding names. `unknown` neither confirms nor resolves it. `explained`:
 * another alert names the cause and says what follows from it, or
 * somebody answers for it, so that none of this type may begin or stay open. `unanswered`, which the judge says and no check: a side
 * does not answer. One that fires stays; one that is pending is forgotten, because nobody knows whether its condition lasts.
 */
export type Quiet =
  { kind: 'pass'; evidence: string } | { kind: 'unknown' } | { kind: 'explained' } | { kind: 'unanswered' };

/** Outcome of one check. */
export interface CheckReading {
  found: readonly Found[];
  /** What is true where nothing was found. `unknown`: it could not be judged, for a reason that another check gives. */
  rest: 'pass' | 'unknown';
  /**
   * Why the check says nothing of this pair: there is no such thing here that could be good or bad. It then neither passes nor is unknown:
   * it is in no list, and nobody can answer for it. Absent: it says something.
   */
  notApplicable?: string;
  /**
   * Watched tables for which the rest is unknown, where those are all of the reason: it is waived together with what another check says
   * of them. Absent: the reason is not one of tables.
   */
  unsaid?(): readonly string[];
  /** Where the rest is unknown: what must be done or come first, as a sentence. Absent: the judge says what the check needs. */
  awaits?: string;
  otherwise(subject: string): Quiet;
}

/** When an alert of a check fires and resolves. */
export interface AlertPolicy {
  /** `configured`: after `alerts.holdSeconds`. `none`: a proven fact fires at once. */
  hold: 'configured' | 'none';
  /** `configured`: after `alerts.resolveSamples` good samples. `at-once`: one proof to the contrary is enough. */
  resolve: 'configured' | 'at-once';
  /** Different bad samples needed before it fires. */
  minSamples: number;
}

/** What keeps the answer from being safe: nothing of this check, a failure, or anything but a pass. */
export type Blocks = 'never' | 'when-failed' | 'unless-passed';

/**
 * The servers whose answers a check is judged on. While one of them does not answer, what is unknown follows from that: it is shown as
 * unknown, `connection-lost` is the one reason and the one alert, and nothing passes on what the side said before.
 *
 * `proofs`: comparisons of both sides. What they have proved stays so while a side is away. `nothing`: it is judged without asking a
 * server, or on what was kept of an answer and does not change while the server is away.
 */
export type Needs = 'source' | 'target' | 'both' | 'proofs' | 'nothing';

/**
 * What a failure of a check means for the switch, the worst first. `loss`: rows are lost or differ, or no second server has them.
 * `count`: rows are counted otherwise, and which they are is not known. `stray`: the target has writes of its own. `replication`: the target does not get, or may lose, what the source writes. `other`:
 * something else that must be mended.
 */
export type Weight = 'loss' | 'count' | 'stray' | 'replication' | 'other';

/** One check: a pure function from what is known to findings. All alerts of one type come from one check. */
export interface Check {
  /** Words with hyphens; the alert has it with underscores. */
  readonly id: string;
  /** Engines of which it can be judged; absent: all. */
  readonly engines?: readonly Engine[];
  /** What is true when it passes, as a sentence without a full stop. */
  readonly claim: string;
  readonly blocks: Blocks;
  /** Which of several failures is named first. Absent: `other`. */
  readonly weight?: Weight;
  readonly needs: Needs;
  /**
   * Why nobody can answer for what it says, as a sentence: without what it asks for, nothing is known at all, or writes are lost for
   * certain. Absent: somebody can, with a reason and for a time.
   */
  readonly notWaivable?: string;
  readonly policy: AlertPolicy;
  /** `nowMs` is wall time; it may jump. */
  judge(evidence: Evidence, nowMs: number): CheckReading;
  /** For the verdict: what was found, with tables of one reason said together. Without it each stands for itself. */
  summarise?(found: readonly Found[]): Found[];
}

/** What a check said, as far as alerts are made of it. `reading` null: the check itself failed, and nothing is known. */
export interface AlertingCheck {
  check: Pick<Check, 'id' | 'policy'>;
  reading: Pick<CheckReading, 'found' | 'otherwise'> | null;
}

/** For what may pass by itself: lag, connections, replication threads. */
export const passing: AlertPolicy = { hold: 'configured', resolve: 'configured', minSamples: 1 };

/** For what was proved by a comparison or by the server's own answer. */
export const proven: AlertPolicy = { hold: 'none', resolve: 'at-once', minSamples: 1 };

/** Nothing can be said at the moment, and another check says why. */
export const nothingKnown: CheckReading = { found: [], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) };

/** The type that alerts of a check have. */
export function alertTypeOf(checkId: string): string {
  return checkId.replaceAll('-', '_');
}
