import type { Alert, Severity } from '@cutover/contracts';
import type { ChannelConfig } from '../../../config/config.schema.js';
import { isProofNews, type ProofNews } from './proof-news.js';
import { isQuiet } from './quiet-hours.js';
import type { Answer } from './settled-answer.js';
import type { Told } from './told.js';

/** What decides of news; of a channel's configuration nothing else. */
export type TellingRules = Pick<
  ChannelConfig,
  'name' | 'minSeverity' | 'verdicts' | 'resolved' | 'groupSeconds' | 'repeatMinutes' | 'quietHours'
>;

/** What is true of a migration at the moment. */
export interface Present {
  /** Alerts that fire. */
  firing: readonly Alert[];
  /** INFO: what happened since the channel was told last. */
  events: readonly Alert[];
  /** The answer, once it has settled; null: not yet. */
  answer: Answer | null;
  /** The answer as it is now, settled or not: every message says it. null: none was given yet. */
  answerNow: Answer | null;
  /** What there is to tell of the last freeze proof; null: nothing. */
  proof: ProofNews | null;
  /** Whether an earlier message about the migration still waits to be delivered. */
  isWaiting: boolean;
  /** Wall time: quiet hours are those of people. */
  nowMs: number;
  /** Since the last message about alerts that fire, in ms; null: there was none. It does not jump with the wall clock. */
  sinceReminderMs: number | null;
  /** Since when news waits for more of it to become one message, in ms ago; null: there was none. */
  gatheredForMs: number | null;
}

/** What one message says. */
export interface News {
  began: Alert[];
  still: Alert[];
  ended: Alert[];
  events: Alert[];
  /** The answer told before; null: the message is not about a change of it. */
  changedFrom: Answer | null;
  /** The result of a freeze proof; null: the message is about none. */
  proof: ProofNews | null;
}

/** `wait`: there is news, and it is gathered or held back. `told` is to be kept whatever was decided; the same object where nothing changed. */
export interface Decision {
  outcome: 'nothing' | 'wait' | 'send';
  news: News | null;
  told: Told;
}

export const severityRank: Record<Severity, number> = { CRITICAL: 0, WARNING: 1, INFO: 2 };

/**
 * What a channel is to be told of a migration: the difference of what is true and what it was told. So a restart, an outage or
 * quiet hours lose nothing that still matters, and what began and ended meanwhile bothers nobody. Pure.
 */
export function decideNews(rules: TellingRules, before: Told, present: Present): Decision {
  const told = withBaseline(rules, before, present);
  const { news, forgotten } = differences(rules, told, present);
  const kept = forgotten.length === 0 ? told : { ...told, alerts: without(told.alerts, forgotten) };
  const isReminder = isReminderDue(rules, present) && news.still.length > 0;
  const isNews =
    news.began.length + news.ended.length + news.events.length > 0 || news.changedFrom !== null || news.proof !== null;
  if (!isNews && !isReminder) return { outcome: 'nothing', news: null, told: kept };
  if (isQuiet(rules.quietHours, present.nowMs) && !passesQuiet(rules, news, isReminder, present.answer))
    return { outcome: 'wait', news: null, told: kept };
  // The clock of a freeze budget runs: whoever waits for its proof waits for nothing else.
  const isUrgent = isReminder || news.proof !== null;
  if (!isUrgent && (present.gatheredForMs ?? 0) < rules.groupSeconds * 1000)
    return { outcome: 'wait', news: null, told: kept };
  const said = { ...news, still: isReminder ? news.still : [], changedFrom: changeOf(rules, told, present.answerNow) };
  return { outcome: 'send', news: said, told: afterwards(rules, kept, said, present) };
}

/**
 * The first answer is no change of anything: it is noted, and the next one is told. So is the proof that was there before the
 * channel, and what a channel does not want to know.
 */
function withBaseline({ verdicts }: TellingRules, told: Told, { answer, proof }: Present): Told {
  const answered = told.answer === null && answer !== null ? { ...told, answer } : told;
  const isNoted = told.proof === undefined || (!verdicts && isProofNews(told.proof, proof));
  return isNoted ? { ...answered, proof } : answered;
}

function differences(rules: TellingRules, told: Told, { firing, events, answer, proof }: Present) {
  const wanted = firing.filter(({ severity }) => severityRank[severity] <= severityRank[rules.minSeverity]);
  // Whoever acknowledged an alert knows of it, but not that it became worse since.
  const isAwaited = (alert: Alert): boolean => {
    const before = told.alerts[alert.id];
    if (before === undefined) return alert.acknowledgedAt === null;
    return severityRank[alert.severity] < severityRank[before.severity];
  };
  const isStill = (alert: Alert): boolean => alert.acknowledgedAt === null && !isAwaited(alert);
  const firingIds = new Set(firing.map(({ id }) => id));
  const over = Object.values(told.alerts).filter(({ id }) => !firingIds.has(id));
  const news: News = {
    began: worstFirst(wanted.filter(isAwaited)),
    still: worstFirst(wanted.filter(isStill)),
    ended: rules.resolved ? worstFirst(over.map(ended)) : [],
    events: rules.minSeverity === 'INFO' ? [...events] : [],
    changedFrom: changeOf(rules, told, answer),
    proof: isProofNews(told.proof ?? null, proof) ? proof : null,
  };
  return { news, forgotten: rules.resolved ? [] : over.map(({ id }) => id) };
}

/** The answer that the channel knows, where this is another one; null: it is none, or the channel wants to know of none. */
function changeOf({ verdicts }: TellingRules, told: Told, answer: Answer | null): Answer | null {
  return verdicts && answer !== null && answer !== told.answer ? told.answer : null;
}

function isReminderDue({ repeatMinutes }: TellingRules, { isWaiting, sinceReminderMs }: Present): boolean {
  if (repeatMinutes === 0 || isWaiting || sinceReminderMs === null) return false;
  return sinceReminderMs >= repeatMinutes * 60_000;
}

function passesQuiet({ quietHours }: TellingRules, news: News, isReminder: boolean, answer: Answer | null): boolean {
  if (quietHours?.passCritical !== true) return false;
  // Whoever froze a source is awake, and "passed" is worth nothing in the morning.
  if (news.proof !== null || (news.changedFrom !== null && answer === 'not-safe')) return true;
  return [...news.began, ...(isReminder ? news.still : [])].some(({ severity }) => severity === 'CRITICAL');
}

/** What the channel knows once the message is with it. */
function afterwards(rules: TellingRules, told: Told, news: News, { answerNow, nowMs }: Present): Told {
  const began = Object.fromEntries(news.began.map((alert) => [alert.id, alert]));
  const isAboutFiring = news.began.length + news.still.length > 0;
  return {
    alerts: {
      ...without(
        told.alerts,
        news.ended.map(({ id }) => id),
      ),
      ...began,
    },
    // As the message says it: what was read counts, also of an answer that had not settled.
    answer: rules.verdicts ? (answerNow ?? told.answer) : told.answer,
    proof: news.proof ?? told.proof,
    remindedAtMs: isAboutFiring ? nowMs : told.remindedAtMs,
  };
}

function without(alerts: Told['alerts'], ids: readonly string[]): Told['alerts'] {
  const gone = new Set(ids);
  return Object.fromEntries(Object.entries(alerts).filter(([id]) => !gone.has(id)));
}

/** Nothing is made up where it is not known when it ended. */
function ended(alert: Alert): Alert {
  return alert.state === 'resolved' ? alert : { ...alert, state: 'resolved', resolvedAt: null };
}

function worstFirst(alerts: readonly Alert[]): Alert[] {
  return [...alerts].sort(
    (a, b) => severityRank[a.severity] - severityRank[b.severity] || b.activeAt.localeCompare(a.activeAt),
  );
}
