import {
  messageAlerts,
  type Alert,
  type MessageAlerts,
  type Notification,
  type OverallVerdict,
} from '@cutover/contracts';
import { wholeAction } from '../../../evidence/suggest.js';
import type { News } from '../telling/decide-news.js';
import { headlineOf } from './headline.js';
import { textOf } from './message-text.js';

/** More reasons than this are for the page. */
const namedReasons = 3;

/** Who is told, and where to look. */
export interface Addressing {
  id: string;
  channel: string;
  nowIso: string;
  /** `server.publicUrl`. */
  publicUrl: string | undefined;
}

/** The message of some news. */
export function compose(
  migration: string,
  news: News,
  verdict: OverallVerdict | null,
  { id, channel, nowIso, publicUrl }: Addressing,
): Notification {
  return withTexts({
    ...{ version: 1, id, channel, migration, isTest: false, createdAt: nowIso },
    verdict: verdict && {
      ...{ answer: verdict.answer, since: verdict.since, changedFrom: news.changedFrom },
      reasons: verdict.reasons.slice(0, namedReasons).map(({ message }) => message),
      nextStep: verdict.reasons[0] === undefined ? '' : wholeAction(verdict.reasons[0]),
    },
    firing: listOf(news.began),
    stillFiring: listOf(news.still),
    resolved: listOf(news.ended),
    events: listOf(news.events),
    link: publicUrl === undefined ? null : `${publicUrl.replace(/\/+$/, '')}/m/${encodeURIComponent(migration)}#alerts`,
  });
}

/** What the test button sends. */
export function composeTest({ id, channel, nowIso, publicUrl }: Addressing): Notification {
  const none = listOf([]);
  return withTexts({
    ...{ version: 1, id, channel, migration: null, isTest: true, createdAt: nowIso, verdict: null },
    ...{ firing: none, stillFiring: none, resolved: none, events: none, link: publicUrl ?? null },
  });
}

function withTexts(said: Omit<Notification, 'headline' | 'text'>): Notification {
  const headline = headlineOf(said);
  return { ...said, headline, text: textOf(headline, said) };
}

function listOf(alerts: readonly Alert[]): MessageAlerts {
  return { count: alerts.length, alerts: alerts.slice(0, messageAlerts) };
}
